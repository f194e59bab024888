import { randomUUID } from 'node:crypto';
import { ParticipantId, Refusal, type LeaveReason, type MeetingSnapshot } from '#contracts';
import { TaskQueue, type Clock, type Log } from '#kernel';
import { bindSeat, unbindSeat, type Caller } from '../wire/caller.js';
import type { SocketOut } from '../wire/socket-out.js';
import type { EndReason, MeetingFact, MeetingFacts } from './meeting-fact.js';
import type { MeetingRecords, MeetingRun, RecoveredMeeting } from './meeting-records.js';
import type { KeptSeat, Meeting } from './meeting.js';
import { exchangeToken, firstToken, type TokenHashes } from './seat-tokens.js';

/** When the client of an abandoned meeting shall look for its new owner. */
const RETURN_AFTER_MS = 500;

/** What a meeting works with. */
export interface MeetingTools {
  readonly records: MeetingRecords;
  readonly facts: MeetingFacts;
  readonly out: SocketOut;
  readonly clock: Clock;
  readonly log: Log;
  readonly seatGraceMs: number;
  /** True once the caller's socket has ended. */
  readonly hasEnded: (caller: Caller) => boolean;
  /** Called once, when the meeting is over. `recorded` never rejects. */
  readonly onOver: (live: LiveMeeting, recorded: Promise<void>) => void;
}

/** A seat that a socket may take, once its media stands. */
export interface Claim {
  readonly participantId: ParticipantId;
  readonly resumeToken: string;
  /** Resolves when the seat and its token are stored. Nobody is told of the token before. */
  readonly recorded: Promise<void>;
}

/**
 * One meeting on the node that owns it: the rules, and beside them who holds which seat, the tokens to come back with,
 * the grace of those who are away, and the order of what is recorded. A socket first claims a seat, and holds it from
 * then on; it is admitted when its media stands. A later claim takes the seat away: the newest wins.
 */
export class LiveMeeting {
  readonly rules: Meeting;
  readonly #tools: MeetingTools;
  readonly #run: MeetingRun;
  readonly #holders = new Map<ParticipantId, Caller>();
  readonly #tokens = new Map<ParticipantId, TokenHashes>();
  readonly #graces = new Map<ParticipantId, () => void>();
  readonly #writes = new Map<ParticipantId, TaskQueue>();
  #started: Promise<void> = Promise.resolve();

  constructor(rules: Meeting, run: number, tools: MeetingTools) {
    this.rules = rules;
    this.#run = { meetingId: rules.meetingId, run };
    this.#tools = tools;
  }

  get meetingId() {
    return this.rules.meetingId;
  }

  get roomId() {
    return this.rules.roomId;
  }

  /** True when a server before this one ran it: its media may stand on a host that has not called yet. */
  get isRecovered(): boolean {
    return this.#run.run > 0;
  }

  /** What must be stored before any seat can be. A failure of it fails each claim. */
  startAfter(started: Promise<void>): void {
    this.#started = started;
    started.catch(() => undefined); // Each seat's write meets the failure and answers for it.
  }

  /** Takes up the seats of the run before, everybody absent, with a grace period of their own. */
  restore({ seats }: RecoveredMeeting): void {
    for (const { tokens, ...seat } of seats) {
      this.rules.restore(seat);
      this.#tokens.set(seat.participantId, tokens);
      this.#startGrace(seat.participantId);
    }
  }

  /** @throws {Refusal} as `Meeting.arrive` does. */
  arrive(caller: Caller, { name, joinKey }: { readonly name: string; readonly joinKey: string }): Claim {
    const { identityId } = caller;
    const atMs = this.#tools.clock.nowMs();
    const fresh = ParticipantId.parse(randomUUID());
    const participantId = this.rules.arrive({ participantId: fresh, identityId, name, joinKey, atMs });
    const issued = firstToken();
    // The token of a first answer that was lost, or is still on its way, stays good beside the new one.
    const tokens = { current: issued.hashes.current, previous: this.#tokens.get(participantId)?.current };
    this.#hold(caller, participantId);
    return {
      participantId,
      resumeToken: issued.token,
      recorded: this.#keep(participantId, tokens, participantId === fresh),
    };
  }

  /**
   * Claims a seat of one's own with its token.
   *
   * @throws {Refusal} `seat-lost`, whatever was wrong, in one and the same sentence.
   */
  reclaim(caller: Caller, shown: { readonly participantId: ParticipantId; readonly resumeToken: string }): Claim {
    const { participantId } = shown;
    const seat = this.rules.seat(participantId);
    const tokens = this.#tokens.get(participantId);
    const isTheirs = seat !== undefined && seat.identityId === caller.identityId;
    const issued = isTheirs && tokens !== undefined ? exchangeToken(tokens, shown.resumeToken) : undefined;
    if (issued === undefined) throw seatLost();
    this.#hold(caller, participantId);
    return { participantId, resumeToken: issued.token, recorded: this.#keep(participantId, issued.hashes, false) };
  }

  /**
   * Seats whoever claimed, and gives them the meeting as it stands at this moment. Facts from here on follow.
   *
   * @throws {Refusal} `seat-lost` when another socket has claimed the seat since, or this one has ended.
   */
  admit(caller: Caller, participantId: ParticipantId): MeetingSnapshot {
    this.requireHeld(caller, participantId);
    bindSeat(caller, { meetingId: this.meetingId, participantId });
    this.#tools.out.joinMeeting(caller.socketId, this.meetingId);
    this.tell(this.rules.admit(participantId), caller.socketId);
    return this.view();
  }

  /** @throws {Refusal} `seat-lost` as `admit` does. For a look in between, after each `await`. */
  requireHeld(caller: Caller, participantId: ParticipantId): void {
    const isHeld = this.#holders.get(participantId) === caller && !this.#tools.hasEnded(caller);
    if (!isHeld || this.rules.stateOf(participantId) === 'gone') throw seatLost();
  }

  /**
   * Lets go of a seat without giving it up: the socket has ended, or its claim came to nothing. Safe to repeat, and
   * when somebody else holds the seat by now. Somebody who never arrived leaves unnoticed.
   */
  release(caller: Caller, participantId: ParticipantId): void {
    if (this.#holders.get(participantId) !== caller) return;
    this.#holders.delete(participantId);
    this.#unbind(caller, participantId);
    const state = this.rules.stateOf(participantId);
    if (state === 'arriving') return this.leave(participantId, 'lost');
    if (state === 'gone') return;
    this.tell(this.rules.lose(participantId));
    this.#startGrace(participantId);
  }

  /** Gives a seat up at once. Safe to repeat. The last one out ends the meeting. */
  leave(participantId: ParticipantId, reason: LeaveReason): void {
    if (this.rules.stateOf(participantId) === 'gone') return;
    this.#letGo(participantId);
    this.tell(this.rules.leave(participantId, reason));
    const atMs = this.#tools.clock.nowMs();
    const left = { participantId, reason, atMs };
    const recorded = this.#recordEnd(this.#write(participantId, () => this.#tools.records.leaveSeat(this.#run, left)));
    void recorded.then(() => this.#writes.delete(participantId));
    this.endIfEmpty();
  }

  /** Ends the meeting for everyone. Safe to repeat; resolves when that is stored or was given up on, never rejects. */
  end(reason: EndReason): Promise<void> {
    if (this.rules.isEnded) return Promise.resolve();
    const holders = [...this.#holders];
    this.tell(this.rules.end(reason));
    this.#forgetAll();
    // Facts leave at the end of this turn of the event loop, and their audience must last as long.
    setImmediate(() => {
      for (const [participantId, caller] of holders) this.#unbind(caller, participantId);
    });
    const recorded = this.#recordEnd(
      this.#afterWrites(() => this.#tools.records.end(this.#run, this.#tools.clock.nowMs())),
    );
    this.#tools.onOver(this, recorded);
    return recorded;
  }

  endIfEmpty(): void {
    if (!this.rules.isOccupied) void this.end('expired');
  }

  /** Another node owns the meeting now: its sockets are sent to look for it, and nothing is ended or recorded. */
  abandon(): void {
    const holders = [...this.#holders];
    this.#forgetAll();
    for (const [participantId, caller] of holders) {
      this.#unbind(caller, participantId);
      this.#tools.out.toSocket(caller.socketId, 'connection.closed', {
        reason: 'server-draining',
        returnAfterMs: RETURN_AFTER_MS,
      });
      this.#tools.out.disconnect(caller.socketId);
    }
  }

  /** The socket that holds a seat and was admitted to it; undefined while its owner is away. */
  socketOf(participantId: ParticipantId): string | undefined {
    return this.rules.stateOf(participantId) === 'present' ? this.#holders.get(participantId)?.socketId : undefined;
  }

  view(): MeetingSnapshot {
    return this.rules.view(this.#tools.clock.nowMs());
  }

  /** Carries facts of the rules onward. Each change of the rules goes through here, in the order it was made. */
  tell(facts: readonly MeetingFact[], exceptSocketId?: string): void {
    for (const fact of facts) {
      this.#tools.facts.tell({ meetingId: this.meetingId, roomId: this.roomId, fact, exceptSocketId });
    }
  }

  snapshot() {
    return {
      ...this.rules.snapshot(),
      run: this.#run.run,
      held: [...this.#holders].map(([participantId, { socketId }]) => ({ participantId, socketId })),
      inGrace: [...this.#graces.keys()],
    };
  }

  #hold(caller: Caller, participantId: ParticipantId): void {
    const before = this.#holders.get(participantId);
    this.#graces.get(participantId)?.();
    this.#graces.delete(participantId);
    this.#holders.set(participantId, caller);
    if (before === undefined || before === caller) return;
    this.#unbind(before, participantId);
    this.#tools.out.toSocket(before.socketId, 'seat.taken', {});
    this.#tools.out.disconnect(before.socketId);
  }

  #letGo(participantId: ParticipantId): void {
    const caller = this.#holders.get(participantId);
    this.#holders.delete(participantId);
    this.#tokens.delete(participantId);
    this.#graces.get(participantId)?.();
    this.#graces.delete(participantId);
    if (caller !== undefined) this.#unbind(caller, participantId);
  }

  /** A socket that claimed this seat may still speak for another one; that binding is not ours to end. */
  #unbind(caller: Caller, participantId: ParticipantId): void {
    if (caller.seat?.participantId !== participantId) return;
    unbindSeat(caller);
    this.#tools.out.leaveMeeting(caller.socketId, this.meetingId);
  }

  #startGrace(participantId: ParticipantId): void {
    this.#graces.get(participantId)?.();
    this.#graces.set(
      participantId,
      this.#tools.clock.after(this.#tools.seatGraceMs, () => this.leave(participantId, 'lost')),
    );
  }

  #forgetAll(): void {
    for (const cancel of this.#graces.values()) cancel();
    this.#graces.clear();
    this.#holders.clear();
    this.#tokens.clear();
  }

  #keep(participantId: ParticipantId, tokens: TokenHashes, isNew: boolean): Promise<void> {
    this.#tokens.set(participantId, tokens);
    const seat = this.rules.seat(participantId);
    const { records } = this.#tools;
    const recorded = this.#write(participantId, async () => {
      if (isNew && seat !== undefined) return records.takeSeat(this.#run, { ...recordOf(seat), tokens });
      // A later claim has voided this token already, and stores its own.
      if (this.#tokens.get(participantId) === tokens) await records.keepTokens(this.#run, { participantId, tokens });
    });
    recorded.catch(() => undefined); // Whoever claimed awaits it, but perhaps not before something else has failed.
    return recorded;
  }

  #write(participantId: ParticipantId, write: () => Promise<void>): Promise<void> {
    const queue = this.#writes.get(participantId) ?? new TaskQueue();
    this.#writes.set(participantId, queue);
    return queue.run(async () => {
      await this.#started;
      await write();
    });
  }

  async #afterWrites(write: () => Promise<void>): Promise<void> {
    await Promise.all([...this.#writes.values()].map((queue) => queue.run(() => Promise.resolve())));
    await write();
  }

  /** Never rejects: a seat whose end could not be stored is read back by the next run, and ends after its grace. */
  async #recordEnd(write: Promise<void>): Promise<void> {
    try {
      await write;
    } catch (fault) {
      this.#tools.log.warn({ meetingId: this.meetingId, fault }, 'the end of a seat or meeting could not be recorded');
    }
  }
}

function recordOf({ participantId, identityId, name, role, joinedAtMs }: KeptSeat): KeptSeat {
  return { participantId, identityId, name, role, joinedAtMs };
}

function seatLost(): Refusal {
  return new Refusal('seat-lost', 'Your seat in this meeting was given up or taken over.');
}
