import { CalendarPlus, DoorOpen, Plus, Search } from 'lucide-react';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomDetails } from '#contracts';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { Segmented } from '../../ui/segmented.js';
import { Spinner } from '../../ui/spinner.js';
import { TextField } from '../../ui/text-field.js';
import { usePageTitle } from '../../ui/use-page-title.js';
import { RoomDialogs, type OpenRoomDialog, type RecordsOpener } from './room-dialogs.js';
import { RoomRow } from './room-row.js';
import type { RoomsServer } from './rooms-actions.js';
import { UpcomingList } from './schedule/upcoming-list.js';
import { useUpcoming } from './schedule/use-upcoming.js';
import { useAttempt } from './use-attempt.js';
import { useRooms, type Rooms, type RoomsView } from './use-rooms.js';
import styles from './rooms.module.css';

/** Meetings that stand above the rooms before one asks for more. */
const UPCOMING_SHOWN_COUNT = 3;

interface Props {
  readonly server: RoomsServer;
  readonly records: RecordsOpener;
  readonly onOpenRoom: (roomId: string) => void;
  /** Draws what was opened here before its owner signed in, from another feature; told what to do once a room is kept. */
  readonly newcomers?: (onKept: () => void) => ReactNode;
}

/** The rooms of somebody who is signed in, and what takes place in them next. */
export function RoomsPage({ server, records, onOpenRoom, newcomers }: Props) {
  const { t } = useTranslation();
  const [view, setView] = useState<RoomsView>('mine');
  const [search, setSearch] = useState('');
  const [dialog, setDialog] = useState<OpenRoomDialog | undefined>();
  const rooms = useRooms(server.rooms, view, useDeferredValue(search));
  const upcoming = useUpcoming(server.schedule);
  const attempt = useAttempt();
  const reload = () => {
    rooms.reload();
    upcoming.reload();
  };
  const restore = async ({ roomId }: RoomDetails) => {
    if (await attempt(() => server.rooms.change(roomId, { isArchived: false }))) rooms.reload();
  };
  usePageTitle(t('rooms.pageTitle'));
  return (
    <main className={styles.page}>
      <Head onDialog={setDialog} />
      {newcomers?.(reload)}
      {upcoming.meetings?.length !== 0 && (
        <section className={styles.section} aria-labelledby="upcoming">
          <h2 id="upcoming" className={styles.heading}>
            {t('schedule.upcoming')}
          </h2>
          <UpcomingList
            schedule={server.schedule}
            upcoming={upcoming}
            firstCount={UPCOMING_SHOWN_COUNT}
            onOpenRoom={onOpenRoom}
            onDialog={setDialog}
          />
        </section>
      )}
      <Tools view={view} onView={setView} search={search} onSearch={setSearch} />
      <RoomList
        rooms={rooms}
        view={view}
        isSearch={search.trim() !== ''}
        onOpenRoom={onOpenRoom}
        onDialog={setDialog}
        onRestore={(room) => void restore(room)}
      />
      <RoomDialogs
        server={server}
        records={records}
        open={dialog}
        onClose={() => setDialog(undefined)}
        onChanged={reload}
      />
    </main>
  );
}

function Head({ onDialog }: { readonly onDialog: (dialog: OpenRoomDialog) => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.head}>
      <div>
        <h1 className={styles.title}>{t('rooms.title')}</h1>
        <p className={styles.about}>{t('rooms.about')}</p>
      </div>
      <div className={styles.buttons}>
        <Button icon={<CalendarPlus aria-hidden="true" />} onClick={() => onDialog({ kind: 'plan' })}>
          {t('schedule.plan')}
        </Button>
        <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={() => onDialog({ kind: 'create' })}>
          {t('rooms.create')}
        </Button>
      </div>
    </div>
  );
}

interface ToolsProps {
  readonly view: RoomsView;
  readonly onView: (view: RoomsView) => void;
  readonly search: string;
  readonly onSearch: (search: string) => void;
}

/** Which rooms to show. */
function Tools({ view, onView, search, onSearch }: ToolsProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.tools}>
      <Segmented
        label={t('rooms.which')}
        segments={[
          { value: 'mine', label: t('rooms.mine') },
          { value: 'shared', label: t('rooms.shared') },
          { value: 'archived', label: t('rooms.archived') },
        ]}
        value={view}
        onChange={onView}
      />
      <TextField
        className={styles.search ?? ''}
        label={t('rooms.search')}
        isLabelHidden
        placeholder={t('rooms.search')}
        type="search"
        prefix={<Search aria-hidden="true" />}
        dir="auto"
        value={search}
        onChange={(event) => onSearch(event.target.value)}
      />
    </div>
  );
}

interface RoomListProps {
  readonly rooms: Rooms;
  readonly view: RoomsView;
  readonly isSearch: boolean;
  readonly onOpenRoom: (roomId: string) => void;
  readonly onDialog: (dialog: OpenRoomDialog) => void;
  readonly onRestore: (room: RoomDetails) => void;
}

const EMPTY_WORDS = { mine: 'none', shared: 'noneShared', archived: 'noneArchived' } as const;

function RoomList({ rooms: { rooms, hasFailed, hasMore, loadMore, reload }, ...rest }: RoomListProps) {
  const { t } = useTranslation();
  const { view, isSearch, onOpenRoom, onDialog, onRestore } = rest;
  if (rooms === undefined) return <Spinner label={t('rooms.loading')} />;
  const words = isSearch ? 'noneFound' : EMPTY_WORDS[view];
  return (
    <>
      {hasFailed && (
        <ErrorNotice
          title={t('rooms.failed')}
          action={
            <Button size="small" variant="quiet" onClick={reload}>
              {t('app.tryAgain')}
            </Button>
          }
        >
          {t('rooms.failedBody')}
        </ErrorNotice>
      )}
      {rooms.length === 0 && !hasFailed && (
        <EmptyState icon={<DoorOpen />} title={t(`rooms.${words}`)}>
          {t(`rooms.${words}Body`)}
        </EmptyState>
      )}
      <ul className={styles.list} aria-label={t('rooms.title')}>
        {rooms.map((room: RoomDetails) => (
          <RoomRow
            key={room.roomId}
            room={room}
            onOpen={() => onOpenRoom(room.roomId)}
            onDialog={onDialog}
            onRestore={() => onRestore(room)}
          />
        ))}
      </ul>
      {hasMore && <Button onClick={loadMore}>{t('rooms.more')}</Button>}
    </>
  );
}
