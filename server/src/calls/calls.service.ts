import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Refusal, type Call, type CallId, type Input, type RoomId, type SignallingRequests } from '#contracts';
import type { Clock, Log } from '#kernel';
import { MeetingFacts } from '../meetings/meeting-fact.js';
import { RoomsService } from '../rooms/rooms.service.js';
import type { Caller } from '../wire/caller.js';
import type { CallFacts } from './call-fact.js';
import type { CallMember, CallRecords } from './call-records.js';
import {
  accept,
  decline,
  dial,
  endWithMeeting,
  everybodyIn,
  expire,
  hangUp,
  noCall,
  viewOf,
  type KeptCall,
} from './call.js';

export const CALL_TOOLS = Symbol('CallTools');

export interface CallTools {
  readonly records: CallRecords;
  readonly facts: CallFacts;
  readonly clock: Clock;
  readonly log: Log;
}

/** Calls that nobody ended are looked for this often: their server died while they rang, or ran. */
const SWEEP_EVERY_MS = 10_000;
/** Most calls that one sweep ends, and most that are told of at once. */
const STRAY_MAX_COUNT = 100;
const CURRENT_MAX_COUNT = 50;
/** A timer that fires a little late never finds that it is not yet time. */
const LATE_MS = 50;

type Requests = SignallingRequests;

/** A call and where it takes place. */
export interface Admission {
  readonly call: Call;
  readonly roomId: RoomId;
}

/** Calls between the members of a conversation. Record, then tell; a call is a meeting in a room of its own. */
@Injectable()
export class CallsService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #rings = new Map<CallId, () => void>();
  readonly #stops: (() => void)[] = [];

  constructor(
    @Inject(CALL_TOOLS) private readonly tools: CallTools,
    @Inject(RoomsService) private readonly rooms: RoomsService,
    @Inject(MeetingFacts) meetings: MeetingFacts,
  ) {
    this.#stops.push(
      meetings.listen(({ roomId, fact }) => {
        if (fact.kind === 'meeting.ended') void this.#quietly(() => this.#roomEnded(roomId));
      }),
    );
  }

  onApplicationBootstrap(): void {
    let cancel: () => void = () => undefined;
    const again = () => {
      cancel = this.tools.clock.after(SWEEP_EVERY_MS, () => void this.#quietly(() => this.#sweep()).then(again));
    };
    again();
    this.#stops.push(() => cancel());
  }

  onApplicationShutdown(): void {
    for (const stop of [...this.#stops, ...this.#rings.values()]) stop();
  }

  /** @throws {Refusal} `not-found` when the conversation is not one between the caller and other people. */
  async start(caller: Caller, input: Input<Requests, 'call.start'>): Promise<Admission> {
    const members = await this.tools.records.membersOf(input.conversationId);
    const me = members.find(({ identityId }) => identityId === caller.identityId);
    if (me === undefined || members.length < 2) throw new Refusal('not-found', 'There is no such conversation.');
    const present = await this.tools.records.find(input);
    if (present !== undefined) return this.#meet(caller, present, input);
    const call = await this.#dial(me, members, input);
    if (!(await this.tools.records.insert(call))) return this.#met(caller, input);
    this.#ring(call);
    if (call.state === 'ended') await this.#log(call);
    return admissionTo(call);
  }

  /** @throws {Refusal} `conflict` when another device of the same person was first; `not-found` when it is over. */
  async accept(caller: Caller, callId: CallId): Promise<Admission> {
    const { identityId, socketId } = caller;
    const atMs = this.tools.clock.nowMs();
    const call = await this.#change(callId, (call) => accept(call, { identityId, socketId, atMs }), caller);
    return admissionTo(call);
  }

  async decline({ identityId }: Caller, { callId, message }: Input<Requests, 'call.decline'>): Promise<void> {
    const atMs = this.tools.clock.nowMs();
    await this.#change(callId, (call) => decline(call, { identityId, message, atMs }));
  }

  async hangUp({ identityId }: Caller, callId: CallId): Promise<void> {
    const atMs = this.tools.clock.nowMs();
    await this.#change(callId, (call) => hangUp(call, { identityId, atMs }));
  }

  async current({ identityId }: Caller): Promise<Call[]> {
    return (await this.tools.records.current(identityId, CURRENT_MAX_COUNT)).map(viewOf);
  }

  snapshot() {
    return { ringingHere: [...this.#rings.keys()] };
  }

  async #dial(
    me: CallMember,
    members: readonly CallMember[],
    { callId, conversationId, media }: Input<Requests, 'call.start'>,
  ): Promise<KeptCall> {
    const calleeIds = members.map(({ identityId }) => identityId).filter((id) => id !== me.identityId);
    const busyIds = await this.tools.records.busy(calleeIds);
    const { roomId } = await this.rooms.create(me.identityId);
    const atMs = this.tools.clock.nowMs();
    const from = { callerId: me.identityId, callerName: me.name };
    return dial({ callId, conversationId, media, ...from, roomId, calleeIds, busyIds, atMs });
  }

  /** Somebody else’s call was first by a moment. */
  async #met(caller: Caller, input: Input<Requests, 'call.start'>): Promise<Admission> {
    const present = await this.tools.records.find(input);
    if (present === undefined) throw new Refusal('unavailable', 'The call could not be made. Please try again.');
    return this.#meet(caller, present, input);
  }

  /** Who calls while it rings for them has accepted; who calls their own call again gets it again. */
  async #meet(caller: Caller, call: KeptCall, { conversationId }: Input<Requests, 'call.start'>): Promise<Admission> {
    // An id that was made up for another call is no way into it.
    if (call.conversationId !== conversationId) throw noCall();
    const isMine = call.callerId === caller.identityId || call.acceptedOn[caller.identityId] !== undefined;
    return isMine ? admissionTo(call) : this.accept(caller, call.callId);
  }

  async #change(callId: CallId, rule: (call: KeptCall) => KeptCall, acceptor?: Caller): Promise<KeptCall> {
    const changed = await this.tools.records.change(callId, rule);
    if (changed === undefined) throw noCall();
    const { call, isNew } = changed;
    if (!isNew) return call;
    this.#tell(call, acceptor);
    if (call.state === 'ended') await this.#log(call);
    return call;
  }

  #ring(call: KeptCall): void {
    const ringing = call.callees.filter(({ state }) => state === 'ringing').map(({ identityId }) => identityId);
    this.tools.facts.tell({ kind: 'rings', call: viewOf(call), identityIds: ringing });
    // The caller's other devices show it too, and those who are busy will see that they were called.
    const others = everybodyIn(call).filter((id) => !ringing.includes(id));
    this.tools.facts.tell({ kind: 'changed', call: viewOf(call), identityIds: others });
    if (ringing.length === 0) return;
    const waitMs = call.ringsUntilMs - this.tools.clock.nowMs() + LATE_MS;
    this.#rings.set(
      call.callId,
      this.tools.clock.after(waitMs, () => void this.#quietly(() => this.#expire(call.callId))),
    );
  }

  #tell(call: KeptCall, acceptor?: Caller): void {
    const everybody = everybodyIn(call);
    const others = everybody.filter((id) => id !== acceptor?.identityId);
    this.tools.facts.tell({ kind: 'changed', call: viewOf(call), identityIds: others });
    if (acceptor === undefined) return;
    const mine = { identityIds: [acceptor.identityId], acceptedOn: acceptor.socketId };
    this.tools.facts.tell({ kind: 'changed', call: viewOf(call), ...mine });
  }

  /** Never rejects: a call without its entry is over all the same. */
  async #log(call: KeptCall): Promise<void> {
    this.#rings.get(call.callId)?.();
    this.#rings.delete(call.callId);
    await this.#quietly(async () => {
      const message = await this.tools.records.log(call);
      if (message === undefined) return;
      const { conversationId } = call;
      this.tools.facts.tell({ kind: 'logged', conversationId, message, identityIds: everybodyIn(call) });
    });
  }

  async #expire(callId: CallId): Promise<void> {
    this.#rings.delete(callId);
    await this.#change(callId, (call) => expire(call, this.tools.clock.nowMs()));
  }

  async #roomEnded(roomId: RoomId): Promise<void> {
    const callId = await this.tools.records.inRoom(roomId);
    if (callId !== undefined) await this.#change(callId, (call) => endWithMeeting(call, this.tools.clock.nowMs()));
  }

  async #sweep(): Promise<void> {
    const nowMs = this.tools.clock.nowMs();
    for (const callId of await this.tools.records.stray(nowMs, STRAY_MAX_COUNT)) {
      await this.#change(callId, (call) =>
        call.state === 'ringing' ? expire(call, nowMs) : endWithMeeting(call, nowMs),
      );
    }
  }

  /** Never rejects: what fails here is found by the next sweep. */
  async #quietly(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (fault) {
      this.tools.log.warn({ fault }, 'a call could not be brought up to date');
    }
  }
}

function admissionTo(call: KeptCall): Admission {
  return { call: viewOf(call), roomId: call.roomId };
}
