import { MeetingRow } from './meeting.row.js';
import { RoomRow } from './room.row.js';
import { SeatRow } from './seat.row.js';

/** Every entity, named one by one: what is in the database is decided here and not by what files exist. */
export const ENTITIES = [RoomRow, MeetingRow, SeatRow];
