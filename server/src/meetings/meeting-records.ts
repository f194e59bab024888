import type { IdentityId, LeaveReason, MeetingId, ParticipantId, Role, RoomId } from '#contracts';
import type { TokenHashes } from './seat-tokens.js';

export const MEETING_RECORDS = Symbol('MeetingRecords');

/** One run of one meeting. A node that recovers a meeting begins a new run; writes of the run before are refused. */
export interface MeetingRun {
  readonly meetingId: MeetingId;
  /** From 0. */
  readonly run: number;
}

export interface MeetingRecord extends MeetingRun {
  readonly roomId: RoomId;
  readonly startedAtMs: number;
}

export interface SeatRecord {
  readonly participantId: ParticipantId;
  readonly identityId: IdentityId;
  readonly name: string;
  readonly role: Role;
  readonly joinedAtMs: number;
  readonly tokens: TokenHashes;
}

export interface RecoveredMeeting extends MeetingRecord {
  /** The seats that nobody gave up, in the order they were taken. */
  readonly seats: readonly SeatRecord[];
}

/**
 * What outlives the node that owns a meeting. Each write is durable when its promise resolves.
 *
 * Writes are for the owner only: @throws {Refusal} `unavailable` when another node has begun a later run.
 */
export interface MeetingRecords {
  start(meeting: MeetingRecord): Promise<void>;
  /** Begins the next run of the room's open meeting, if there is one. */
  recover(roomId: RoomId): Promise<RecoveredMeeting | undefined>;
  /** Rooms whose meeting was not ended, whoever owns it. */
  openRooms(): Promise<readonly RoomId[]>;
  isOpen(meetingId: MeetingId): Promise<boolean>;
  takeSeat(run: MeetingRun, seat: SeatRecord): Promise<void>;
  keepTokens(
    run: MeetingRun,
    seat: { readonly participantId: ParticipantId; readonly tokens: TokenHashes },
  ): Promise<void>;
  /** Safe to repeat; the first reason stays. */
  leaveSeat(
    run: MeetingRun,
    seat: { readonly participantId: ParticipantId; readonly reason: LeaveReason; readonly atMs: number },
  ): Promise<void>;
  /** Ends the meeting and each seat in it. Safe to repeat; does nothing for a run that is over. */
  end(run: MeetingRun, atMs: number): Promise<void>;
}
