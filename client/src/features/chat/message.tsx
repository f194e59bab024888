import { Phone, Reply } from 'lucide-react';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupChange } from '#contracts';
import { callEndOf } from '../../engine/chat/call-end.js';
import { groupWordsOf } from '../../engine/chat/group-words.js';
import type { MessageView } from '../../engine/chat/model.js';
import { Avatar } from '../../ui/avatar.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { Attachments } from './attachments.js';
import { MessageMenu, type MessageActions } from './message-menu.js';
import { MessageText } from './message-text.js';
import { StatusMark } from './status-mark.js';
import type { Times } from '../../ui/times.js';
import styles from './message.module.css';

export interface MessageProps {
  readonly message: MessageView;
  /** The first of several by one person, which says whose they are. */
  readonly opensGroup: boolean;
  readonly times: Times;
  readonly actions: MessageActions;
}

/** One message of a conversation. */
export const Message = memo(function Message({ message, opensGroup, times, actions }: MessageProps) {
  const { isOwn, refusal, seq } = message;
  if (message.groupChange !== undefined) return <GroupLine message={message} change={message.groupChange} />;
  return (
    <article
      className={styles.message}
      data-testid="message"
      data-status={message.status}
      data-own={isOwn}
      data-opens={opensGroup}
      data-seq={seq}
    >
      {opensGroup && !isOwn && <Author message={message} />}
      <div className={styles.line}>
        <Bubble message={message} times={times} files={actions.files} />
        {seq !== undefined && canBeActedOn(message) && <MessageMenu message={message} seq={seq} actions={actions} />}
      </div>
      {message.reactions.length > 0 && seq !== undefined && (
        <Reactions message={message} onReact={(emoji, isOn) => actions.react(seq, emoji, isOn)} />
      )}
      {refusal !== undefined && <Refused message={message} actions={actions} />}
    </article>
  );
});

interface GroupLineProps {
  readonly message: MessageView;
  readonly change: GroupChange;
}

/** What somebody did to the group, between what is said. */
function GroupLine({ message: { authorName, seq }, change }: GroupLineProps) {
  const { t, i18n } = useTranslation();
  const { key, values } = groupWordsOf(change, authorName, i18n.language);
  return (
    <p className={styles.system} data-testid="group-change" data-seq={seq}>
      <bdi>{t(key, values)}</bdi>
    </p>
  );
}

function Author({ message }: Pick<MessageProps, 'message'>) {
  const { t } = useTranslation();
  const { authorId, authorName, avatarUrl, isMarkedGuest } = message;
  return (
    <p className={styles.author}>
      {avatarUrl !== undefined && <Avatar id={authorId} name={authorName} url={avatarUrl} size="small" />}
      <bdi>{authorName}</bdi>
      {isMarkedGuest && <Badge>{t('account.guest')}</Badge>}
    </p>
  );
}

function canBeActedOn({ isDeleted, call }: MessageView): boolean {
  return !isDeleted && call === undefined;
}

interface BubbleProps extends Pick<MessageProps, 'message' | 'times'> {
  readonly files: MessageActions['files'];
}

function Bubble({ message, times, files }: BubbleProps) {
  const { t } = useTranslation();
  const { isOwn, isDeleted, isEdited, refusal, sentAtMs } = message;
  return (
    <div className={styles.bubble} data-refused={refusal !== undefined} title={times.full(sentAtMs)}>
      {message.quote !== undefined && !isDeleted && <Quote quote={message.quote} />}
      {message.attachments.length > 0 && files !== undefined && (
        <Attachments attachments={message.attachments} files={files} />
      )}
      <Content message={message} />
      <p className={styles.foot}>
        {isEdited && !isDeleted && <span>{t('chat.edited')}</span>}
        <time dateTime={new Date(sentAtMs).toISOString()}>{times.time(sentAtMs)}</time>
        {isOwn && !isDeleted && <StatusMark message={message} />}
      </p>
    </div>
  );
}

function Content({ message }: { readonly message: MessageView }) {
  const { t, i18n } = useTranslation();
  const numbers = useMemo(() => new Intl.NumberFormat(i18n.language, { minimumIntegerDigits: 2 }), [i18n.language]);
  const { call } = message;
  if (message.isDeleted) return <p className={styles.deleted}>{t('chat.deleted')}</p>;
  if (call === undefined && message.text === '') return undefined;
  if (call === undefined) return <MessageText text={message.text} mentions={message.mentions} />;
  const end = callEndOf(call, message.isOwn);
  const seconds = Math.round(call.durationMs / 1_000);
  const duration = `${Math.floor(seconds / 60)}:${numbers.format(seconds % 60)}`;
  return (
    <p className={styles.call} data-outcome={end}>
      <Phone aria-hidden="true" />
      {t(CALL_WORDS[end], { duration })}
    </p>
  );
}

const CALL_WORDS = {
  answered: 'chat.callAnswered',
  declined: 'chat.callDeclined',
  busy: 'chat.callBusy',
  unanswered: 'chat.callUnanswered',
  missed: 'chat.callMissed',
  cancelled: 'chat.callCancelled',
} as const;

function Quote({ quote }: { readonly quote: NonNullable<MessageView['quote']> }) {
  const { t } = useTranslation();
  const isKnown = quote.authorName !== '';
  const words = quote.isDeleted ? t('chat.quoteGone') : isKnown ? quote.text : t('chat.quoteUnknown');
  return (
    <blockquote className={styles.quote}>
      {isKnown && (
        <p className={styles.quoteAuthor}>
          <Reply aria-hidden="true" />
          <bdi>{quote.authorName}</bdi>
        </p>
      )}
      <p className={styles.quoteText} dir="auto">
        {words}
      </p>
    </blockquote>
  );
}

interface ReactionsProps {
  readonly message: MessageView;
  readonly onReact: (emoji: string, isOn: boolean) => void;
}

function Reactions({ message, onReact }: ReactionsProps) {
  const { t } = useTranslation();
  return (
    <ul className={styles.reactions} aria-label={t('chat.reactions')}>
      {message.reactions.map(({ emoji, count, isOwn }) => (
        <li key={emoji}>
          <button
            type="button"
            className={styles.reaction}
            aria-pressed={isOwn}
            aria-label={t('chat.reactionCount', { emoji, count })}
            onClick={() => onReact(emoji, !isOwn)}
          >
            <span aria-hidden="true">{emoji}</span>
            <span aria-hidden="true">{count}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Refused({ message, actions }: Pick<MessageProps, 'message' | 'actions'>) {
  const { t } = useTranslation();
  return (
    <div className={styles.refused} role="alert">
      <p>{t(message.refusal === 'forbidden' ? 'chat.refusedForbidden' : 'chat.refusedOther')}</p>
      <Button size="small" variant="quiet" onClick={() => actions.retry(message.key)}>
        {t('chat.retry')}
      </Button>
      <Button size="small" variant="quiet" onClick={() => actions.discard(message.key)}>
        {t('chat.discard')}
      </Button>
    </div>
  );
}
