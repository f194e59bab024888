import { CalendarArrowDown, CalendarClock, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ScheduledMeeting } from '#contracts';
import { Button } from '../../../ui/button.js';
import { CopyLink } from '../../../ui/copy-link.js';
import { Dialog } from '../../../ui/dialog.js';
import type { ScheduleActions } from '../rooms-actions.js';
import { localeOf, recurrenceWords, whenWords } from '../when-words.js';
import { useSaveCalendar } from './save-calendar.js';
import styles from './schedule.module.css';

interface Props {
  readonly schedule: Pick<ScheduleActions, 'calendar'>;
  readonly meeting: ScheduledMeeting;
  readonly isNew: boolean;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

/** What came of planning: when it is, what else is then, who heard of it, and the calendar file. */
export function PlannedMeeting({ schedule, meeting, isNew, onAgain, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const save = useSaveCalendar(schedule);
  const locale = localeOf(i18n.language);
  const { startsAtMs, durationMs, recurrence, invitees } = meeting;
  const when = whenWords(locale, { fromMs: startsAtMs, toMs: startsAtMs + durationMs });
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t(isNew ? 'schedule.planned' : 'schedule.changed')}
      actions={
        <>
          {meeting.clashes.length > 0 && (
            <Button variant="quiet" onClick={onAgain}>
              {t('schedule.otherTime')}
            </Button>
          )}
          <Button variant="primary" onClick={onClose}>
            {t('schedule.done')}
          </Button>
        </>
      }
    >
      <div className={styles.planned}>
        <CalendarClock aria-hidden="true" />
        <div>
          <p className={styles.plannedTitle} dir="auto">
            {meeting.title}
          </p>
          <p>{when}</p>
          {recurrence !== undefined && <p>{recurrenceWords(t, recurrence, locale)}</p>}
        </div>
      </div>
      <Clashes meeting={meeting} />
      {invitees.length > 0 && <p>{t(mailWords(meeting.isMailed, isNew))}</p>}
      <div className={styles.buttons}>
        <CopyLink link={meeting.url} />
        <Button icon={<CalendarArrowDown aria-hidden="true" />} onClick={() => save(meeting.scheduleId)}>
          {t('schedule.calendar')}
        </Button>
      </div>
    </Dialog>
  );
}

function mailWords(isMailed: boolean, isNew: boolean) {
  if (!isMailed) return 'schedule.notMailed';
  return isNew ? 'schedule.mailed' : 'schedule.mailedChange';
}

function Clashes({ meeting: { clashes } }: { readonly meeting: ScheduledMeeting }) {
  const { t, i18n } = useTranslation();
  if (clashes.length === 0) return undefined;
  const format = new Intl.DateTimeFormat(localeOf(i18n.language), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <div className={styles.clashes} role="alert">
      <TriangleAlert aria-hidden="true" />
      <div>
        <p className={styles.plannedTitle}>{t('schedule.clashTitle')}</p>
        <ul>
          {clashes.map(({ scheduleId, title, startsAtMs }) => (
            <li key={scheduleId}>{t('schedule.clash', { title, when: format.format(startsAtMs) })}</li>
          ))}
        </ul>
        <p>{t('schedule.clashBody')}</p>
      </div>
    </div>
  );
}
