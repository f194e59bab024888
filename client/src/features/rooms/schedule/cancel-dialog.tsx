import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Occurrence } from '#contracts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.js';
import { useVoice } from '../../../ui/ui-root.js';
import type { ScheduleActions } from '../rooms-actions.js';
import { useAttempt } from '../use-attempt.js';

interface Props {
  readonly schedule: Pick<ScheduleActions, 'cancel'>;
  readonly occurrence: Occurrence;
  readonly onCancelled: () => void;
  readonly onClose: () => void;
}

export function CancelDialog({ schedule, occurrence, onCancelled, onClose }: Props) {
  const { t } = useTranslation();
  const { toast } = useVoice();
  const attempt = useAttempt();
  const [isBusy, setBusy] = useState(false);
  const cancel = async () => {
    setBusy(true);
    const isDone = await attempt(() => schedule.cancel(occurrence.scheduleId));
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
      description={t(occurrence.isRecurring ? 'schedule.cancelSeries' : 'schedule.cancelExplained')}
      confirmLabel={t('schedule.cancelConfirm')}
      cancelLabel={t('schedule.keep')}
      tone="danger"
      busy={isBusy}
      onConfirm={() => void cancel()}
    />
  );
}
