import { CalendarClock, CalendarArrowDown, Link2, MoreVertical, Pencil, Repeat, RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Occurrence } from '#contracts';
import { Badge } from '../../../ui/badge.js';
import { Button } from '../../../ui/button.js';
import { useCopyLink } from '../../../ui/copy-link.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { IconButton } from '../../../ui/icon-button.js';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.js';
import { Spinner } from '../../../ui/spinner.js';
import type { OpenRoomDialog } from '../room-dialogs.js';
import type { ScheduleActions } from '../rooms-actions.js';
import { localeOf, whenWords } from '../when-words.js';
import { useSaveCalendar } from './save-calendar.js';
import type { Upcoming } from './use-upcoming.js';
import { LoadFailure } from '../load-failure.js';
import styles from '../rooms.module.css';

interface Props {
  readonly schedule: Pick<ScheduleActions, 'calendar'>;
  readonly upcoming: Upcoming;
  /** How many stand there before one asks for more. */
  readonly firstCount: number;
  readonly onOpenRoom: (roomId: string) => void;
  readonly onDialog: (dialog: OpenRoomDialog) => void;
}

/** The next meetings, in this browser's time zone. */
export function UpcomingList({ upcoming, firstCount, ...rest }: Props) {
  const { t } = useTranslation();
  const [shownCount, setShownCount] = useState(firstCount);
  const { meetings, hasFailed, nowMs, reload } = upcoming;
  if (hasFailed) return <LoadFailure title={t('schedule.upcomingFailed')} onAgain={reload} />;
  if (meetings === undefined) return <Spinner label={t('schedule.loading')} />;
  if (meetings.length === 0) {
    return (
      <EmptyState icon={<CalendarClock />} title={t('schedule.upcomingNone')}>
        {t('schedule.upcomingNoneBody')}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={styles.list} aria-label={t('schedule.upcoming')}>
        {meetings.slice(0, shownCount).map((occurrence) => (
          <MeetingRow
            key={`${occurrence.scheduleId} ${occurrence.originalStartsAtMs}`}
            occurrence={occurrence}
            isNow={occurrence.startsAtMs <= nowMs}
            {...rest}
          />
        ))}
      </ul>
      {meetings.length > shownCount && (
        <Button variant="quiet" onClick={() => setShownCount(shownCount + 10)}>
          {t('schedule.more')}
        </Button>
      )}
    </>
  );
}

interface RowProps extends Pick<Props, 'schedule' | 'onOpenRoom' | 'onDialog'> {
  readonly occurrence: Occurrence;
  readonly isNow: boolean;
}

function MeetingRow({ occurrence, isNow, schedule, onOpenRoom, onDialog }: RowProps) {
  const { t, i18n } = useTranslation();
  const { title, startsAtMs, endsAtMs, isRecurring, isChanged, roomId } = occurrence;
  const when = whenWords(localeOf(i18n.language), { fromMs: startsAtMs, toMs: endsAtMs });
  return (
    <li className={styles.room} aria-label={`${title}, ${when}`}>
      <div className={styles.words}>
        <p className={styles.name}>
          <bdi>{title}</bdi>
        </p>
        <p className={styles.about}>{when}</p>
        <p className={styles.marks}>
          {isNow && <Badge tone="success">{t('schedule.now')}</Badge>}
          {isRecurring && <Badge icon={<Repeat aria-hidden="true" />}>{t('schedule.series')}</Badge>}
          {isChanged && <Badge tone="accent">{t('schedule.isChanged')}</Badge>}
        </p>
      </div>
      <Button size="small" aria-label={t('schedule.joinMeeting', { title, when })} onClick={() => onOpenRoom(roomId)}>
        {t('schedule.join')}
      </Button>
      <MeetingMenu
        occurrence={occurrence}
        label={t('schedule.actionsFor', { title, when })}
        schedule={schedule}
        onDialog={onDialog}
      />
    </li>
  );
}

interface MenuProps extends Pick<Props, 'schedule' | 'onDialog'> {
  readonly occurrence: Occurrence;
  readonly label: string;
}

function MeetingMenu({ occurrence, label, schedule, onDialog }: MenuProps) {
  const { t } = useTranslation();
  const copyLink = useCopyLink(`${window.location.origin}/m/${occurrence.roomId}`);
  const save = useSaveCalendar(schedule);
  return (
    <Menu align="end" trigger={<IconButton label={label} icon={<MoreVertical aria-hidden="true" />} />}>
      <MenuItem icon={<Link2 />} onSelect={() => void copyLink()}>
        {t('link.copy')}
      </MenuItem>
      <MenuItem icon={<CalendarArrowDown />} onSelect={() => save(occurrence.scheduleId)}>
        {t('schedule.calendar')}
      </MenuItem>
      {occurrence.isMine && <OwnItems occurrence={occurrence} onDialog={onDialog} />}
    </Menu>
  );
}

const WORDS = {
  single: { replan: 'schedule.edit', cancel: 'schedule.cancel' },
  one: { replan: 'schedule.editOne', cancel: 'schedule.cancelOne' },
  all: { replan: 'schedule.editSeries', cancel: 'schedule.cancelWhole' },
} as const;

/** What its organiser may do; with a series, to this meeting of it or to all. */
function OwnItems({ occurrence, onDialog }: Pick<MenuProps, 'occurrence' | 'onDialog'>) {
  const { t } = useTranslation();
  const reaches = occurrence.isRecurring ? (['one', 'all'] as const) : (['all'] as const);
  const words = (reach: 'one' | 'all') => WORDS[occurrence.isRecurring ? reach : 'single'];
  return (
    <>
      {reaches.map((reach) => (
        <MenuItem
          key={reach}
          icon={reach === 'all' && occurrence.isRecurring ? <Repeat /> : <Pencil />}
          onSelect={() => onDialog({ kind: 'replan', occurrence, reach })}
        >
          {t(words(reach).replan)}
        </MenuItem>
      ))}
      {occurrence.hasCancelled && (
        <MenuItem icon={<RotateCcw />} onSelect={() => onDialog({ kind: 'cancelled', occurrence })}>
          {t('schedule.cancelledOnes')}
        </MenuItem>
      )}
      <MenuSeparator />
      {reaches.map((reach) => (
        <MenuItem
          key={reach}
          icon={<X />}
          tone="danger"
          onSelect={() => onDialog({ kind: 'cancel', occurrence, reach })}
        >
          {t(words(reach).cancel)}
        </MenuItem>
      ))}
    </>
  );
}
