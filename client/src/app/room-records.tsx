import type { Api } from '../engine/api.js';
import type { CallView } from '../engine/model.js';
import type { RecordsOpener as OverMeeting } from '../features/meeting/host/host-dialogs.js';
import type { RecordsActions } from '../features/records/records-actions.js';
import { RecordsDialog } from '../features/records/records-dialog.js';
import type { RecordsOpener } from '../features/rooms/room-dialogs.js';

/** Opens what is kept of a room's meetings from a list of rooms. */
export function recordsFrom({ records }: Pick<Api, 'records'>): RecordsOpener {
  return ({ roomId }, onClose) => <RecordsDialog roomId={roomId} actions={records} onClose={onClose} />;
}

/** The same over a meeting. */
export function recordsOf({ roomId }: Pick<CallView, 'roomId'>, records: RecordsActions): OverMeeting {
  return (onClose) => <RecordsDialog roomId={roomId} actions={records} onClose={onClose} />;
}
