import { randomUUID } from 'node:crypto';
import {
  ParticipantId,
  Refusal,
  WaitingId,
  type Input,
  type LeaveReason,
  type MeetingSnapshot,
  type SignallingRequests,
} from '#contracts';
import type { Caller } from '../wire/caller.js';
import { Alarm } from './alarm.js';
import { isForStewards, type EndReason, type MeetingFact } from './meeting-fact.js';
import type { MeetingRun, RecoveredMeeting, SeatEnd } from './meeting-records.js';
import type { CommandName, CommandOf } from './meeting-terms.js';
import type { Claim, MeetingTools, Newcomer } from './meeting-tools.js';
import type { Meeting } from './meeting.js';
import { SeatHolders, type Parting } from './seat-holders.js';
import { exchangeToken, firstToken, type IssuedToken, type TokenHashes } from './seat-tokens.js';
import { SeatWrites } from './seat-writes.js';
import { StateKeeper } from './state-keeper.js';
import { WaitingRoom } from './waiting-room.js';

export type { Claim } from './meeting-tools.js';

/** When the client of an abandoned meeting shall look for its new owner. */
const RETURN_AFTER_MS = 500;

/**
 * One meeting on the node that owns it: the rules, and beside them who holds which seat, the tokens to come back with,
 * and the order of what is recorded. A socket first claims a seat, and holds it from then on; it is admitted when its
 * media stands. A later claim takes the seat away: the newest wins.
 */
export class LiveMeeting {
  readonly rules: Meeting;
  readonly #tools: MeetingTools;
  readonly #run: MeetingRun;
  readonly #holders: SeatHolders;
  readonly #tokens = new Map<ParticipantId, TokenHashes>();
  readonly #writes: SeatWrites;
  readonly #waiting: WaitingRoom;
  readonly #alarm: Alarm;
  readonly #keeper: StateKeeper;

  constructor(rules: Meeting, run: number, tools: MeetingTools) {
    this.rules = rules;
    this.#run = { meetingId: rules.meetingId, run };
    this.#tools = tools;
    this.#writes = new SeatWrites(this.#run, tools.records, tools.log);
    this.#holders = new SeatHolders(rules.meetingId, tools, (participantId, how) => this.leave(participantId, how));
    this.#waiting = new WaitingRoom(tools.clock, tools.seatGraceMs);
    this.#alarm = new Alarm(tools.clock, () => this.#elapse());
    this.#keeper = new StateKeeper(tools.clock, async () => {
      await this.#writes.started;
      // In a large meeting this is much to write down. What people are told leaves at the end of this turn, before it.
      await new Promise<void>((resolve) => void setImmediate(resolve));
      await tools.records.keepState(this.#run, rules.state());
    });
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
    this.#writes.startAfter(started);
    // Whoever looks the room up learns who may come into this very meeting, whatever becomes of the room's settings.
    this.#keeper.keep();
  }

  /** Takes up the seats of the run before, everybody absent, with a grace period of their own. */
  restore({ seats, state }: RecoveredMeeting): void {
    for (const { tokens, ...seat } of seats) {
      this.rules.restore(seat);
      this.#tokens.set(seat.participantId, tokens);
      this.#holders.startGrace(seat.participantId);
    }
    if (state !== undefined) this.rules.restoreState(state);
    this.#alarm.set(this.rules.nextDueMs());
  }

  /** @throws {Refusal} as `Meeting.arrive` does. */
  arrive(caller: Caller, { name, joinKey, standing, participantId: chosen }: Newcomer): Claim {
    const { identityId } = caller;
    const atMs = this.#tools.clock.nowMs();
    const fresh = chosen ?? ParticipantId.parse(randomUUID());
    const participantId = this.rules.arrive({ participantId: fresh, identityId, name, joinKey, atMs, standing });
    const issued = firstToken();
    // The token of a first answer that was lost, or is still on its way, stays good beside the new one.
    const tokens = { current: issued.hashes.current, previous: this.#tokens.get(participantId)?.current };
    this.#holders.hold(caller, participantId);
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
    const tokens = this.#isOwn(caller, participantId) ? this.#tokens.get(participantId) : undefined;
    const issued = tokens === undefined ? undefined : exchangeToken(tokens, shown.resumeToken);
    if (issued === undefined) throw seatLost();
    return this.#claim(caller, participantId, issued);
  }

  /** Claims a seat of one's own from another device; its token works no more. @throws {Refusal} `seat-lost`. */
  takeOver(caller: Caller, participantId: ParticipantId): Claim {
    this.requireOwn(caller, participantId);
    return this.#claim(caller, participantId, firstToken());
  }

  /** @throws {Refusal} `seat-lost` for a seat that is somebody else's, or not here. */
  requireOwn(caller: Caller, participantId: ParticipantId): void {
    if (!this.#isOwn(caller, participantId)) throw seatLost();
  }

  /**
   * Seats whoever claimed, and gives them the meeting as it stands at this moment. Facts from here on follow.
   *
   * @throws {Refusal} `seat-lost` when another socket has claimed the seat since, or this one has ended.
   */
  admit(caller: Caller, participantId: ParticipantId): MeetingSnapshot {
    this.requireHeld(caller, participantId);
    this.#holders.bind(caller, participantId);
    this.tell(this.rules.admit(participantId, caller.avatarUrl), caller.socketId);
    return this.view(participantId);
  }

  /**
   * Asks to be let in: true when the caller may join at once; else they wait, and hear what comes of it.
   *
   * @throws {Refusal} `removed`, `locked`; `room-full` when too many wait; `meeting-ended`.
   */
  knock(caller: Caller, { name, joinKey, standing }: Newcomer): boolean {
    if (this.#tools.hasEnded(caller)) throw seatLost();
    const { identityId } = caller;
    const isGuest = standing?.isGuest ?? true;
    const waitingId = WaitingId.parse(randomUUID());
    const knock = { waitingId, identityId, name, isGuest, joinKey, standing, atMs: this.#tools.clock.nowMs() };
    const { waitingId: placeId, facts } = this.rules.knock(knock);
    if (placeId !== undefined) this.#waiting.hold(placeId, caller);
    this.tell(facts);
    return placeId === undefined;
  }

  /** Gives up waiting. Safe to repeat. */
  stopWaiting(caller: Caller): void {
    const waitingId = this.#waiting.placeOf(caller);
    if (waitingId !== undefined) this.#giveUpWaiting(waitingId);
  }

  /** The socket of somebody who waits has ended; their place is kept for a while. Safe to repeat. */
  releaseWaiting(caller: Caller): void {
    this.#waiting.release(caller, (waitingId) => this.#giveUpWaiting(waitingId));
  }

  /**
   * Gives a command of a participant to the rules, and carries what comes of it. Returns the facts and the sockets that
   * lost their seats by it; those are to be closed once their media is.
   *
   * @throws {Refusal} as `Meeting.command` does.
   */
  command<K extends CommandName>(participantId: ParticipantId, name: K, input: Input<SignallingRequests, K>) {
    const order: CommandOf<K> = { name, input, atMs: this.#tools.clock.nowMs(), newId: randomUUID };
    const facts = this.rules.command(participantId, order);
    const removed = this.tell(facts);
    if (facts.length > 0) this.#keeper.keep();
    this.endIfEmpty();
    return { facts, removed };
  }

  /** Resolves once what hosts have set is stored. @throws {Refusal} `unavailable` when that failed; it stands all the same. */
  async kept(): Promise<void> {
    try {
      await this.#keeper.kept();
    } catch (fault) {
      this.#tools.log.warn({ meetingId: this.meetingId, fault }, 'what hosts have set could not be stored');
      throw new Refusal('unavailable', 'This holds, but could not be stored yet. Please try again.');
    }
  }

  /** @throws {Refusal} `seat-lost` as `admit` does. For a look in between, after each `await`. */
  requireHeld(caller: Caller, participantId: ParticipantId): void {
    const isHeld = this.#holders.of(participantId) === caller && !this.#tools.hasEnded(caller);
    if (!isHeld || this.rules.stateOf(participantId) === 'gone') throw seatLost();
  }

  /**
   * Lets go of a seat without giving it up: the socket has ended, or its claim came to nothing. Safe to repeat, and
   * when somebody else holds the seat by now. Somebody who never arrived leaves unnoticed.
   */
  release(caller: Caller, participantId: ParticipantId, how: Parting = 'lost'): void {
    if (this.#holders.of(participantId) !== caller) return;
    this.#holders.letGo(participantId);
    const state = this.rules.stateOf(participantId);
    if (state === 'arriving') return this.leave(participantId, 'lost');
    if (state === 'gone') return;
    this.tell(this.rules.lose(participantId));
    this.#holders.startGrace(participantId, how);
  }

  /** Gives up the seat of a socket that was closed for good; somebody else's by now stays. Safe to repeat. */
  dismiss(caller: Caller, participantId: ParticipantId): void {
    if (this.#holders.of(participantId) === caller) this.leave(participantId, 'lost');
  }

  /** Gives a seat up at once. Safe to repeat. The last one out ends the meeting. */
  leave(participantId: ParticipantId, reason: LeaveReason): void {
    const seat = this.rules.seat(participantId);
    if (seat === undefined) return;
    const wasArriving = seat.state === 'arriving';
    this.tell(this.rules.leave(participantId, reason));
    // Nobody is told of somebody who was still on the way in.
    if (wasArriving) this.#gone(participantId, reason);
    this.endIfEmpty();
  }

  /** Ends the meeting for everyone. Safe to repeat; resolves when that is stored or was given up on, never rejects. */
  end(reason: EndReason, by?: ParticipantId): Promise<void> {
    if (this.rules.isEnded) return Promise.resolve();
    const holders = this.#holders.all();
    const ends = this.rules.seatIds().map((participantId) => this.#endOf(participantId));
    this.tell(this.rules.end(reason, by));
    this.#forgetAll();
    // Facts leave at the end of this turn of the event loop, and their audience must last as long.
    setImmediate(() => {
      for (const [participantId, caller] of holders) this.#holders.unbind(caller, participantId);
    });
    const recorded = this.#writes.end(this.#tools.clock.nowMs(), ends);
    this.#tools.onOver(recorded);
    return recorded;
  }

  endIfEmpty(): void {
    if (!this.rules.isOccupied) void this.end('expired');
  }

  /** Another node owns the meeting now: its sockets are sent to look for it, and nothing is ended or recorded. */
  abandon(): void {
    const holders = this.#holders.all();
    for (const [participantId, caller] of holders) this.#holders.unbind(caller, participantId);
    const waiting = this.#forgetAll();
    for (const caller of [...holders.map(([, holder]) => holder), ...waiting]) {
      this.#tools.out.toSocket(caller.socketId, 'connection.closed', {
        reason: 'server-draining',
        returnAfterMs: RETURN_AFTER_MS,
      });
      this.#tools.out.disconnect(caller.socketId);
    }
  }

  /** The socket that holds a seat and was admitted to it; undefined while its owner is away. */
  socketOf(participantId: ParticipantId): string | undefined {
    return this.rules.stateOf(participantId) === 'present' ? this.#holders.of(participantId)?.socketId : undefined;
  }

  /** The sockets of hosts and co-hosts. */
  stewardSockets(): string[] {
    return this.rules.stewardIds().flatMap((participantId) => this.socketOf(participantId) ?? []);
  }

  /** The meeting as one participant may see it; without one, as everybody in it may. */
  view(participantId?: ParticipantId): MeetingSnapshot {
    return this.rules.view(this.#tools.clock.nowMs(), participantId);
  }

  /**
   * Carries facts of the rules onward. Each change of the rules goes through here, in the order it was made. Returns
   * the sockets that lost their seats by them.
   */
  tell(facts: readonly MeetingFact[], exceptSocketId?: string): Caller[] {
    const { meetingId, roomId } = this;
    const removed = new Map<ParticipantId, Caller>();
    for (const fact of facts) {
      if (fact.kind === 'participant.left') {
        const caller = this.#gone(fact.participantId, fact.reason);
        if (caller !== undefined) removed.set(fact.participantId, caller);
      }
      if (fact.kind === 'waiting.entered') {
        const caller = removed.get(fact.participantId);
        if (caller !== undefined) this.#waiting.hold(fact.waitingId, caller);
        removed.delete(fact.participantId);
      }
      const socketIds = this.#audienceOf(fact);
      if (fact.kind === 'waiting.told' && fact.news !== 'told') this.#waiting.drop(fact.waitingId);
      const atMs = this.#tools.clock.nowMs();
      this.#tools.facts.tell({ meetingId, roomId, fact, atMs, exceptSocketId, socketIds });
    }
    this.#alarm.set(this.rules.isEnded ? undefined : this.rules.nextDueMs());
    if (facts.some(({ kind }) => kind === 'host.acted')) this.#keeper.keep();
    return [...removed.values()];
  }

  snapshot() {
    return { ...this.rules.snapshot(), run: this.#run.run, ...this.#holders.snapshot() };
  }

  /** Undefined for a fact that everybody in the meeting may hear. */
  #audienceOf(fact: MeetingFact): string[] | undefined {
    if (fact.kind === 'waiting.told' || fact.kind === 'waiting.entered') {
      return present(this.#waiting.socketOf(fact.waitingId));
    }
    if (fact.kind === 'unmute.asked') return present(this.socketOf(fact.participantId));
    return isForStewards(fact) ? this.stewardSockets() : undefined;
  }

  #elapse(): void {
    const facts = this.rules.elapse(this.#tools.clock.nowMs());
    this.tell(facts);
    if (facts.length > 0) this.#keeper.keep();
  }

  #giveUpWaiting(waitingId: WaitingId): void {
    this.#waiting.drop(waitingId);
    this.tell(this.rules.stopWaiting(waitingId));
    this.endIfEmpty();
  }

  /** A seat is no more: its socket speaks for nobody, and its end is recorded. */
  #gone(participantId: ParticipantId, reason: LeaveReason): Caller | undefined {
    const caller = this.#holders.letGo(participantId);
    this.#tokens.delete(participantId);
    this.#writes.leave({ ...this.#endOf(participantId), reason, atMs: this.#tools.clock.nowMs() });
    return caller;
  }

  #endOf(participantId: ParticipantId): SeatEnd {
    return { participantId, spokenMs: this.rules.spokenMs(participantId) };
  }

  /** Hands out the sockets of those who waited. */
  #forgetAll(): Caller[] {
    this.#alarm.set(undefined);
    this.#keeper.close();
    this.#holders.clear();
    this.#tokens.clear();
    return this.#waiting.clear();
  }

  #isOwn({ identityId }: Caller, participantId: ParticipantId): boolean {
    return this.rules.seat(participantId)?.identityId === identityId;
  }

  #claim(caller: Caller, participantId: ParticipantId, { token, hashes }: IssuedToken): Claim {
    this.#holders.hold(caller, participantId);
    return { participantId, resumeToken: token, recorded: this.#keep(participantId, hashes, false) };
  }

  #keep(participantId: ParticipantId, tokens: TokenHashes, isNew: boolean): Promise<void> {
    this.#tokens.set(participantId, tokens);
    const seat = this.rules.seat(participantId);
    if (isNew && seat !== undefined) return this.#writes.take(seat, tokens);
    const isLatest = () => this.#tokens.get(participantId) === tokens;
    return this.#writes.keepTokens({ participantId, tokens, isLatest });
  }
}

function present(socketId: string | undefined): string[] {
  return socketId === undefined ? [] : [socketId];
}

function seatLost(): Refusal {
  return new Refusal('seat-lost', 'Your seat in this meeting was given up or taken over.');
}
