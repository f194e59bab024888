import { useTranslation } from 'react-i18next';
import type { ScheduleId } from '#contracts';
import { useVoice } from '../../../ui/ui-root.js';
import type { ScheduleActions } from '../rooms-actions.js';

/** Long enough for any browser to have begun. */
const KEPT_MS = 60_000;

/** Hands a calendar file over as a download, and says so when that fails. */
export function useSaveCalendar(schedule: Pick<ScheduleActions, 'calendar'>): (scheduleId: ScheduleId) => void {
  const { t } = useTranslation();
  const { toast } = useVoice();
  return (scheduleId) => {
    schedule.calendar(scheduleId).then(download, () => {
      toast({ title: t('schedule.calendarFailed'), detail: t('rooms.failedBody'), tone: 'danger' });
    });
  };
}

function download(ics: string): void {
  const url = URL.createObjectURL(new Blob([ics], { type: 'text/calendar' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'meeting.ics';
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
