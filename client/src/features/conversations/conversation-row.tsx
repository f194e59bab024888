import { AtSign, BellOff, Phone, UsersRound } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Presence } from '#contracts';
import { callEndOf } from '../../engine/chat/call-end.js';
import { groupWordsOf } from '../../engine/chat/group-words.js';
import type { LastMessage, ListedView } from '../../engine/messenger/model.js';
import { Badge } from '../../ui/badge.js';
import type { Times } from '../../ui/times.js';
import { VisuallyHidden } from '../../ui/visually-hidden.js';
import { Face } from './face.js';
import { otherOf, titleOf } from './titles.js';
import styles from './conversation-row.module.css';

interface Props {
  readonly conversation: ListedView;
  /** Of the other one of two; undefined for groups. */
  readonly presence: Presence | undefined;
  /** The same in words. */
  readonly presenceWords: string;
  readonly isOpen: boolean;
  readonly times: Times;
  readonly nowMs: number;
}

/** One conversation in the list: with whom, the last that was said, and what is unread. */
export const ConversationRow = memo(function ConversationRow(props: Props) {
  const { conversation, presence, presenceWords, isOpen, times, nowMs } = props;
  const { t } = useTranslation();
  const { last, unreadCount, isMuted } = conversation;
  return (
    <li className={styles.item}>
      <Link
        href={`/c/${conversation.conversationId}`}
        className={styles.row}
        aria-current={isOpen ? 'page' : undefined}
        data-unread={unreadCount > 0}
      >
        <Face conversation={conversation} presence={presence} />
        <span className={styles.words}>
          <span className={styles.line}>
            <bdi className={styles.name}>{titleOf(conversation)}</bdi>
            {otherOf(conversation)?.isMarkedGuest === true && <Badge>{t('account.guest')}</Badge>}
            {conversation.kind === 'group' && <Mark icon={<UsersRound />} words={t('conversations.group')} />}
            {isMuted && <Mark icon={<BellOff />} words={t('conversations.muted')} />}
            {last !== undefined && <time className={styles.time}>{shortTime(last, times, nowMs)}</time>}
          </span>
          <span className={styles.line}>
            <LastWords last={last} isGroup={conversation.kind === 'group'} />
            <Unread conversation={conversation} />
          </span>
        </span>
        {presenceWords !== '' && <VisuallyHidden>{presenceWords}</VisuallyHidden>}
      </Link>
    </li>
  );
});

function Mark({ icon, words }: { readonly icon: ReactNode; readonly words: string }) {
  return (
    <span className={styles.mark} title={words}>
      <span aria-hidden="true">{icon}</span>
      <VisuallyHidden>{words}</VisuallyHidden>
    </span>
  );
}

/** Today's by the clock, others by their day. */
function shortTime({ sentAtMs }: LastMessage, times: Times, nowMs: number): string {
  return times.day(sentAtMs, nowMs).kind === 'today' ? times.time(sentAtMs) : times.date(sentAtMs);
}

function LastWords({ last, isGroup }: { readonly last: LastMessage | undefined; readonly isGroup: boolean }) {
  const { t, i18n } = useTranslation();
  if (last === undefined) return <span className={styles.last}>{t('chat.emptyTitle')}</span>;
  if (last.isDeleted) return <span className={styles.last}>{t('conversations.lastDeleted')}</span>;
  if (last.call !== undefined)
    return (
      <span className={styles.last} data-outcome={callEndOf(last.call, last.isOwn)}>
        <Phone aria-hidden="true" />
        {t(CALL_WORDS[callEndOf(last.call, last.isOwn)])}
      </span>
    );
  if (last.groupChange !== undefined) {
    const { key, values } = groupWordsOf(last.groupChange, last.authorName, i18n.language);
    return (
      <span className={styles.last}>
        <bdi>{t(key, values)}</bdi>
      </span>
    );
  }
  const text = last.text === '' ? t('conversations.lastFile') : last.text;
  return (
    <span className={styles.last}>
      <bdi>{last.isOwn ? t('conversations.you', { text }) : isGroup ? `${last.authorName}: ${text}` : text}</bdi>
    </span>
  );
}

const CALL_WORDS = {
  answered: 'chat.callPlain',
  declined: 'chat.callDeclined',
  busy: 'chat.callBusy',
  unanswered: 'chat.callUnanswered',
  missed: 'chat.callMissed',
  cancelled: 'chat.callCancelled',
} as const;

function Unread({ conversation: { unreadCount, mentionCount, isMuted } }: Pick<Props, 'conversation'>) {
  const { t } = useTranslation();
  if (unreadCount === 0) return undefined;
  return (
    <>
      {mentionCount > 0 && (
        <span className={styles.count} data-tone="mention">
          <AtSign aria-hidden="true" />
          <VisuallyHidden>{t('conversations.mentioned')}</VisuallyHidden>
        </span>
      )}
      <span className={styles.count} data-tone={isMuted ? 'muted' : 'news'}>
        <span aria-hidden="true">{unreadCount > 99 ? '99+' : unreadCount}</span>
        <VisuallyHidden>{t('conversations.unread', { count: unreadCount })}</VisuallyHidden>
      </span>
    </>
  );
}
