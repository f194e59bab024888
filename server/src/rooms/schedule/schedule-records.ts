import type { AccountId, RoomId, ScheduleId } from '#contracts';
import type { Series } from './occurrences.js';

export const SCHEDULE_RECORDS = Symbol('ScheduleRecords');

/** A scheduled meeting or series. Times are of the server's clock, ms since the Unix epoch. */
export interface Schedule extends Series {
  readonly scheduleId: ScheduleId;
  readonly roomId: RoomId;
  readonly organiserId: AccountId;
  readonly invitees: readonly string[];
  /** One more at each change, so that calendars know the newer one. */
  readonly sequence: number;
  readonly changedAtMs: number;
  /** When the first meeting begins that takes place. */
  readonly beginsAtMs: number;
  /** When the last one ends. */
  readonly endsAtMs: number;
}

/** A stretch of time. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Where scheduled meetings are kept. Each method is one atomic step. */
export interface ScheduleRecords {
  /** False when the organiser has `maxCount` others that are not over. */
  insert(schedule: Schedule, maxCount: number): Promise<boolean>;
  /** False when it is gone, or was changed since `schedule` was read: its sequence is not the one before. */
  replace(schedule: Schedule): Promise<boolean>;
  /** Undefined when it is gone, or its organiser is another. */
  remove(scheduleId: ScheduleId, organiserId: AccountId): Promise<Schedule | undefined>;
  /** All that is planned in a room. */
  removeOfRoom(roomId: RoomId): Promise<readonly Schedule[]>;
  /** To its organiser and to the owner and the members of its room. */
  find(scheduleId: ScheduleId, accountId: AccountId): Promise<Schedule | undefined>;
  /** Those that somebody has scheduled and whose first and last meeting touch this time. */
  ofOrganiser(organiserId: AccountId, span: Span): Promise<readonly Schedule[]>;
  /** As above, and those in rooms that somebody owns or is a member of. */
  around(accountId: AccountId, span: Span): Promise<readonly Schedule[]>;
}
