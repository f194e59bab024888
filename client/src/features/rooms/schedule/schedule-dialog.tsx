import { useId, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomDetails, ScheduledMeeting } from '#contracts';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { ErrorNotice } from '../../../ui/error-notice.js';
import { focusInvalid } from '../../../ui/focus-invalid.js';
import { Spinner } from '../../../ui/spinner.js';
import type { RoomsServer } from '../rooms-actions.js';
import { useAttempt } from '../use-attempt.js';
import { ownTimeZone } from '../when-words.js';
import { changeOf, changeOfOne, draftOf, faultsOf, newDraft, requestOf, type ScheduleDraft } from './schedule-draft.js';
import { PlannedMeeting } from './planned-meeting.js';
import { ScheduleForm } from './schedule-form.js';
import { useMeeting, type PlannedName } from './use-schedule.js';

interface Props {
  readonly server: Pick<RoomsServer, 'rooms' | 'schedule'>;
  /** Where the meeting is to take place; open when left out. */
  readonly room?: RoomDetails | undefined;
  /** Which meeting is changed; a new one is planned when left out. */
  readonly of?: PlannedName;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** Plans a meeting or a series, or changes one; then tells what came of it. */
export function ScheduleDialog({ of, ...props }: Props) {
  const { t } = useTranslation();
  const meeting = useMeeting(props.server, of);
  if (of === undefined) return <Planning {...props} />;
  if (meeting !== undefined && meeting !== 'failed') return <Planning {...props} meeting={meeting} />;
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : props.onClose())} title={t('schedule.change')}>
      {meeting === undefined ? (
        <Spinner label={t('schedule.loading')} />
      ) : (
        <ErrorNotice title={t('rooms.failed')}>{t('rooms.failedGone')}</ErrorNotice>
      )}
    </Dialog>
  );
}

interface PlanningProps extends Omit<Props, 'of'> {
  readonly meeting?: ScheduledMeeting | undefined;
}

function Planning({ server, room, meeting, onChanged, onClose }: PlanningProps) {
  const { t } = useTranslation();
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const plan = usePlan({ server, room, meeting, onChanged });
  const close = (isOpen: boolean) => (isOpen ? undefined : onClose());
  if (plan.outcome !== undefined) {
    return (
      <PlannedMeeting
        schedule={server.schedule}
        meeting={plan.outcome}
        isNew={plan.isNew}
        onAgain={plan.again}
        onClose={onClose}
      />
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!plan.submit()) focusInvalid(form.current);
  };
  const isOne = plan.changing?.originalStartsAtMs !== undefined;
  const note = isOne ? 'schedule.oneNote' : plan.changing?.recurrence && 'schedule.seriesNote';
  return (
    <Dialog
      open
      onOpenChange={close}
      size="large"
      title={t(plan.changing === undefined ? 'schedule.plan' : 'schedule.change')}
      {...(note !== undefined && { description: t(note) })}
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button variant="primary" type="submit" form={formId} busy={plan.isBusy}>
            {t(plan.changing === undefined ? 'schedule.save' : 'schedule.saveChange')}
          </Button>
        </>
      }
    >
      <form ref={form} id={formId} onSubmit={submit} noValidate>
        <ScheduleForm
          server={server}
          draft={plan.draft}
          faults={plan.faults}
          room={room}
          reach={isOne ? 'one' : plan.changing === undefined ? 'new' : 'all'}
          onChange={plan.setDraft}
        />
      </form>
    </Dialog>
  );
}

function usePlan({ server, room, meeting, onChanged }: Omit<PlanningProps, 'onClose'>) {
  const attempt = useAttempt();
  const [changing, setChanging] = useState(meeting);
  const [draft, setDraft] = useState<ScheduleDraft>(() =>
    meeting === undefined ? newDraft({ nowMs: Date.now(), timeZone: ownTimeZone(), room }) : draftOf(meeting),
  );
  const [outcome, setOutcome] = useState<ScheduledMeeting | undefined>();
  /** Undefined until somebody has tried to save. */
  const [checkedAtMs, setCheckedAtMs] = useState<number | undefined>();
  const [isBusy, setBusy] = useState(false);

  const save = async () => {
    setBusy(true);
    await attempt(async () => {
      setOutcome(await saved(server.schedule, draft, changing));
      onChanged();
    });
    setBusy(false);
  };
  return {
    draft,
    setDraft,
    faults: checkedAtMs === undefined ? {} : faultsOf(draft, checkedAtMs),
    isBusy,
    changing,
    outcome,
    isNew: changing === undefined,
    /** False when something has to be mended first. */
    submit: (): boolean => {
      const nowMs = Date.now();
      setCheckedAtMs(nowMs);
      if (Object.keys(faultsOf(draft, nowMs)).length > 0) return false;
      if (!isBusy) void save();
      return true;
    },
    /** Back to the form, now to change what was planned. */
    again: () => {
      if (outcome === undefined) return;
      setChanging(outcome);
      setDraft(draftOf(outcome));
      setCheckedAtMs(undefined);
      setOutcome(undefined);
    },
  };
}

function saved(
  schedule: RoomsServer['schedule'],
  draft: ScheduleDraft,
  changing: ScheduledMeeting | undefined,
): Promise<ScheduledMeeting> {
  if (changing === undefined) return schedule.plan(requestOf(draft));
  const { scheduleId, originalStartsAtMs } = changing;
  if (originalStartsAtMs === undefined) return schedule.change(scheduleId, changeOf(draft));
  return schedule.changeOne({ scheduleId, originalStartsAtMs }, changeOfOne(draft));
}
