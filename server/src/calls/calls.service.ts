import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import {
  Refusal,
  type Call,
  type CallId,
  type Input,
  type Output,
  type RoomId,
  type SignallingRequests,
} from '#contracts';
import { RoomsService } from '../rooms/rooms.service.js';
import type { Caller } from '../wire/caller.js';
import { RateLimits } from '../wire/rate-limits.js';
import { add, mayBeAdded } from './additions.js';
import { CALL_TOOLS, CallKeeper, type CallTools } from './call-keeper.js';
import type { CallMember } from './call-people.js';
import { accept, decline, dial, endWithMeeting, expire, hangUp, isIn, noCall, viewOf, type KeptCall } from './call.js';

/** Calls that nobody ended are looked for this often: their server died while they rang, or ran. */
const SWEEP_EVERY_MS = 10_000;
/** Most calls that one sweep ends, and most that are told of at once. */
const STRAY_MAX_COUNT = 100;
const CURRENT_MAX_COUNT = 50;

type Requests = SignallingRequests;

/** A call and where it takes place. */
export interface Admission {
  readonly call: Call;
  readonly roomId: RoomId;
}

/** Calls between the members of a conversation, and those whom they bring in. A call is a meeting in a room of its own. */
@Injectable()
export class CallsService implements OnApplicationBootstrap, OnApplicationShutdown {
  #stop: () => void = () => undefined;

  constructor(
    @Inject(CALL_TOOLS) private readonly tools: CallTools,
    @Inject(CallKeeper) private readonly keeper: CallKeeper,
    @Inject(RoomsService) private readonly rooms: RoomsService,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  onApplicationBootstrap(): void {
    const again = () => {
      const sweep = () => void this.keeper.quietly(() => this.#sweep()).then(again);
      this.#stop = this.tools.clock.after(SWEEP_EVERY_MS, sweep);
    };
    again();
  }

  onApplicationShutdown(): void {
    this.#stop();
  }

  /** @throws {Refusal} `not-found` when the conversation is not one between the caller and other people. */
  async start(caller: Caller, input: Input<Requests, 'call.start'>): Promise<Admission> {
    const members = await this.tools.records.membersOf(input.conversationId);
    const me = members.find(({ identityId }) => identityId === caller.identityId);
    if (me === undefined || members.length < 2) throw new Refusal('not-found', 'There is no such conversation.');
    const present = await this.tools.records.find(input);
    if (present !== undefined) return this.#meet(caller, present, input);
    const call = await this.#dial(me, members, input);
    return (await this.keeper.begin(call)) ? admissionTo(call) : this.#met(caller, input);
  }

  /** @throws {Refusal} `conflict` when another device of the same person was first; `not-found` when it is over. */
  async accept(caller: Caller, callId: CallId): Promise<Admission> {
    const { identityId, socketId } = caller;
    const atMs = this.tools.clock.nowMs();
    const call = await this.keeper.change(callId, (one) => accept(one, { identityId, socketId, atMs }), caller);
    return admissionTo(call);
  }

  async decline({ identityId }: Caller, { callId, message }: Input<Requests, 'call.decline'>): Promise<void> {
    const atMs = this.tools.clock.nowMs();
    await this.keeper.change(callId, (call) => decline(call, { identityId, message, atMs }));
  }

  async hangUp({ identityId }: Caller, callId: CallId): Promise<void> {
    const atMs = this.tools.clock.nowMs();
    await this.keeper.change(callId, (call) => hangUp(call, { identityId, atMs }));
  }

  /**
   * @throws {Refusal} `not-found` for who is not in the call; `forbidden` for people whom the caller may not call;
   *   `limit-reached`; `too-many-requests`.
   */
  async add({ identityId: byId }: Caller, { callId, identityIds }: Input<Requests, 'call.add'>): Promise<Call> {
    const { records, clock } = this.tools;
    const present = await records.get(callId);
    if (present === undefined || !isIn(present, byId)) throw noCall();
    await this.limits.identityRings.demand(byId);
    const wanted = [...new Set(identityIds)].filter((id) => mayBeAdded(present, id));
    const { conversationId } = present;
    const found = await records.callable({ byId, conversationId, identityIds: [byId, ...wanted] });
    const by = found.find(({ identityId }) => identityId === byId);
    const people = found.filter(({ identityId }) => identityId !== byId);
    if (by === undefined || people.length < wanted.length) {
      throw new Refusal('forbidden', 'You can call people with an account whom you have met in a meeting.');
    }
    const adding = {
      by: { identityId: byId, name: by.name },
      people,
      busyIds: await records.busy(wanted),
      newEntryId: randomUUID,
      atMs: clock.nowMs(),
    };
    return viewOf(await this.keeper.change(callId, (call) => add(call, adding)));
  }

  async current({ identityId }: Caller): Promise<Output<Requests, 'call.current'>> {
    const calls = await this.tools.records.current(identityId, CURRENT_MAX_COUNT);
    const placed = calls.filter(
      ({ callerId, acceptedOn, callees }) =>
        callerId === identityId ||
        acceptedOn[identityId] !== undefined ||
        callees.some((one) => one.identityId === identityId && one.state === 'ringing'),
    );
    return { calls: calls.map(viewOf), places: placed.map(({ callId, roomId }) => ({ callId, roomId })) };
  }

  async #dial(
    me: CallMember,
    members: readonly CallMember[],
    { callId, conversationId, media }: Input<Requests, 'call.start'>,
  ): Promise<KeptCall> {
    const others = members.filter(({ identityId }) => identityId !== me.identityId);
    const busyIds = await this.tools.records.busy(others.map(({ identityId }) => identityId));
    const { roomId } = await this.rooms.create(me.identityId);
    const atMs = this.tools.clock.nowMs();
    const from = { callerId: me.identityId, callerName: me.name };
    return dial({ callId, conversationId, media, ...from, roomId, others, busyIds, atMs });
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

  async #sweep(): Promise<void> {
    const nowMs = this.tools.clock.nowMs();
    for (const { callId, isRinging } of await this.tools.records.stray(nowMs, STRAY_MAX_COUNT))
      await this.keeper.change(callId, (call) => (isRinging ? expire(call, nowMs) : endWithMeeting(call, nowMs)));
  }
}

function admissionTo(call: KeptCall): Admission {
  return { call: viewOf(call), roomId: call.roomId };
}
