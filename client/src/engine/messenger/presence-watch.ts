import { PRESENCE_MAX_COUNT, type IdentityId, type Presence } from '#contracts';
import { backoffMs, type BackoffOptions, type Clock } from '#kernel';
import type { Signal } from '../signal/signal.js';
import { Store } from '../store.js';

const RETRY: BackoffOptions = { firstMs: 1_000, maxMs: 30_000, jitterRatio: 0.5 };

interface Parts {
  readonly clock: Clock;
  readonly random?: () => number;
}

/** How some people are now. Whom to watch may change at any time; the server is asked once for the latest wish. */
export class PresenceWatch {
  readonly people = new Store<ReadonlyMap<IdentityId, Presence>>(new Map());
  readonly #parts: Parts;
  #line: Pick<Signal, 'request'> | undefined;
  #wanted: readonly IdentityId[] = [];
  #isAsking = false;
  #isStale = false;
  #failedCount = 0;
  #cancel: () => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  attach(line: Pick<Signal, 'request'>): void {
    this.#line = line;
    this.#failedCount = 0;
    this.#ask();
  }

  /** Without a line nobody knows how anybody is. */
  detach(): void {
    this.#line = undefined;
    this.#cancel();
    this.people.set(new Map());
  }

  watch(identityIds: readonly IdentityId[]): void {
    const wanted = [...new Set(identityIds)].slice(0, PRESENCE_MAX_COUNT);
    if (wanted.length === this.#wanted.length && wanted.every((id, at) => id === this.#wanted[at])) return;
    this.#wanted = wanted;
    this.#ask();
  }

  take(changed: readonly Presence[]): void {
    const people = new Map(this.people.get());
    for (const presence of changed) people.set(presence.identityId, presence);
    this.people.set(people);
  }

  #ask(): void {
    this.#cancel();
    this.#isStale = true;
    void this.#run();
  }

  /** One at a time; never rejects. */
  async #run(): Promise<void> {
    if (this.#isAsking || !this.#isStale || this.#line === undefined || this.#wanted.length === 0) return;
    const line = this.#line;
    this.#isAsking = true;
    this.#isStale = false;
    try {
      const { people } = await line.request('presence.watch', { identityIds: [...this.#wanted] });
      this.#failedCount = 0;
      if (line === this.#line) this.people.set(new Map(people.map((presence) => [presence.identityId, presence])));
      this.#isAsking = false;
      await this.#run();
    } catch {
      this.#isAsking = false;
      const delayMs = backoffMs(RETRY, this.#failedCount, this.#parts.random);
      this.#failedCount += 1;
      this.#cancel = this.#parts.clock.after(delayMs, () => this.#ask());
    }
  }
}
