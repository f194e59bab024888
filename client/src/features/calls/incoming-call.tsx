import { MessageSquareReply, Phone, PhoneOff, Video } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, type Call, type IdentityId } from '#contracts';
import type { OtherView } from '../../engine/messenger/model.js';
import { callerFor, namesIn } from '../../engine/phone/caller.js';
import type { PhoneView } from '../../engine/phone/model.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Menu, MenuItem } from '../../ui/menu.js';
import { TextField } from '../../ui/text-field.js';
import { useVoice } from '../../ui/ui-root.js';
import { useRinging } from './use-ringing.js';
import styles from './calls.module.css';

/** So long a message fits under "declined". */
const OWN_WORDS_MAX_UNITS = 300;

interface Props {
  readonly phone: PhoneView;
  readonly call: Call;
  readonly selfId: IdentityId | undefined;
  /** What the call is of, when that is not only who calls: the name of a group. */
  readonly about: string | undefined;
  /** Those of the conversation, as far as it is known here. */
  readonly people: readonly OtherView[];
  /** One is in a meeting, which accepting would end. */
  readonly isInMeeting: boolean;
}

/** Somebody calls. It stays until it is answered, here or on another device. */
export function IncomingCall({ phone, call, selfId, about, people, isInMeeting }: Props) {
  const { t, i18n } = useTranslation();
  const { isBusy, take, decline } = useAnswers(phone, call);
  const [isWriting, setWriting] = useState(false);
  useRinging('incoming');
  const isVideo = call.media === 'video';
  const caller = callerFor(call, selfId);
  const looks = people.find(({ identityId }) => identityId === caller.identityId);
  const others = call.state === 'running' ? namesIn(call, [selfId, caller.identityId]) : [];
  const company = others.length === 0 ? undefined : t('calls.withOthers', { names: listOf(others, i18n.language) });
  return (
    <Dialog
      open
      // Neither a press beside it nor a key that was meant for something else turns a call down.
      isPinned
      onOpenChange={() => undefined}
      title={t('calls.incoming', { name: caller.name })}
      description={[
        t(isVideo ? 'calls.incomingVideo' : 'calls.incomingAudio'),
        looks?.isMarkedGuest === true && t('account.guest'),
        about,
        company,
      ]
        .filter(Boolean)
        .join(' · ')}
      size="small"
    >
      <div className={styles.ringing}>
        <span className={styles.pulse}>
          <Avatar id={caller.identityId} name={caller.name} url={looks?.avatarUrl} size="large" />
        </span>
        {isInMeeting && <p className={styles.note}>{t('calls.leavesMeeting')}</p>}
        {isWriting ? (
          <OwnWords onSend={decline} />
        ) : (
          <Choices call={call} answers={{ isBusy, take, decline }} onWrite={() => setWriting(true)} />
        )}
      </div>
    </Dialog>
  );
}

function listOf(names: readonly string[], language: string): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
}

interface ChoicesProps {
  readonly call: Call;
  readonly answers: Answers;
  readonly onWrite: () => void;
}

function Choices({ call, answers: { isBusy, take, decline }, onWrite }: ChoicesProps) {
  const { t } = useTranslation();
  const isVideo = call.media === 'video';
  return (
    <div className={styles.answers}>
      <Button
        variant="primary"
        size="large"
        wide
        busy={isBusy}
        icon={isVideo ? <Video aria-hidden="true" /> : <Phone aria-hidden="true" />}
        onClick={() => take(call.media)}
      >
        {t('calls.accept')}
      </Button>
      {isVideo && (
        <Button wide icon={<Phone aria-hidden="true" />} onClick={() => take('audio')}>
          {t('calls.acceptAudio')}
        </Button>
      )}
      <Button variant="danger" wide icon={<PhoneOff aria-hidden="true" />} onClick={() => decline()}>
        {t('calls.decline')}
      </Button>
      <Menu
        align="center"
        trigger={
          <Button variant="quiet" wide icon={<MessageSquareReply aria-hidden="true" />}>
            {t('calls.declineWith')}
          </Button>
        }
      >
        {(['declineNow', 'declineMeeting', 'declineLater'] as const).map((words) => (
          <MenuItem key={words} onSelect={() => decline(t(`calls.${words}`))}>
            {t(`calls.${words}`)}
          </MenuItem>
        ))}
        <MenuItem onSelect={() => onWrite()}>{t('calls.ownWords')}</MenuItem>
      </Menu>
    </div>
  );
}

interface Answers {
  readonly isBusy: boolean;
  readonly take: (media: Call['media']) => void;
  readonly decline: (message?: string) => void;
}

function useAnswers(phone: PhoneView, call: Call): Answers {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const [isBusy, setBusy] = useState(false);
  const fail = (thrown: unknown) => {
    setBusy(false);
    const code = thrown instanceof Refusal ? thrown.code : 'internal';
    const words = code === 'conflict' ? 'takenElsewhere' : code === 'not-found' ? 'isOver' : 'failedAccept';
    toast({ title: t(`calls.${words}`), tone: code === 'conflict' ? 'neutral' : 'danger' });
  };
  return {
    isBusy,
    take: (media) => {
      setBusy(true);
      phone.accept({ ...call, media }).catch(fail);
    },
    decline: (message) => void phone.decline(call, message).catch(fail),
  };
}

function OwnWords({ onSend }: { readonly onSend: (message: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') onSend(text.trim());
  };
  return (
    <form className={styles.answers} onSubmit={send}>
      <TextField
        label={t('calls.ownWords')}
        value={text}
        maxLength={OWN_WORDS_MAX_UNITS}
        dir="auto"
        ref={focusOn}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" variant="danger" wide aria-disabled={text.trim() === ''}>
        {t('calls.sendAndDecline')}
      </Button>
    </form>
  );
}

function focusOn(element: HTMLElement | null): void {
  element?.focus();
}
