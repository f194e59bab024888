import type { RoomsApi } from '../../engine/account/rooms-api.js';
import type { ScheduleApi } from '../../engine/account/schedule-api.js';
import type { SharingApi } from '../../engine/account/sharing-api.js';

/** What the list of rooms asks of the server. */
export type RoomsActions = Pick<RoomsApi, 'list' | 'create' | 'change' | 'remove' | 'setPassword' | 'clearPassword'>;

export type SharingActions = Pick<
  SharingApi,
  'members' | 'addMember' | 'changeMember' | 'removeMember' | 'links' | 'addLink' | 'removeLink'
>;

export type ScheduleActions = Pick<
  ScheduleApi,
  'within' | 'get' | 'getOne' | 'plan' | 'change' | 'changeOne' | 'cancel' | 'cancelOne' | 'restoreOne' | 'calendar'
>;

/** Everything that the pages of rooms ask of the server. */
export interface RoomsServer {
  readonly rooms: RoomsActions;
  readonly sharing: SharingActions;
  readonly schedule: ScheduleActions;
}
