import type { RecordsApi } from '../../engine/account/records-api.js';

/** What the records of a room ask of the server. */
export type RecordsActions = Pick<RecordsApi, 'meetings' | 'download' | 'bans' | 'lift'>;
