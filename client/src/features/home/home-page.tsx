import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../../ui/use-page-title.js';
import { DeviceRooms, type DeviceRoomsActions } from './device-rooms.js';
import { Illustration } from './illustration.js';
import type { HomeActions } from './home-actions.js';
import { JoinForm } from './join-form.js';
import { NewMeeting } from './new-meeting.js';
import styles from './home-page.module.css';

interface Props extends HomeActions {
  readonly device: DeviceRoomsActions;
  /** Stands beside the ways into a meeting, in the picture's place. */
  readonly aside?: ReactNode;
}

/** Where one starts a meeting or joins one. */
export function HomePage({ createRoom, onOpenRoom, onOpenLink, onOpenUrl, device, aside }: Props) {
  const { t } = useTranslation();
  usePageTitle(t('home.pageTitle'));
  return (
    <main className={styles.home} data-has-aside={aside !== undefined}>
      <div className={styles.words}>
        <h1 className={styles.title}>{t('home.title')}</h1>
        <p className={styles.promise}>{t('home.promise')}</p>
        <div className={styles.ways}>
          <NewMeeting createRoom={createRoom} onOpenRoom={onOpenRoom} />
          <p className={styles.or}>{t('home.or')}</p>
          <JoinForm onOpenRoom={onOpenRoom} onOpenLink={onOpenLink} onOpenUrl={onOpenUrl} />
        </div>
        <DeviceRooms actions={device} onOpenRoom={onOpenRoom} />
      </div>
      {aside ?? <Illustration />}
    </main>
  );
}
