import type { WaitingId } from '#contracts';
import type { Clock } from '#kernel';
import type { Caller } from '../wire/caller.js';

/** The sockets of those who wait for one meeting. Who loses theirs keeps the place for a while. */
export class WaitingRoom {
  readonly #callers = new Map<WaitingId, Caller>();
  readonly #graces = new Map<WaitingId, () => void>();
  readonly #clock: Clock;
  readonly #graceMs: number;

  constructor(clock: Clock, graceMs: number) {
    this.#clock = clock;
    this.#graceMs = graceMs;
  }

  /** The newest socket is the one that hears. */
  hold(waitingId: WaitingId, caller: Caller): void {
    this.#stopGrace(waitingId);
    this.#callers.set(waitingId, caller);
  }

  socketOf(waitingId: WaitingId): string | undefined {
    return this.#callers.get(waitingId)?.socketId;
  }

  placeOf(caller: Caller): WaitingId | undefined {
    return [...this.#callers].find(([, one]) => one === caller)?.[0];
  }

  /** This socket has ended. `giveUp` is called when nobody came back in time. Safe to repeat. */
  release(caller: Caller, giveUp: (waitingId: WaitingId) => void): void {
    const waitingId = this.placeOf(caller);
    if (waitingId === undefined) return;
    this.#callers.delete(waitingId);
    this.#stopGrace(waitingId);
    this.#graces.set(
      waitingId,
      this.#clock.after(this.#graceMs, () => {
        this.drop(waitingId);
        giveUp(waitingId);
      }),
    );
  }

  /** Nobody waits in this place any more. Safe to repeat. */
  drop(waitingId: WaitingId): void {
    this.#stopGrace(waitingId);
    this.#callers.delete(waitingId);
  }

  /** Hands out the sockets of those who waited. */
  clear(): Caller[] {
    const callers = [...this.#callers.values()];
    for (const waitingId of this.#graces.keys()) this.#stopGrace(waitingId);
    this.#callers.clear();
    return callers;
  }

  #stopGrace(waitingId: WaitingId): void {
    this.#graces.get(waitingId)?.();
    this.#graces.delete(waitingId);
  }
}
