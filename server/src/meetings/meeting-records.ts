import type { IdentityId, LeaveReason, MeetingId, ParticipantId, Role, RoomId } from '#contracts';
import type { MeetingState } from './meeting-state.js';
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
  readonly isGuest: boolean;
  readonly joinedAtMs: number;
  readonly tokens: TokenHashes;
}

export interface RecoveredMeeting extends MeetingRecord {
  /** The seats that nobody gave up, in the order they were taken. */
  readonly seats: readonly SeatRecord[];
  /** What hosts had set; undefined when they had set nothing. */
  readonly state?: MeetingState | undefined;
}

/** What is kept of a seat beyond its time. */
export interface SeatEnd {
  readonly participantId: ParticipantId;
  readonly spokenMs: number;
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
  leaveSeat(run: MeetingRun, seat: SeatEnd & { readonly reason: LeaveReason; readonly atMs: number }): Promise<void>;
  /** Replaces what was kept of what hosts have set. */
  keepState(run: MeetingRun, state: MeetingState): Promise<void>;
  /** Ends the meeting and each seat in it. Safe to repeat; does nothing for a run that is over. */
  end(run: MeetingRun, atMs: number, seats?: readonly SeatEnd[]): Promise<void>;
}
