import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomId } from '#contracts';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { useVoice } from '../../ui/ui-root.js';
import type { AccountActions } from './account-actions.js';
import { FailureNotice } from './failure-notice.js';
import { useSubmit } from './use-submit.js';
import styles from './account.module.css';

interface Props {
  readonly account: Pick<AccountActions, 'guestRooms' | 'claim' | 'forgetGuestRoom'>;
  /** Leads to the rooms that are kept; left out where they stand already. */
  readonly onOpenRooms?: () => void;
  /** One of them is kept by now. */
  readonly onKept?: () => void;
}

/** What was opened on this device before its owner signed in, to be taken along or left. Nothing where there is nothing. */
export function GuestRooms({ account, onOpenRooms, onKept }: Props) {
  const { t, i18n } = useTranslation();
  const { toast } = useVoice();
  const [rooms, setRooms] = useState(() => account.guestRooms());
  const submit = useSubmit();
  const look = () => setRooms(account.guestRooms());
  const keep = (roomId: RoomId) =>
    void submit
      .run(() => account.claim(roomId))
      .then((isDone) => {
        look();
        if (!isDone) return;
        const action = onOpenRooms && { label: t('rooms.link'), onPress: onOpenRooms };
        toast({ title: t('account.roomKept'), ...(action && { action }) });
        onKept?.();
      });
  const forget = (roomId: RoomId) => {
    account.forgetGuestRoom(roomId);
    look();
  };
  if (rooms.length === 0 && submit.failure === undefined) return undefined;
  const format = new Intl.DateTimeFormat(i18n.language === 'ar-XB' ? 'en' : i18n.language, {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return (
    <Card padding="large" className={styles.card}>
      <h2 className={styles.heading}>{t('account.guestRooms')}</h2>
      <p className={styles.about}>{t('account.guestRoomsAbout')}</p>
      {submit.failure === 'not-found' ? (
        <ErrorNotice title={t('account.roomGone')} />
      ) : (
        <FailureNotice failure={submit.failure} />
      )}
      <ul className={styles.sessions} aria-label={t('account.guestRooms')}>
        {rooms.map(({ roomId, openedAtMs }) => {
          const when = format.format(openedAtMs);
          return (
            <li key={roomId} className={styles.session}>
              <p className={styles.words}>{t('account.roomOpened', { when })}</p>
              <Button size="small" busy={submit.isBusy} aria-description={when} onClick={() => keep(roomId)}>
                {t('account.roomKeep')}
              </Button>
              <Button size="small" variant="quiet" aria-description={when} onClick={() => forget(roomId)}>
                {t('account.roomLeave')}
              </Button>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
