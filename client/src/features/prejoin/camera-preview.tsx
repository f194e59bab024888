import { MicOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DevicesView } from '../../engine/model.js';
import { useStore } from '../../engine/use-store.js';
import { Avatar } from '../../ui/avatar.js';
import { NamePlate } from '../../ui/name-plate.js';
import { Spinner } from '../../ui/spinner.js';
import { VideoView } from '../../ui/video-view.js';
import styles from './camera-preview.module.css';

interface Props {
  readonly devices: DevicesView;
  readonly name: string;
}

/** How others will see this person: the picture as in a mirror, or their initials, and the name below. */
export function CameraPreview({ devices, name }: Props) {
  const { t } = useTranslation();
  const camera = useStore(devices.camera.state);
  const stream = useStore(devices.camera.stream);
  const microphone = useStore(devices.microphone.state);
  const shownName = name.trim() === '' ? t('prejoin.you') : name.trim();
  return (
    <section
      className={styles.preview}
      aria-label={t('prejoin.preview')}
      data-video={camera.kind === 'live' ? 'on' : 'off'}
    >
      {camera.kind === 'opening' ? (
        <Spinner size="large" label={t('prejoin.cameraOpening')} />
      ) : (
        <div className={styles.face}>
          <Avatar id={shownName} name={name} size="huge" />
          {camera.kind !== 'live' && <p className={styles.off}>{t('prejoin.cameraOff')}</p>}
        </div>
      )}
      {camera.kind === 'live' && stream !== undefined && <VideoView stream={stream} isMirrored />}
      <NamePlate
        className={styles.plate}
        signs={microphone.kind !== 'live' && <MicOff aria-hidden="true" />}
        name={shownName}
      />
    </section>
  );
}
