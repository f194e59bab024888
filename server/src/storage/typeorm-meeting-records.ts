import { Inject, Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import { Refusal, type LeaveReason, type MeetingId, type RoomId } from '#contracts';
import type {
  MeetingRecord,
  MeetingRecords,
  MeetingRun,
  RecoveredMeeting,
  SeatEnd,
  SeatRecord,
} from '../meetings/meeting-records.js';
import { MeetingState } from '../meetings/meeting-state.js';
import { MeetingRow } from './meeting.row.js';
import { SeatRow } from './seat.row.js';

/** True in a statement only while the run that writes is the latest one. `$1` is the meeting and `$2` the run. */
const IS_OUR_RUN = 'EXISTS (SELECT FROM meetings WHERE meeting_id = $1 AND run = $2)';

const TAKE_SEAT = `
  INSERT INTO seats (meeting_id, participant_id, identity_id, name, role, joined_at, token_hash, previous_token_hash, is_guest)
  SELECT $1::uuid, $3::uuid, $4::uuid, $5, $6, $7::timestamptz, $8, $9, $10::boolean
  WHERE ($2::integer) IS NOT NULL AND ${IS_OUR_RUN}
  RETURNING participant_id`;

const KEEP_TOKENS = `
  UPDATE seats SET token_hash = $4, previous_token_hash = $5
  WHERE meeting_id = $1 AND participant_id = $3 AND ${IS_OUR_RUN}
  RETURNING participant_id`;

const LEAVE_SEAT = `
  UPDATE seats SET left_at = coalesce(left_at, $4), leave_reason = coalesce(leave_reason, $5), spoken_ms = $6
  WHERE meeting_id = $1 AND participant_id = $3 AND ${IS_OUR_RUN}
  RETURNING participant_id`;

/** Both or neither: a meeting is never ended with seats still open. */
const END = `
  WITH ended AS (
    UPDATE meetings SET ended_at = $3 WHERE meeting_id = $1 AND run = $2 AND ended_at IS NULL RETURNING meeting_id
  )
  UPDATE seats SET left_at = $3, leave_reason = 'ended', spoken_ms = coalesce(($4::jsonb ->> participant_id::text)::bigint, 0)
  WHERE meeting_id IN (SELECT meeting_id FROM ended) AND left_at IS NULL`;

const FIND_STATE = 'SELECT state FROM meeting_states WHERE meeting_id = $1';

const KEEP_STATE = `
  INSERT INTO meeting_states (meeting_id, state) SELECT $1::uuid, $3::jsonb
  WHERE ($2::integer) IS NOT NULL AND ${IS_OUR_RUN}
  ON CONFLICT (meeting_id) DO UPDATE SET state = excluded.state
  RETURNING meeting_id`;

const RECOVER = `
  UPDATE meetings SET run = run + 1 WHERE room_id = $1 AND ended_at IS NULL
  RETURNING meeting_id AS "meetingId", run, started_at AS "startedAt"`;

interface RecoveredRow {
  readonly meetingId: MeetingId;
  readonly run: number;
  readonly startedAt: Date;
}

@Injectable()
export class TypeOrmMeetingRecords implements MeetingRecords {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async start(meeting: MeetingRecord): Promise<void> {
    await this.database.getRepository(MeetingRow).insert(meeting);
  }

  async recover(roomId: RoomId): Promise<RecoveredMeeting | undefined> {
    const row = returned(await this.database.query(RECOVER, [roomId]))[0] as RecoveredRow | undefined;
    if (row === undefined) return undefined;
    const { meetingId, run, startedAt } = row;
    const seats = await this.database
      .getRepository(SeatRow)
      .find({ where: { meetingId, leftAtMs: IsNull() }, order: { joinedAtMs: 'ASC', participantId: 'ASC' } });
    const state = await this.#state(meetingId);
    return { meetingId, roomId, run, startedAtMs: startedAt.getTime(), seats: seats.map(recordOf), state };
  }

  async openRooms(): Promise<readonly RoomId[]> {
    const rows = await this.database
      .getRepository(MeetingRow)
      .find({ select: { roomId: true }, where: { endedAtMs: IsNull() } });
    return rows.map(({ roomId }) => roomId);
  }

  async isOpen(meetingId: MeetingId): Promise<boolean> {
    return this.database.getRepository(MeetingRow).existsBy({ meetingId, endedAtMs: IsNull() });
  }

  async takeSeat(run: MeetingRun, seat: SeatRecord): Promise<void> {
    const { participantId, identityId, name, role, isGuest, joinedAtMs, tokens } = seat;
    const values = [
      participantId,
      identityId,
      name,
      role,
      new Date(joinedAtMs),
      tokens.current,
      tokens.previous ?? null,
      isGuest,
    ];
    await this.#write(TAKE_SEAT, run, values);
  }

  async keepTokens(
    run: MeetingRun,
    { participantId, tokens }: Pick<SeatRecord, 'participantId' | 'tokens'>,
  ): Promise<void> {
    await this.#write(KEEP_TOKENS, run, [participantId, tokens.current, tokens.previous ?? null]);
  }

  async leaveSeat(
    run: MeetingRun,
    { participantId, spokenMs, atMs, reason }: SeatEnd & { readonly reason: LeaveReason; readonly atMs: number },
  ): Promise<void> {
    await this.#write(LEAVE_SEAT, run, [participantId, new Date(atMs), reason, spokenMs]);
  }

  async keepState(run: MeetingRun, state: MeetingState): Promise<void> {
    await this.#write(KEEP_STATE, run, [JSON.stringify(state)]);
  }

  async end({ meetingId, run }: MeetingRun, atMs: number, seats: readonly SeatEnd[] = []): Promise<void> {
    const spokenMs = Object.fromEntries(seats.map((seat) => [seat.participantId, seat.spokenMs]));
    await this.database.query(END, [meetingId, run, new Date(atMs), JSON.stringify(spokenMs)]);
  }

  /** Undefined when there is none, or it was written by a version that this one does not understand. */
  async #state(meetingId: MeetingId): Promise<MeetingState | undefined> {
    const [row] = returned(await this.database.query(FIND_STATE, [meetingId]));
    return MeetingState.safeParse((row as { readonly state: unknown } | undefined)?.state).data;
  }

  async #write(statement: string, { meetingId, run }: MeetingRun, values: readonly unknown[]): Promise<void> {
    const rows = returned(await this.database.query(statement, [meetingId, run, ...values]));
    if (rows.length === 0)
      throw new Refusal('unavailable', 'This meeting has moved to another server. Please try again.');
  }
}

/** What a statement returned. TypeORM hands an UPDATE's rows out with a count beside them, an INSERT's without. */
function returned(answer: unknown): readonly unknown[] {
  const rows: readonly unknown[] = Array.isArray(answer) ? answer : [];
  return Array.isArray(rows[0]) ? rows[0] : rows;
}

function recordOf(row: SeatRow): SeatRecord {
  const { participantId, identityId, name, role, isGuest, joinedAtMs, tokenHash, previousTokenHash } = row;
  const tokens = { current: tokenHash, previous: previousTokenHash ?? undefined };
  return { participantId, identityId, name, role, isGuest, joinedAtMs, tokens };
}
