import { Refusal, type LeaveReason, type MeetingId, type RoomId } from '#contracts';
import type {
  MeetingRecord,
  MeetingRecords,
  MeetingRun,
  RecoveredMeeting,
  SeatEnd,
  SeatRecord,
} from './meeting-records.js';
import type { MeetingState } from './meeting-state.js';

interface StoredSeat extends SeatRecord {
  readonly meetingId: MeetingId;
  readonly left?: { readonly reason: LeaveReason; readonly atMs: number };
}

/** Keeps the records in this process. For tests; passes the same contract as the real ones. */
export class MemoryMeetingRecords implements MeetingRecords {
  readonly #meetings = new Map<MeetingId, MeetingRecord & { readonly endedAtMs?: number }>();
  readonly #seats = new Map<string, StoredSeat>();
  readonly #states = new Map<MeetingId, MeetingState>();

  async start(meeting: MeetingRecord): Promise<void> {
    if (this.#openOf(meeting.roomId) !== undefined) throw new Error('The room has a meeting already.');
    this.#meetings.set(meeting.meetingId, meeting);
  }

  async recover(roomId: RoomId): Promise<RecoveredMeeting | undefined> {
    const before = this.#openOf(roomId);
    if (before === undefined) return undefined;
    const meeting = { ...before, run: before.run + 1 };
    this.#meetings.set(meeting.meetingId, meeting);
    const seats = [...this.#seats.values()]
      .filter((seat) => seat.meetingId === meeting.meetingId && seat.left === undefined)
      .toSorted((a, b) => a.joinedAtMs - b.joinedAtMs)
      .map(recordOf);
    return { ...meeting, seats, state: this.#states.get(meeting.meetingId) };
  }

  async openRooms(): Promise<readonly RoomId[]> {
    return [...this.#meetings.values()].filter(({ endedAtMs }) => endedAtMs === undefined).map(({ roomId }) => roomId);
  }

  async isOpen(meetingId: MeetingId): Promise<boolean> {
    const meeting = this.#meetings.get(meetingId);
    return meeting !== undefined && meeting.endedAtMs === undefined;
  }

  async takeSeat(run: MeetingRun, seat: SeatRecord): Promise<void> {
    this.#requireRun(run);
    this.#seats.set(seat.participantId, { ...seat, meetingId: run.meetingId });
  }

  async keepTokens(
    run: MeetingRun,
    { participantId, tokens }: Pick<SeatRecord, 'participantId' | 'tokens'>,
  ): Promise<void> {
    this.#requireRun(run);
    this.#change(participantId, { tokens });
  }

  async leaveSeat(
    run: MeetingRun,
    { participantId, ...left }: SeatEnd & { readonly reason: LeaveReason; readonly atMs: number },
  ): Promise<void> {
    this.#requireRun(run);
    if (this.#seats.get(participantId)?.left === undefined) this.#change(participantId, { left });
  }

  async keepState(run: MeetingRun, state: MeetingState): Promise<void> {
    this.#requireRun(run);
    this.#states.set(run.meetingId, structuredClone(state));
  }

  async end(run: MeetingRun, atMs: number): Promise<void> {
    const meeting = this.#meetings.get(run.meetingId);
    if (meeting === undefined || meeting.run !== run.run || meeting.endedAtMs !== undefined) return;
    this.#meetings.set(run.meetingId, { ...meeting, endedAtMs: atMs });
    for (const seat of this.#seats.values()) {
      if (seat.meetingId === run.meetingId && seat.left === undefined) {
        this.#change(seat.participantId, { left: { reason: 'ended', atMs } });
      }
    }
  }

  #change(participantId: string, change: Partial<StoredSeat>): void {
    const seat = this.#seats.get(participantId);
    if (seat !== undefined) this.#seats.set(participantId, { ...seat, ...change });
  }

  #openOf(roomId: RoomId) {
    return [...this.#meetings.values()].find((one) => one.roomId === roomId && one.endedAtMs === undefined);
  }

  #requireRun({ meetingId, run }: MeetingRun): void {
    if (this.#meetings.get(meetingId)?.run !== run) {
      throw new Refusal('unavailable', 'This meeting has moved to another server. Please try again.');
    }
  }
}

function recordOf({ participantId, identityId, name, role, isGuest, joinedAtMs, tokens }: SeatRecord): SeatRecord {
  return { participantId, identityId, name, role, isGuest, joinedAtMs, tokens };
}
