import { Hand, Mic, MicOff, ScreenShare, Star, Video, VideoOff } from 'lucide-react';
import { memo, useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView, PersonView } from '../../../engine/model.js';
import { Avatar } from '../../../ui/avatar.js';
import { VisuallyHidden } from '../../../ui/visually-hidden.js';
import { clockOf } from '../clock-words.js';
import type { HostDialog } from '../host/host-dialog.js';
import { PersonMenu } from '../host/person-menu.js';
import { useHand } from '../hands/use-hand.js';
import { guestWordsOf } from '../guest-words.js';
import styles from './people-panel.module.css';

interface Props {
  readonly call: Pick<CallView, 'people' | 'controls' | 'pins'>;
  readonly person: PersonView;
  readonly onDialog: (dialog: HostDialog) => void;
}

/** One person in the list: who they are, what of theirs is on, and what can be done about them. */
export const PersonRow = memo(function PersonRow({ call, person, onDialog }: Props) {
  const { t } = useTranslation();
  const { participantId, name, isSelf, isConnected } = person;
  return (
    <div className={styles.person} data-connected={isConnected}>
      <Avatar id={participantId} name={name} url={person.avatarUrl} />
      <div className={styles.words}>
        <p className={styles.name}>
          <bdi>{isSelf ? t('meeting.youSuffix', { name }) : name}</bdi>
        </p>
        <About call={call} person={person} />
      </div>
      <States call={call} person={person} />
      <PersonMenu call={call} person={person} onDialog={onDialog} />
    </div>
  );
});

function About({ call, person }: Omit<Props, 'onDialog'>) {
  const { t } = useTranslation();
  const spokenMs = useSyncExternalStore(
    call.controls.host.watch,
    () => call.controls.host.get().spoken.find((one) => one.participantId === person.participantId)?.spokenMs ?? 0,
  );
  if (!person.isConnected) return <p className={styles.about}>{t('meeting.away')}</p>;
  const words = [
    person.role === 'host' ? t('meeting.host') : person.role === 'cohost' ? t('host.coHost') : undefined,
    guestWordsOf(t, person),
    spokenMs > 0 ? t('host.spoke', { time: clockOf(spokenMs) }) : undefined,
  ].filter((word) => word !== undefined);
  return words.length === 0 ? undefined : <p className={styles.about}>{words.join(' · ')}</p>;
}

function States({ call, person }: Omit<Props, 'onDialog'>) {
  const { t } = useTranslation();
  const hand = useHand(call, person.participantId);
  const isSpotlit = useSyncExternalStore(call.controls.state.watch, () =>
    call.controls.state.get().stage.spotlightIds.includes(person.participantId),
  );
  return (
    <div className={styles.states}>
      {hand !== undefined && <StateIcon words={t('hands.raised')} icon={<Hand />} />}
      {isSpotlit && <StateIcon words={t('host.spotlit')} icon={<Star />} />}
      {person.isSharing && <StateIcon words={t('meeting.isSharing')} icon={<ScreenShare />} />}
      {person.isVideoOn ? (
        <StateIcon words={t('meeting.cameraIsOn')} icon={<Video />} />
      ) : (
        <StateIcon words={t('meeting.cameraIsOff')} icon={<VideoOff />} isOff />
      )}
      {person.isAudioOn ? (
        <StateIcon words={t('meeting.unmuted')} icon={<Mic />} />
      ) : (
        <StateIcon words={t('meeting.muted')} icon={<MicOff />} isOff />
      )}
    </div>
  );
}

interface StateIconProps {
  readonly words: string;
  readonly icon: ReactNode;
  readonly isOff?: boolean;
}

function StateIcon({ words, icon, isOff = false }: StateIconProps) {
  return (
    <span className={styles.state} data-off={isOff} title={words}>
      <span aria-hidden="true">{icon}</span>
      <VisuallyHidden>{words}</VisuallyHidden>
    </span>
  );
}
