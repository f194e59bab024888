import { Maximize2, Minimize2, ScreenShare } from 'lucide-react';
import { useEffect, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView, PersonView } from '../../engine/model.js';
import { useStore } from '../../engine/use-store.js';
import { IconButton } from '../../ui/icon-button.js';
import { NamePlate } from '../../ui/name-plate.js';
import { Spinner } from '../../ui/spinner.js';
import { VideoView } from '../../ui/video-view.js';
import { useReportedTile } from './use-reported-tile.js';
import styles from './share-tile.module.css';

interface Props {
  readonly call: Pick<CallView, 'stream' | 'reportTile'>;
  readonly person: PersonView;
}

/** Somebody's screen, whole: nothing is cut off, since what matters may be at its edge. */
export function ShareTile({ call, person }: Props) {
  const { t } = useTranslation();
  const ref = useReportedTile(call, person.participantId, 'screen');
  const stream = useStore(call.stream(person.participantId, 'screen'));
  return (
    <div
      ref={ref}
      className={styles.share}
      data-theme="dark"
      data-testid={person.name === '' ? undefined : 'share-tile'}
      data-participant-name={person.name}
    >
      <Spinner size="large" />
      {stream !== undefined && <VideoView stream={stream} fit="contain" />}
      <NamePlate
        className={styles.plate}
        signs={<ScreenShare aria-hidden="true" />}
        name={t('meeting.screenOf', { name: person.name })}
      />
      {document.fullscreenEnabled && <FullScreenButton target={ref} />}
    </div>
  );
}

function FullScreenButton({ target }: { readonly target: RefObject<HTMLElement | null> }) {
  const { t } = useTranslation();
  const [isFull, setFull] = useState(false);

  useEffect(() => {
    const look = () => setFull(document.fullscreenElement !== null && document.fullscreenElement === target.current);
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  }, [target]);

  const press = async () => {
    try {
      await (isFull ? document.exitFullscreen() : target.current?.requestFullscreen());
    } catch {
      // The browser refuses, as it may while another page has the keyboard; the share stays as it is.
    }
  };
  return (
    <IconButton
      className={styles.full}
      size="small"
      label={t(isFull ? 'meeting.leaveFullScreen' : 'meeting.fullScreen')}
      icon={isFull ? <Minimize2 aria-hidden="true" /> : <Maximize2 aria-hidden="true" />}
      onClick={() => void press()}
    />
  );
}
