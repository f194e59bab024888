import { useCallback, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BanView, RoomId } from '#contracts';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { Spinner } from '../../ui/spinner.js';
import { useVoice } from '../../ui/ui-root.js';
import { MeetingList } from './meeting-list.js';
import type { RecordsActions } from './records-actions.js';
import { useLoaded, type Loaded } from './use-loaded.js';
import { useMoment } from './use-moment.js';
import styles from './records.module.css';

interface Props {
  readonly roomId: RoomId;
  readonly actions: RecordsActions;
  readonly onClose: () => void;
}

/** What is kept of a room's meetings, as files to take home, and the accounts that the room is closed to. */
export function RecordsDialog({ roomId, actions, onClose }: Props) {
  const { t } = useTranslation();
  const askMeetings = useCallback(() => actions.meetings(roomId), [actions, roomId]);
  const askBans = useCallback(() => actions.bans(roomId), [actions, roomId]);
  const meetings = useLoaded(askMeetings);
  const bans = useLoaded(askBans);
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t('records.title')}
      description={t('records.about')}
    >
      <section className={styles.section} aria-label={t('records.meetings')}>
        <h3 className={styles.heading}>{t('records.meetings')}</h3>
        <Waited loaded={meetings.loaded} onAgain={meetings.reload}>
          {(list) => <MeetingList meetings={list} actions={actions} />}
        </Waited>
      </section>
      <section className={styles.section} aria-label={t('records.bans')}>
        <h3 className={styles.heading}>{t('records.bans')}</h3>
        <Waited loaded={bans.loaded} onAgain={bans.reload}>
          {(list) => <Bans bans={list} lift={(ban) => actions.lift(roomId, ban)} onLifted={bans.reload} />}
        </Waited>
      </section>
    </Dialog>
  );
}

interface WaitedProps<T> {
  readonly loaded: Loaded<T>;
  readonly onAgain: () => void;
  readonly children: (value: T) => ReactNode;
}

function Waited<T>({ loaded, onAgain, children }: WaitedProps<T>) {
  const { t } = useTranslation();
  switch (loaded.kind) {
    case 'loading':
      return <Spinner label={t('records.loading')} />;
    case 'failed':
      return (
        <ErrorNotice
          title={t('records.failed')}
          action={
            <Button size="small" variant="quiet" onClick={onAgain}>
              {t('app.tryAgain')}
            </Button>
          }
        >
          {t('records.failedBody')}
        </ErrorNotice>
      );
    case 'here':
      return children(loaded.value);
  }
}

interface BansProps {
  readonly bans: readonly BanView[];
  readonly lift: (ban: BanView) => Promise<void>;
  readonly onLifted: () => void;
}

function Bans({ bans, lift, onLifted }: BansProps) {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const momentOf = useMoment();
  const liftOne = async (ban: BanView) => {
    try {
      await lift(ban);
      toast({ title: t('records.lifted', { name: ban.name }), tone: 'success' });
    } catch {
      toast({ title: t('records.failed'), detail: t('records.failedBody'), tone: 'danger' });
    }
    onLifted();
  };
  if (bans.length === 0) return <p className={styles.about}>{t('records.noBans')}</p>;
  return (
    <ul className={styles.list}>
      {bans.map((ban) => (
        <li key={ban.banId} className={styles.row} aria-label={ban.name}>
          <div className={styles.words}>
            <p className={styles.name}>
              <bdi>{ban.name}</bdi>
            </p>
            <p className={styles.about}>{t('records.bannedOn', { when: momentOf(ban.bannedAtMs) })}</p>
          </div>
          <Button size="small" aria-label={t('records.liftFor', { name: ban.name })} onClick={() => void liftOne(ban)}>
            {t('records.lift')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
