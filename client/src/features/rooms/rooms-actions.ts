import type { RoomsApi } from '../../engine/account/rooms-api.js';

/** What the list of rooms asks of the server. */
export type RoomsActions = Pick<RoomsApi, 'list' | 'create' | 'change' | 'remove' | 'setPassword' | 'clearPassword'>;
