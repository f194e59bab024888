import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { CallId, IdentityId } from '#contracts';
import type { Clock, Log } from '#kernel';
import type { Caller } from '../wire/caller.js';
import { settledAdditions, type AdditionEntry } from './additions.js';
import type { CallFacts } from './call-fact.js';
import type { CallRecords } from './call-records.js';
import { everybodyIn, expire, nextMissMs, noCall, viewOf, type KeptCall } from './call.js';

export const CALL_TOOLS = Symbol('CallTools');

export interface CallTools {
  readonly records: CallRecords;
  readonly facts: CallFacts;
  readonly clock: Clock;
  readonly log: Log;
}

/** A timer that fires a little late never finds that it is not yet time. */
const LATE_MS = 50;

/** Changes calls: record, then tell, then write into conversations what became of them; and ends their ringing. */
@Injectable()
export class CallKeeper implements OnApplicationShutdown {
  readonly #rings = new Map<CallId, () => void>();

  constructor(@Inject(CALL_TOOLS) private readonly tools: CallTools) {}

  onApplicationShutdown(): void {
    for (const stop of this.#rings.values()) stop();
  }

  /** False when another call of this conversation was first. */
  async begin(call: KeptCall): Promise<boolean> {
    if (!(await this.tools.records.insert(call))) return false;
    await this.#onChange(undefined, call);
    return true;
  }

  /** @throws {Refusal} `not-found` when there is no such call; else what the rule throws. */
  async change(callId: CallId, rule: (call: KeptCall) => KeptCall, acceptor?: Caller): Promise<KeptCall> {
    const changed = await this.tools.records.change(callId, rule);
    if (changed === undefined) throw noCall();
    const { before, call } = changed;
    if (call === before) this.#arm(call);
    else await this.#onChange(before, call, acceptor);
    return call;
  }

  /** Never rejects: what fails here is found by the next sweep. */
  async quietly(task: () => Promise<unknown>): Promise<void> {
    try {
      await task();
    } catch (fault) {
      this.tools.log.warn({ fault }, 'a call could not be brought up to date');
    }
  }

  snapshot() {
    return { ringingHere: [...this.#rings.keys()] };
  }

  async #onChange(before: KeptCall | undefined, call: KeptCall, acceptor?: Caller): Promise<void> {
    this.#tell(before, call, acceptor);
    this.#arm(call);
    for (const entry of settledAdditions(before, call)) await this.quietly(() => this.#logAddition(entry));
    if (call.state === 'ended') await this.quietly(() => this.#log(call));
  }

  /** Those for whom it begins to ring ring; the others see what became of it, on all their devices. */
  #tell(before: KeptCall | undefined, call: KeptCall, acceptor?: Caller): void {
    const rangIds = new Set(before === undefined ? [] : ringingIn(before));
    const toRing = ringingIn(call).filter((id) => !rangIds.has(id));
    const { roomId } = call;
    if (toRing.length > 0) this.tools.facts.tell({ kind: 'rings', call: viewOf(call), roomId, identityIds: toRing });
    const others = everybodyIn(call).filter((id) => !toRing.includes(id) && id !== acceptor?.identityId);
    this.tools.facts.tell({ kind: 'changed', call: viewOf(call), identityIds: others });
    if (acceptor === undefined) return;
    const mine = { identityIds: [acceptor.identityId], acceptedOn: acceptor.socketId };
    this.tools.facts.tell({ kind: 'changed', call: viewOf(call), ...mine });
  }

  /** Looks at the call again when the next one will have missed it. */
  #arm(call: KeptCall): void {
    const { callId } = call;
    this.#rings.get(callId)?.();
    this.#rings.delete(callId);
    const dueAtMs = call.state === 'ended' ? undefined : nextMissMs(call);
    if (dueAtMs === undefined) return;
    const waitMs = dueAtMs - this.tools.clock.nowMs() + LATE_MS;
    const look = () => void this.quietly(() => this.change(callId, (one) => expire(one, this.tools.clock.nowMs())));
    this.#rings.set(callId, this.tools.clock.after(waitMs, look));
  }

  async #log(call: KeptCall): Promise<void> {
    const message = await this.tools.records.log(call);
    if (message === undefined) return;
    const { conversationId } = call;
    const outsiders = new Set(Object.keys(call.additions ?? {}));
    const identityIds = everybodyIn(call).filter((id) => !outsiders.has(id));
    this.tools.facts.tell({ kind: 'logged', conversationId, message, identityIds });
  }

  async #logAddition(entry: AdditionEntry): Promise<void> {
    const logged = await this.tools.records.logAddition(entry);
    const identityIds = [entry.from.identityId, entry.to.identityId];
    if (logged !== undefined) this.tools.facts.tell({ kind: 'logged', ...logged, identityIds });
  }
}

function ringingIn({ callees }: KeptCall): IdentityId[] {
  return callees.filter(({ state }) => state === 'ringing').map(({ identityId }) => identityId);
}
