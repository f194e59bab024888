import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Occurrence, RoomDetails } from '#contracts';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { useVoice } from '../../ui/ui-root.js';
import { RoomSettingsDialog } from './room-settings-dialog.js';
import type { RoomsServer } from './rooms-actions.js';
import { CancelDialog } from './schedule/cancel-dialog.js';
import { CancelledDialog } from './schedule/cancelled-dialog.js';
import { ScheduleDialog } from './schedule/schedule-dialog.js';
import type { PlannedName } from './schedule/use-schedule.js';
import { SharingDialog } from './sharing/sharing-dialog.js';
import { TitleDialog } from './title-dialog.js';
import { useAttempt } from './use-attempt.js';

/** What is being done with a meeting that is planned. */
type OpenMeetingDialog =
  | { readonly kind: 'replan' | 'cancel'; readonly occurrence: Occurrence; readonly reach: 'one' | 'all' }
  | { readonly kind: 'cancelled'; readonly occurrence: Occurrence };

/** What is being done with a room, or with a meeting that is planned. */
export type OpenRoomDialog =
  | { readonly kind: 'create' }
  | { readonly kind: 'plan'; readonly room?: RoomDetails }
  | OpenMeetingDialog
  | { readonly kind: 'rename' | 'settings' | 'sharing' | 'records' | 'archive' | 'delete'; readonly room: RoomDetails };

/** Draws what is kept of a room's meetings, from another feature. */
export type RecordsOpener = (room: RoomDetails, onClose: () => void) => ReactNode;

interface Props {
  readonly server: RoomsServer;
  readonly records: RecordsOpener;
  readonly open: OpenRoomDialog | undefined;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

export function RoomDialogs({ server, records, open, onClose, onChanged }: Props) {
  const { rooms, sharing, schedule } = server;
  const attempt = useAttempt();
  const act = async (work: () => Promise<unknown>) => {
    if (!(await attempt(work))) return;
    onChanged();
    onClose();
  };
  if (open !== undefined && 'occurrence' in open) {
    return <MeetingDialogs server={{ rooms, schedule }} open={open} onClose={onClose} onChanged={onChanged} />;
  }
  switch (open?.kind) {
    case undefined:
      return undefined;
    case 'create':
      return <TitleDialog title="" onSave={(title) => act(() => rooms.create(title))} onClose={onClose} isNew />;
    case 'rename':
      return (
        <TitleDialog
          title={open.room.title ?? ''}
          onSave={(title) => act(() => rooms.change(open.room.roomId, { title }))}
          onClose={onClose}
        />
      );
    case 'settings':
      return <RoomSettingsDialog room={open.room} actions={rooms} onSaved={onChanged} onClose={onClose} />;
    case 'sharing':
      return <SharingDialog room={open.room} sharing={sharing} onClose={onClose} />;
    case 'records':
      return records(open.room, onClose);
    case 'plan':
      return <ScheduleDialog server={{ rooms, schedule }} room={open.room} onChanged={onChanged} onClose={onClose} />;
    case 'archive':
    case 'delete':
      return <PutAway room={open.room} kind={open.kind} server={server} onDone={onChanged} onClose={onClose} />;
  }
}

interface MeetingProps extends Pick<Props, 'onClose' | 'onChanged'> {
  readonly server: Pick<RoomsServer, 'rooms' | 'schedule'>;
  readonly open: OpenMeetingDialog;
}

function MeetingDialogs({ server, open, onClose, onChanged }: MeetingProps) {
  const { occurrence } = open;
  switch (open.kind) {
    case 'replan':
      return <ScheduleDialog server={server} of={nameOf(open)} onChanged={onChanged} onClose={onClose} />;
    case 'cancel':
      return (
        <CancelDialog
          schedule={server.schedule}
          occurrence={occurrence}
          reach={open.reach}
          onCancelled={onChanged}
          onClose={onClose}
        />
      );
    case 'cancelled':
      return <CancelledDialog server={server} occurrence={occurrence} onRestored={onChanged} onClose={onClose} />;
  }
}

function nameOf({ occurrence, reach }: Extract<OpenMeetingDialog, { readonly reach: 'one' | 'all' }>): PlannedName {
  const { scheduleId, originalStartsAtMs } = occurrence;
  return reach === 'one' ? { scheduleId, originalStartsAtMs } : { scheduleId };
}

interface PutAwayProps {
  readonly room: RoomDetails;
  readonly kind: 'archive' | 'delete';
  readonly server: Pick<RoomsServer, 'rooms'>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Asks before what ends a meeting that may be going on. */
function PutAway({ room, kind, server: { rooms }, onDone, onClose }: PutAwayProps) {
  const { t } = useTranslation();
  const { announce } = useVoice();
  const attempt = useAttempt();
  const [isBusy, setBusy] = useState(false);
  const isDeleting = kind === 'delete';
  const put = async () => {
    setBusy(true);
    const isDone = await attempt(() =>
      isDeleting ? rooms.remove(room.roomId) : rooms.change(room.roomId, { isArchived: true }),
    );
    setBusy(false);
    if (!isDone) return;
    if (isDeleting) announce(t('rooms.deleted'));
    onDone();
    onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t(isDeleting ? 'rooms.deleteQuestion' : 'rooms.archiveQuestion', {
        title: room.title ?? t('rooms.untitled'),
      })}
      description={t(isDeleting ? 'rooms.deleteExplained' : 'rooms.archiveExplained')}
      confirmLabel={t(isDeleting ? 'rooms.delete' : 'rooms.archive')}
      tone={isDeleting ? 'danger' : 'neutral'}
      busy={isBusy}
      onConfirm={() => void put()}
    />
  );
}
