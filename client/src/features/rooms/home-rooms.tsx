import { CalendarPlus, DoorOpen, Plus, Search } from 'lucide-react';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Spinner } from '../../ui/spinner.js';
import { TextField } from '../../ui/text-field.js';
import { RoomDialogs, type OpenRoomDialog, type RecordsOpener } from './room-dialogs.js';
import { RoomRow } from './room-row.js';
import type { RoomsServer } from './rooms-actions.js';
import { UpcomingList } from './schedule/upcoming-list.js';
import { useUpcoming } from './schedule/use-upcoming.js';
import { useRecentRooms, type RecentRooms } from './use-recent-rooms.js';
import { LoadFailure } from './load-failure.js';
import styles from './rooms.module.css';

const UPCOMING_SHOWN_COUNT = 2;
const ROOMS_SHOWN_COUNT = 4;

interface Props {
  readonly server: RoomsServer;
  readonly records: RecordsOpener;
  readonly onOpenRoom: (roomId: string) => void;
  /** Draws what was opened here before its owner signed in, from another feature; told what to do once a room is kept. */
  readonly newcomers?: (onKept: () => void) => ReactNode;
}

/** What somebody who is signed in finds at home: what comes next, and the rooms they were in last. */
export function HomeRooms({ server, records, onOpenRoom, newcomers }: Props) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [dialog, setDialog] = useState<OpenRoomDialog | undefined>();
  const upcoming = useUpcoming(server.schedule);
  const recent = useRecentRooms(server.rooms, { search: useDeferredValue(search), maxCount: ROOMS_SHOWN_COUNT });
  const close = () => setDialog(undefined);
  const reload = () => {
    upcoming.reload();
    recent.reload();
  };
  return (
    <div className={styles.home}>
      {newcomers?.(reload)}
      <section className={styles.section} aria-labelledby="home-upcoming">
        <div className={styles.head}>
          <h2 id="home-upcoming" className={styles.heading}>
            {t('schedule.upcoming')}
          </h2>
          <Button size="small" icon={<CalendarPlus aria-hidden="true" />} onClick={() => setDialog({ kind: 'plan' })}>
            {t('schedule.plan')}
          </Button>
        </div>
        <UpcomingList
          schedule={server.schedule}
          upcoming={upcoming}
          firstCount={UPCOMING_SHOWN_COUNT}
          onOpenRoom={onOpenRoom}
          onDialog={setDialog}
        />
      </section>
      <section className={styles.section} aria-labelledby="home-rooms">
        <div className={styles.head}>
          <h2 id="home-rooms" className={styles.heading}>
            {t('rooms.recent')}
          </h2>
          <Button size="small" icon={<Plus aria-hidden="true" />} onClick={() => setDialog({ kind: 'create' })}>
            {t('rooms.create')}
          </Button>
        </div>
        <TextField
          label={t('rooms.findAny')}
          isLabelHidden
          placeholder={t('rooms.search')}
          type="search"
          prefix={<Search aria-hidden="true" />}
          dir="auto"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Recent recent={recent} isSearch={search.trim() !== ''} onOpenRoom={onOpenRoom} onDialog={setDialog} />
        <Link href="/rooms" className={styles.all}>
          {t('rooms.all')}
        </Link>
      </section>
      <RoomDialogs server={server} records={records} open={dialog} onClose={close} onChanged={reload} />
    </div>
  );
}

interface RecentProps extends Pick<Props, 'onOpenRoom'> {
  readonly recent: RecentRooms;
  readonly isSearch: boolean;
  readonly onDialog: (dialog: OpenRoomDialog) => void;
}

function Recent({ recent: { rooms, hasFailed, reload }, isSearch, onOpenRoom, onDialog }: RecentProps) {
  const { t } = useTranslation();
  if (hasFailed) return <LoadFailure title={t('rooms.failed')} onAgain={reload} />;
  if (rooms === undefined) return <Spinner label={t('rooms.loading')} />;
  if (rooms.length === 0) {
    return (
      <EmptyState icon={<DoorOpen />} title={t(isSearch ? 'rooms.noneFound' : 'rooms.recentNone')}>
        {t(isSearch ? 'rooms.noneFoundBody' : 'rooms.recentNoneBody')}
      </EmptyState>
    );
  }
  return (
    <ul className={styles.list} aria-label={t('rooms.recent')}>
      {rooms.map((room) => (
        <RoomRow key={room.roomId} room={room} onOpen={() => onOpenRoom(room.roomId)} onDialog={onDialog} />
      ))}
    </ul>
  );
}
