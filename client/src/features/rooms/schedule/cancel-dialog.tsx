import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Occurrence, OccurrenceName } from '#contracts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.js';
import { useVoice } from '../../../ui/ui-root.js';
import type { ScheduleActions } from '../rooms-actions.js';
import { useAttempt } from '../use-attempt.js';

interface Props {
  readonly schedule: Pick<ScheduleActions, 'cancel' | 'cancelOne'>;
  readonly occurrence: Occurrence;
  /** One meeting of a series, or all there is. */
  readonly reach: 'one' | 'all';
  readonly onCancelled: () => void;
  readonly onClose: () => void;
}

export function CancelDialog({ schedule, occurrence, reach, onCancelled, onClose }: Props) {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const attempt = useAttempt();
  const [isBusy, setBusy] = useState(false);
  const cancel = async () => {
    setBusy(true);
    const isDone = await attempt(() =>
      reach === 'one' ? schedule.cancelOne(nameOf(occurrence)) : schedule.cancel(occurrence.scheduleId),
    );
    setBusy(false);
    if (!isDone) return;
    toast({ title: t('schedule.cancelled'), tone: 'success' });
    onCancelled();
    onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t('schedule.cancelQuestion', { title: occurrence.title })}
      description={t(explanationOf(occurrence, reach))}
      confirmLabel={t('schedule.cancelConfirm')}
      cancelLabel={t('schedule.keep')}
      tone="danger"
      busy={isBusy}
      onConfirm={() => void cancel()}
    />
  );
}

function nameOf({ scheduleId, originalStartsAtMs }: Occurrence): OccurrenceName {
  return { scheduleId, originalStartsAtMs };
}

function explanationOf({ isRecurring }: Occurrence, reach: Props['reach']) {
  if (!isRecurring) return 'schedule.cancelExplained';
  return reach === 'one' ? 'schedule.cancelOneExplained' : 'schedule.cancelSeries';
}
