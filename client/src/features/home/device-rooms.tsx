import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomId } from '#contracts';
import type { GuestRoom } from '../../engine/account/guest-rooms.js';
import { Button } from '../../ui/button.js';
import styles from './home-page.module.css';

/** What the home page knows of rooms that were opened here without an account. */
export interface DeviceRoomsActions {
  readonly guestRooms: () => readonly GuestRoom[];
  readonly forget: (roomId: RoomId) => void;
  /** False once a room is gone or somebody else's; undefined when nobody could say. */
  readonly isStillOurs: (roomId: RoomId) => Promise<boolean | undefined>;
}

interface Props {
  readonly actions: DeviceRoomsActions;
  readonly onOpenRoom: (roomId: string) => void;
}

/** The meetings that were started on this device lately and whose links still work. */
export function DeviceRooms({ actions, onOpenRoom }: Props) {
  const { t, i18n } = useTranslation();
  const [rooms, setRooms] = useState(() => actions.guestRooms());
  const forget = useCallback(
    (gone: RoomId) => {
      actions.forget(gone);
      setRooms((before) => before.filter(({ roomId }) => roomId !== gone));
    },
    [actions],
  );
  useEffect(() => {
    // Looked at once: what ends meanwhile says so when it is opened.
    for (const { roomId } of actions.guestRooms()) {
      void actions.isStillOurs(roomId).then((isOurs) => isOurs === false && forget(roomId));
    }
  }, [actions, forget]);
  if (rooms.length === 0) return undefined;
  const format = new Intl.DateTimeFormat(i18n.language === 'ar-XB' ? 'en' : i18n.language, {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return (
    <section className={styles.device} aria-labelledby="device-rooms">
      <h2 id="device-rooms" className={styles.deviceTitle}>
        {t('rooms.device')}
      </h2>
      <p className={styles.deviceAbout}>{t('rooms.deviceAbout')}</p>
      <ul>
        {rooms.map(({ roomId, openedAtMs }) => {
          const when = format.format(openedAtMs);
          return (
            <li key={roomId} className={styles.deviceRoom}>
              <span className={styles.deviceWhen}>{t('rooms.deviceMeeting', { when })}</span>
              <Button size="small" aria-label={t('rooms.deviceOpen', { when })} onClick={() => onOpenRoom(roomId)}>
                {t('rooms.open')}
              </Button>
              <Button
                size="small"
                variant="quiet"
                aria-label={t('rooms.deviceForget', { when })}
                onClick={() => forget(roomId)}
              >
                {t('rooms.forget')}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
