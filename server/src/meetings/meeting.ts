import {
  Refusal,
  type IdentityId,
  type LeaveReason,
  type MediaSource,
  type MeetingId,
  type MeetingSnapshot,
  type Participant,
  type ParticipantId,
  type Role,
  type RoomId,
  type SourceState,
} from '#contracts';
import { canStep, step } from '#kernel';
import type { EndReason, MeetingFact } from './meeting-fact.js';
import { SEAT_LIFECYCLE, type SeatState } from './seat-lifecycle.js';

/** What a meeting is made with, new or read back after a server's death. */
export interface MeetingTerms {
  readonly meetingId: MeetingId;
  readonly roomId: RoomId;
  readonly hostIdentityId: IdentityId;
  readonly capacityCount: number;
  readonly startedAtMs: number;
  /** The facts of this meeting are numbered from here on. */
  readonly seq: number;
}

/** Somebody who asks for a seat. */
export interface Arrival {
  readonly participantId: ParticipantId;
  readonly identityId: IdentityId;
  readonly name: string;
  readonly joinKey: string;
  readonly atMs: number;
}

/** A seat as it was recorded, to be taken up again after a server's death. */
export interface KeptSeat {
  readonly participantId: ParticipantId;
  readonly identityId: IdentityId;
  readonly name: string;
  readonly role: Role;
  readonly joinedAtMs: number;
}

interface Seat extends KeptSeat {
  readonly joinKey: string | undefined;
  readonly sources: Map<MediaSource, boolean>;
  state: SeatState;
}

/** Numbers of a recovered meeting begin this much higher than those of the run before, which cannot have got so far. */
const SEQ_PER_RUN_COUNT = 1_000_000_000;

/** Where the facts of a meeting's nth run begin, so that no number is ever given twice. */
export function firstSeqOf(run: number): number {
  return run * SEQ_PER_RUN_COUNT;
}

/**
 * The rules of one meeting. Holds no socket, no timer and no media object: each method checks, changes its own state
 * and returns what happened, synchronously. Whoever calls it carries the facts onward, in the order they were returned.
 */
export class Meeting {
  readonly meetingId: MeetingId;
  readonly roomId: RoomId;
  readonly #terms: MeetingTerms;
  readonly #seats = new Map<ParticipantId, Seat>();
  #seq: number;
  #state: 'running' | 'ended' = 'running';

  constructor(terms: MeetingTerms) {
    this.meetingId = terms.meetingId;
    this.roomId = terms.roomId;
    this.#terms = terms;
    this.#seq = terms.seq;
  }

  get isEnded(): boolean {
    return this.#state === 'ended';
  }

  /** True while somebody is here, on the way in, or expected back. */
  get isOccupied(): boolean {
    return this.#seats.size > 0;
  }

  /**
   * Holds a seat for somebody who is on the way in. Nobody is told before `admit`. A second arrival of the same
   * identity with the same key is given the seat of the first, whatever state that is in.
   *
   * @throws {Refusal} `meeting-ended`; `room-full` when every seat is taken: absent people and arriving ones keep theirs.
   */
  arrive(arrival: Arrival): ParticipantId {
    if (this.isEnded) throw new Refusal('meeting-ended', 'This meeting has ended.');
    const before = this.#seatOf(arrival);
    if (before !== undefined) return before.participantId;
    if (this.#seats.size >= this.#terms.capacityCount) throw new Refusal('room-full', 'This meeting is full.');
    this.#seats.set(arrival.participantId, {
      participantId: arrival.participantId,
      identityId: arrival.identityId,
      name: arrival.name,
      role: arrival.identityId === this.#terms.hostIdentityId ? 'host' : 'participant',
      joinedAtMs: arrival.atMs,
      joinKey: arrival.joinKey,
      sources: new Map(),
      state: 'arriving',
    });
    return arrival.participantId;
  }

  /**
   * Seats who arrived, and brings back who was absent. Safe to repeat: who is present already is no news.
   *
   * @throws {Refusal} `seat-lost` when the seat was given up meanwhile.
   */
  admit(participantId: ParticipantId): MeetingFact[] {
    const seat = this.#require(participantId);
    if (seat.state === 'present') return [];
    if (seat.state === 'absent') return this.#step(seat, 'return');
    seat.state = step(SEAT_LIFECYCLE, seat.state, 'admit');
    return [{ kind: 'participant.joined', seq: this.#nextSeq(), participant: viewOf(seat) }];
  }

  /** Takes up a seat of the run before. Nobody is told: whoever comes back is given a snapshot. */
  restore(kept: KeptSeat): void {
    this.#seats.set(kept.participantId, { ...kept, joinKey: undefined, sources: new Map(), state: 'absent' });
  }

  /** The connection was lost; the seat stays. Safe to call for a seat that is not present. */
  lose(participantId: ParticipantId): MeetingFact[] {
    const seat = this.#seats.get(participantId);
    if (seat === undefined || !canStep(SEAT_LIFECYCLE, seat.state, 'lose')) return [];
    return this.#step(seat, 'lose');
  }

  /** Gives a seat up. Safe to repeat. Somebody who was still on the way in leaves unnoticed. */
  leave(participantId: ParticipantId, reason: LeaveReason): MeetingFact[] {
    const seat = this.#seats.get(participantId);
    if (seat === undefined) return [];
    const wasSeen = seat.state !== 'arriving';
    seat.state = step(SEAT_LIFECYCLE, seat.state, 'leave');
    this.#seats.delete(participantId);
    return wasSeen ? [{ kind: 'participant.left', seq: this.#nextSeq(), participantId, reason }] : [];
  }

  /**
   * Notes what a participant publishes. The same state twice is no news.
   *
   * @throws {Refusal} `seat-lost` when the seat was given up meanwhile.
   */
  setSource(participantId: ParticipantId, { source, isPaused }: SourceState): MeetingFact[] {
    const seat = this.#require(participantId);
    if (seat.sources.get(source) === isPaused) return [];
    seat.sources.set(source, isPaused);
    return this.#changed(seat);
  }

  /** Notes that a participant stopped publishing a source. Safe to repeat, and after they have left. */
  clearSource(participantId: ParticipantId, source: MediaSource): MeetingFact[] {
    const seat = this.#seats.get(participantId);
    return seat?.sources.delete(source) === true ? this.#changed(seat) : [];
  }

  /** True or false for a source that is published, undefined for one that is off. */
  isSourcePaused(participantId: ParticipantId, source: MediaSource): boolean | undefined {
    return this.#seats.get(participantId)?.sources.get(source);
  }

  sourcesOf(participantId: ParticipantId): readonly MediaSource[] {
    return [...(this.#seats.get(participantId)?.sources.keys() ?? [])];
  }

  /** @throws {Refusal} `forbidden` for anybody but a host; `seat-lost` when the seat was given up. */
  requireHost(participantId: ParticipantId): void {
    if (this.#require(participantId).role !== 'host') {
      throw new Refusal('forbidden', 'Only a host may end the meeting for everyone.');
    }
  }

  /** Ends the meeting and every seat in it. Safe to repeat. Who may do so is asked before, with `requireHost`. */
  end(reason: EndReason): MeetingFact[] {
    if (this.isEnded) return [];
    this.#state = 'ended';
    for (const seat of this.#seats.values()) seat.state = step(SEAT_LIFECYCLE, seat.state, 'leave');
    this.#seats.clear();
    return [{ kind: 'meeting.ended', seq: this.#nextSeq(), reason }];
  }

  stateOf(participantId: ParticipantId): SeatState {
    return this.#seats.get(participantId)?.state ?? 'gone';
  }

  /** Whose seat it is; undefined once it was given up. */
  seat(participantId: ParticipantId): KeptSeat | undefined {
    return this.#seats.get(participantId);
  }

  /** The meeting as everybody in it may see it. */
  view(nowMs: number): MeetingSnapshot {
    return {
      seq: this.#seq,
      meetingId: this.meetingId,
      roomId: this.roomId,
      startedAtMs: this.#terms.startedAtMs,
      nowMs,
      participants: [...this.#seats.values()].filter(({ state }) => state !== 'arriving').map(viewOf),
    };
  }

  /** For logs and debugging. */
  snapshot() {
    return {
      meetingId: this.meetingId,
      roomId: this.roomId,
      state: this.#state,
      seq: this.#seq,
      seats: [...this.#seats.values()].map(({ participantId, state, role, sources }) => ({
        participantId,
        state,
        role,
        sources: [...sources.keys()],
      })),
    };
  }

  #step(seat: Seat, event: 'lose' | 'return'): MeetingFact[] {
    seat.state = step(SEAT_LIFECYCLE, seat.state, event);
    return this.#changed(seat);
  }

  #changed(seat: Seat): MeetingFact[] {
    // Somebody who is not shown yet will be shown whole by `admit`.
    if (seat.state === 'arriving') return [];
    return [{ kind: 'participant.changed', seq: this.#nextSeq(), participant: viewOf(seat) }];
  }

  #seatOf({ identityId, joinKey }: Arrival): Seat | undefined {
    return [...this.#seats.values()].find((seat) => seat.joinKey === joinKey && seat.identityId === identityId);
  }

  #require(participantId: ParticipantId): Seat {
    const seat = this.#seats.get(participantId);
    if (seat === undefined) throw new Refusal('seat-lost', 'Your seat in this meeting was given up.');
    return seat;
  }

  #nextSeq(): number {
    this.#seq += 1;
    return this.#seq;
  }
}

function viewOf(seat: Seat): Participant {
  return {
    participantId: seat.participantId,
    name: seat.name,
    role: seat.role,
    isConnected: seat.state === 'present',
    joinedAtMs: seat.joinedAtMs,
    sources: [...seat.sources].map(([source, isPaused]) => ({ source, isPaused })),
  };
}
