import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { MeetingId, RoomId } from '#contracts';
import type { AttendanceRecords, MeetingOfRoom, MeetingTime, SeatTime } from '../host-controls/attendance-records.js';
import type { HostActRecord, HostActRecords } from '../host-controls/host-act-records.js';
import { returned } from './returned.js';

/** The driver hands `bigint` out as text and no value as null. */
type Raw<T> = { readonly [K in keyof T]: T[K] | string | Date | null };

const ADD_ACTS = `
  INSERT INTO host_acts (act_id, meeting_id, at, act, actor_id, actor_name, target_id, target_name, detail)
  SELECT "actId", "meetingId", to_timestamp("atMs" / 1000.0), act, "actorId", "actorName", "targetId", "targetName", detail
  FROM jsonb_to_recordset($1::jsonb) AS line ("actId" uuid, "meetingId" uuid, "atMs" double precision, act text,
    "actorId" uuid, "actorName" text, "targetId" uuid, "targetName" text, detail text)
  ON CONFLICT (act_id) DO NOTHING`;

const FIND_ACTS = `
  SELECT act_id AS "actId", meeting_id AS "meetingId", at AS "atMs", act, actor_id AS "actorId",
    actor_name AS "actorName", target_id AS "targetId", target_name AS "targetName", detail
  FROM host_acts WHERE meeting_id = $1 ORDER BY order_in_meeting LIMIT $2`;

const FIND_MEETING = `
  SELECT meeting_id AS "meetingId", room_id AS "roomId", started_at AS "startedAtMs", ended_at AS "endedAtMs"
  FROM meetings WHERE meeting_id = $1`;

const FIND_SEATS = `
  SELECT participant_id AS "participantId", identity_id AS "identityId", name, role, is_guest AS "isGuest",
    joined_at AS "joinedAtMs", left_at AS "leftAtMs", leave_reason AS "leaveReason", spoken_ms AS "spokenMs"
  FROM seats WHERE meeting_id = $1 ORDER BY joined_at, participant_id LIMIT $2`;

const FIND_MEETINGS = `
  SELECT meeting_id AS "meetingId", started_at AS "startedAtMs", ended_at AS "endedAtMs",
    (SELECT count(DISTINCT identity_id)::int FROM seats WHERE seats.meeting_id = meetings.meeting_id) AS "peopleCount"
  FROM meetings WHERE room_id = $1 ORDER BY started_at DESC LIMIT $2`;

/** The audit log and the attendance of meetings. */
@Injectable()
export class PgMeetingReports implements HostActRecords, AttendanceRecords {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async add(acts: readonly HostActRecord[]): Promise<void> {
    await this.database.query(ADD_ACTS, [JSON.stringify(acts)]);
  }

  async of(meetingId: MeetingId, maxCount: number): Promise<readonly HostActRecord[]> {
    return this.#all<HostActRecord>(FIND_ACTS, [meetingId, maxCount]);
  }

  async meeting(meetingId: MeetingId): Promise<MeetingTime | undefined> {
    const [meeting] = await this.#all<MeetingTime>(FIND_MEETING, [meetingId]);
    return meeting;
  }

  async seats(meetingId: MeetingId, maxCount: number): Promise<readonly SeatTime[]> {
    return this.#all<SeatTime>(FIND_SEATS, [meetingId, maxCount]);
  }

  async meetingsOf(roomId: RoomId, maxCount: number): Promise<readonly MeetingOfRoom[]> {
    return this.#all<MeetingOfRoom>(FIND_MEETINGS, [roomId, maxCount]);
  }

  async #all<T>(statement: string, values: unknown[]): Promise<T[]> {
    const rows = returned(await this.database.query(statement, values));
    return rows.map((row) => recordOf(row as Raw<T>));
  }
}

function recordOf<T>(row: Raw<T>): T {
  const entries = Object.entries(row).map(([name, value]) => [name, valueOf(name, value)]);
  return Object.fromEntries(entries) as T;
}

function valueOf(name: string, value: unknown): unknown {
  if (value === null) return undefined;
  if (value instanceof Date) return value.getTime();
  return name === 'spokenMs' ? Number(value) : value;
}
