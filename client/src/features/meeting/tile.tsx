import { Hand, MicOff, WifiOff } from 'lucide-react';
import { memo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView, PersonView } from '../../engine/model.js';
import { useStore } from '../../engine/use-store.js';
import { Avatar } from '../../ui/avatar.js';
import { NamePlate } from '../../ui/name-plate.js';
import { Spinner } from '../../ui/spinner.js';
import { VideoView } from '../../ui/video-view.js';
import { VisuallyHidden } from '../../ui/visually-hidden.js';
import { useHand } from './hands/use-hand.js';
import { TileTools } from './insight/tile-tools.js';
import { LookAlikeSign } from './look-alike-sign.js';
import { useReportedTile } from './use-reported-tile.js';
import styles from './tile.module.css';

interface Props {
  readonly call: Pick<CallView, 'stream' | 'speaking' | 'controls' | 'reportTile' | 'pins'>;
  readonly person: PersonView;
}

/**
 * One person: their picture or their initials, their name, and whether they can be heard. Drawn again only when that person
 * changes; who speaks and which stream there is each tile watches for itself.
 */
export const Tile = memo(function Tile({ call, person }: Props) {
  const { t } = useTranslation();
  const { participantId, name, isSelf, isAudioOn, isVideoOn, isConnected } = person;
  const stream = useStore(call.stream(participantId, 'camera'));
  const isHeard = useSyncExternalStore(call.speaking.watch, () => call.speaking.get().has(participantId));
  const isSpeaking = isHeard && isAudioOn;
  const ref = useReportedTile(call, participantId, 'camera');
  const hand = useHand(call, participantId);
  return (
    <div
      ref={ref}
      className={styles.tile}
      data-testid={name === '' ? undefined : 'tile'} // Nameless ones are drawn ahead, before one is in and learns who they are.
      data-participant-name={name}
      data-audio={isAudioOn ? 'on' : 'off'}
      data-video={isVideoOn ? 'on' : 'off'}
      data-speaking={isSpeaking}
      data-hand={hand !== undefined}
      // Pictures are dark places in either theme; the ring and the words on them follow.
      data-theme="dark"
    >
      {isConnected && <Avatar id={participantId} name={name} url={person.avatarUrl} size="huge" />}
      {isVideoOn && stream !== undefined && <VideoView stream={stream} isMirrored={isSelf} />}
      {!isConnected && (
        <p className={styles.veil}>
          <Spinner size="small" />
          <span className={styles.veilWords}>{t('meeting.away')}</span>
        </p>
      )}
      {hand !== undefined && (
        <p className={styles.hand}>
          <Hand aria-hidden="true" />
          <VisuallyHidden>{t('hands.raised')}</VisuallyHidden>
          {hand}
        </p>
      )}
      <Plate person={person} />
      <TileTools call={call} person={person} />
    </div>
  );
});

function Plate({ person }: { readonly person: PersonView }) {
  const { t } = useTranslation();
  const signs = (
    <>
      {!person.isConnected && <WifiOff aria-hidden="true" />}
      {person.guestMark === 'look-alike' && <LookAlikeSign />}
      {!person.isAudioOn && (
        <>
          <MicOff aria-hidden="true" />
          <VisuallyHidden>{t('meeting.muted')}</VisuallyHidden>
        </>
      )}
    </>
  );
  const role = person.role === 'host' ? t('meeting.host') : person.role === 'cohost' ? t('host.coHost') : undefined;
  const guest = person.guestMark === undefined ? undefined : t('account.guest');
  const name = person.isSelf ? t('meeting.youSuffix', { name: person.name }) : person.name;
  const about = [role, guest].filter((word) => word !== undefined).join(' · ');
  return <NamePlate signs={signs} name={name} role={about === '' ? undefined : about} />;
}
