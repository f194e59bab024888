import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Occurrence, ScheduledMeeting } from '#contracts';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { ErrorNotice } from '../../../ui/error-notice.js';
import { Spinner } from '../../../ui/spinner.js';
import { useVoice } from '../../../ui/ui-root.js';
import type { RoomsServer } from '../rooms-actions.js';
import { useAttempt } from '../use-attempt.js';
import { localeOf, whenWords } from '../when-words.js';
import { useMeeting } from './use-schedule.js';
import styles from './schedule.module.css';

interface Props {
  readonly server: Pick<RoomsServer, 'rooms' | 'schedule'>;
  /** Any meeting of the series. */
  readonly occurrence: Occurrence;
  readonly onRestored: () => void;
  readonly onClose: () => void;
}

/** The meetings of a series that were cancelled and would still come, each of which can take place again. */
export function CancelledDialog({ server, occurrence, onRestored, onClose }: Props) {
  const { t } = useTranslation();
  const { scheduleId, title } = occurrence;
  const series = useMeeting(server, { scheduleId });
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t('schedule.cancelledOnes')}
      description={t('schedule.cancelledExplained', { title })}
      actions={
        <Button variant="primary" onClick={onClose}>
          {t('schedule.done')}
        </Button>
      }
    >
      {series === undefined && <Spinner label={t('schedule.loading')} />}
      {series === 'failed' && <ErrorNotice title={t('rooms.failed')}>{t('rooms.failedGone')}</ErrorNotice>}
      {series !== undefined && series !== 'failed' && (
        <CancelledList schedule={server.schedule} series={series} onRestored={onRestored} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface ListProps extends Pick<Props, 'onRestored' | 'onClose'> {
  readonly schedule: Pick<RoomsServer['schedule'], 'restoreOne'>;
  readonly series: ScheduledMeeting;
}

function CancelledList({ schedule, series, onRestored, onClose }: ListProps) {
  const { t, i18n } = useTranslation();
  const { toast } = useVoice();
  const attempt = useAttempt();
  const { scheduleId, durationMs, cancelledAtMs = [] } = series;
  const [left, setLeft] = useState(() => cancelledAtMs.filter((atMs) => atMs > Date.now()));
  const [busyAtMs, setBusyAtMs] = useState<number | undefined>();
  const restore = async (originalStartsAtMs: number) => {
    setBusyAtMs(originalStartsAtMs);
    const isDone = await attempt(() => schedule.restoreOne({ scheduleId, originalStartsAtMs }));
    setBusyAtMs(undefined);
    if (!isDone) return;
    toast({ title: t('schedule.restored'), tone: 'success' });
    onRestored();
    if (left.length === 1) onClose();
    setLeft((before) => before.filter((atMs) => atMs !== originalStartsAtMs));
  };
  return (
    <ul className={styles.cancelled} aria-label={t('schedule.cancelledOnes')}>
      {left.map((atMs) => {
        const when = whenWords(localeOf(i18n.language), { fromMs: atMs, toMs: atMs + durationMs });
        return (
          <li key={atMs}>
            <span>{when}</span>
            <Button
              size="small"
              icon={<RotateCcw aria-hidden="true" />}
              aria-label={t('schedule.restoreOne', { when })}
              busy={busyAtMs === atMs}
              onClick={() => void restore(atMs)}
            >
              {t('schedule.restore')}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
