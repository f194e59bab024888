import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AccountId, Recurrence, RoomId, ScheduleId } from '#contracts';
import type { Exception } from '../rooms/schedule/occurrences.js';
import type { Schedule, ScheduleRecords, Span } from '../rooms/schedule/schedule-records.js';
import { returned } from './returned.js';

const SCHEDULE = `schedule_id AS "scheduleId", schedules.room_id AS "roomId", organiser_id AS "organiserId",
  schedules.title, description, starts_at AS "startsAt", duration_ms AS "durationMs", time_zone AS "timeZone",
  recurrence, invitees, sequence, changed_at AS "changedAt", begins_at AS "beginsAt", ends_at AS "endsAt",
  exceptions`;

const INSERT = `
  INSERT INTO schedules (schedule_id, room_id, organiser_id, title, description, starts_at, duration_ms, time_zone,
    recurrence, invitees, sequence, changed_at, ends_at, begins_at, exceptions)
  SELECT $1::uuid, $2::uuid, $3::uuid, $4, $5, $6::timestamptz, $7::integer, $8, $9::jsonb, $10::jsonb, $11::integer,
    $12::timestamptz, $13::timestamptz, $14::timestamptz, $15::jsonb
  WHERE (SELECT count(*) FROM schedules WHERE organiser_id = $3::uuid AND ends_at > $12::timestamptz) < $16
  RETURNING schedule_id`;

const REPLACE = `
  UPDATE schedules SET title = $4, description = $5, starts_at = $6, duration_ms = $7, time_zone = $8,
    recurrence = $9, invitees = $10, sequence = $11, changed_at = $12, ends_at = $13,
    begins_at = $14, exceptions = $15
  WHERE schedule_id = $1 AND room_id = $2 AND organiser_id = $3 AND sequence = $11 - 1
  RETURNING schedule_id`;

const IN_OPEN_ROOM = 'EXISTS (SELECT FROM rooms WHERE rooms.room_id = schedules.room_id AND ended_at IS NULL)';
/** `$1` is the account. */
const IS_THEIRS = `(organiser_id = $1 OR room_id IN (
    SELECT room_id FROM rooms WHERE host_identity_id = $1
    UNION SELECT room_id FROM room_members JOIN accounts USING (email) WHERE account_id = $1
  )) AND ${IN_OPEN_ROOM}`;
const TOUCHES = 'begins_at < $3 AND ends_at > $2 ORDER BY begins_at, schedule_id LIMIT 1000';

interface ScheduleRow {
  readonly scheduleId: ScheduleId;
  readonly roomId: RoomId;
  readonly organiserId: AccountId;
  readonly title: string;
  readonly description: string | null;
  readonly startsAt: Date;
  readonly durationMs: number;
  readonly timeZone: string;
  readonly recurrence: Recurrence | null;
  readonly invitees: readonly string[];
  readonly sequence: number;
  readonly changedAt: Date;
  readonly beginsAt: Date;
  readonly endsAt: Date;
  readonly exceptions: readonly Exception[];
}

@Injectable()
export class PgScheduleRecords implements ScheduleRecords {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async insert(schedule: Schedule, maxCount: number): Promise<boolean> {
    return (await this.#rows(INSERT, [...valuesOf(schedule), maxCount])).length > 0;
  }

  async replace(schedule: Schedule): Promise<boolean> {
    return (await this.#rows(REPLACE, valuesOf(schedule))).length > 0;
  }

  async remove(scheduleId: ScheduleId, organiserId: AccountId): Promise<Schedule | undefined> {
    const statement = `DELETE FROM schedules WHERE schedule_id = $1 AND organiser_id = $2 RETURNING ${SCHEDULE}`;
    return (await this.#schedules(statement, [scheduleId, organiserId]))[0];
  }

  removeOfRoom(roomId: RoomId): Promise<readonly Schedule[]> {
    return this.#schedules(`DELETE FROM schedules WHERE room_id = $1 RETURNING ${SCHEDULE}`, [roomId]);
  }

  async find(scheduleId: ScheduleId, accountId: AccountId): Promise<Schedule | undefined> {
    const statement = `SELECT ${SCHEDULE} FROM schedules WHERE schedule_id = $2 AND ${IS_THEIRS}`;
    return (await this.#schedules(statement, [accountId, scheduleId]))[0];
  }

  ofOrganiser(organiserId: AccountId, { fromMs, toMs }: Span): Promise<readonly Schedule[]> {
    const statement = `SELECT ${SCHEDULE} FROM schedules WHERE organiser_id = $1 AND ${IN_OPEN_ROOM} AND ${TOUCHES}`;
    return this.#schedules(statement, [organiserId, new Date(fromMs), new Date(toMs)]);
  }

  around(accountId: AccountId, { fromMs, toMs }: Span): Promise<readonly Schedule[]> {
    const statement = `SELECT ${SCHEDULE} FROM schedules WHERE ${IS_THEIRS} AND ${TOUCHES}`;
    return this.#schedules(statement, [accountId, new Date(fromMs), new Date(toMs)]);
  }

  async #schedules(statement: string, values: readonly unknown[]): Promise<readonly Schedule[]> {
    return ((await this.#rows(statement, values)) as readonly ScheduleRow[]).map(scheduleOf);
  }

  async #rows(statement: string, values: readonly unknown[]): Promise<readonly unknown[]> {
    return returned(await this.database.query(statement, [...values]));
  }
}

function valuesOf(schedule: Schedule): readonly unknown[] {
  return [
    schedule.scheduleId,
    schedule.roomId,
    schedule.organiserId,
    schedule.title,
    schedule.description ?? null,
    new Date(schedule.startsAtMs),
    schedule.durationMs,
    schedule.timeZone,
    schedule.recurrence === undefined ? null : JSON.stringify(schedule.recurrence),
    JSON.stringify(schedule.invitees),
    schedule.sequence,
    new Date(schedule.changedAtMs),
    new Date(schedule.endsAtMs),
    new Date(schedule.beginsAtMs),
    JSON.stringify(schedule.exceptions),
  ];
}

function scheduleOf(row: ScheduleRow): Schedule {
  const { startsAt, changedAt, beginsAt, endsAt, description, recurrence, ...same } = row;
  return {
    ...same,
    description: description ?? undefined,
    recurrence: recurrence ?? undefined,
    startsAtMs: startsAt.getTime(),
    changedAtMs: changedAt.getTime(),
    beginsAtMs: beginsAt.getTime(),
    endsAtMs: endsAt.getTime(),
  };
}
