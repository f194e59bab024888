import { Refusal } from '#contracts';
import { backoffMs, type Clock, type Log } from '#kernel';
import type { MessageStore } from './chat-records.js';
import type { Appended, Outgoing } from './conversation.js';

/** How messages are gathered into commits. */
export interface WriterLimits {
  /** Most messages in one commit. */
  readonly batchMaxCount: number;
  /** Commits begin at least so far apart, in ms, unless a whole batch waits. The first one after a pause goes at once. */
  readonly gatherMs: number;
  /** Most messages that wait; beyond, senders are asked to come back. */
  readonly waitingMaxCount: number;
  /** A sender waits no longer than this, in ms. Below the 5 s after which a client asks again. */
  readonly waitMaxMs: number;
}

/** Source: `npm run bench -- chat`. Larger batches gain little, longer gathering costs every sender. */
export const WRITER_LIMITS: WriterLimits = {
  batchMaxCount: 100,
  gatherMs: 5,
  waitingMaxCount: 10_000,
  waitMaxMs: 4_000,
};

const RETRY = { firstMs: 50, maxMs: 1_000, jitterRatio: 0.2 };

interface Waiting {
  readonly message: Outgoing;
  readonly dueMs: number;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (fault: unknown) => void;
}

export interface WriterParts {
  readonly store: MessageStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of what was just committed, in order, before any sender is answered. */
  readonly onStored: (stored: readonly Stored[]) => void;
  readonly limits?: WriterLimits;
}

export interface Stored {
  readonly message: Outgoing;
  readonly appended: Appended;
}

/**
 * Commits messages in groups. One commit runs at a time, so messages of this node are numbered in the order they came;
 * those that come meanwhile make up the next one. When the database is away a batch is tried again for as long as its
 * senders wait: the keys make that safe, whether or not the lost commit had happened.
 */
export class MessageWriter {
  readonly #parts: WriterParts;
  readonly #limits: WriterLimits;
  #waiting: Waiting[] = [];
  #state: 'idle' | 'gathering' | 'writing' = 'idle';
  #cancelGathering: () => void = () => undefined;
  #begunMs = Number.NEGATIVE_INFINITY;

  constructor(parts: WriterParts) {
    this.#parts = parts;
    this.#limits = parts.limits ?? WRITER_LIMITS;
  }

  /** Resolves once the message is committed. @throws {Refusal} `unavailable` or `not-found`. */
  append(message: Outgoing): Promise<Appended> {
    if (this.#waiting.length >= this.#limits.waitingMaxCount) return Promise.reject(databaseAway());
    const { clock } = this.#parts;
    const { waitMaxMs } = this.#limits;
    return new Promise((resolve, reject) => {
      // A database that hangs says nothing for longer than this. Its batch stays the one that is written.
      const stop = clock.after(waitMaxMs, () => reject(databaseAway()));
      this.#waiting.push({
        message,
        dueMs: clock.monotonicMs() + waitMaxMs,
        resolve: (appended) => (stop(), resolve(appended)),
        reject: (fault) => (stop(), reject(fault)),
      });
      this.#wake();
    });
  }

  snapshot() {
    return { state: this.#state, waitingCount: this.#waiting.length };
  }

  #wake(): void {
    if (this.#state === 'writing') return;
    const sinceMs = this.#parts.clock.monotonicMs() - this.#begunMs;
    const isDue = sinceMs >= this.#limits.gatherMs || this.#waiting.length >= this.#limits.batchMaxCount;
    if (isDue) return void this.#writeAll();
    if (this.#state === 'gathering') return;
    this.#state = 'gathering';
    this.#cancelGathering = this.#parts.clock.after(this.#limits.gatherMs - sinceMs, () => void this.#writeAll());
  }

  /** Never rejects. */
  async #writeAll(): Promise<void> {
    this.#cancelGathering();
    this.#state = 'writing';
    this.#begunMs = this.#parts.clock.monotonicMs();
    // Whoever has waited in vain was told so, and asks again.
    this.#waiting = this.#waiting.filter(({ dueMs }) => dueMs > this.#begunMs);
    const batch = this.#waiting.splice(0, this.#limits.batchMaxCount);
    if (batch.length > 0) await this.#write(batch);
    this.#state = 'idle';
    if (this.#waiting.length > 0) this.#wake();
  }

  /** Never rejects: each sender learns for himself. */
  async #write(batch: readonly Waiting[]): Promise<void> {
    for (let failedCount = 0; ; failedCount += 1) {
      try {
        return this.#answer(batch, await this.#parts.store.append(batch.map(({ message }) => message)));
      } catch (fault) {
        const isAway = fault instanceof Refusal && fault.code === 'unavailable';
        if (!isAway) return this.#isolate(batch, fault);
        const waitMs = backoffMs(RETRY, failedCount);
        const nowMs = this.#parts.clock.monotonicMs();
        if (batch.some(({ dueMs }) => nowMs + waitMs >= dueMs)) return refuse(batch, fault);
        await this.#pause(waitMs);
      }
    }
  }

  /** What one message does wrong must not cost the others: each is tried alone. */
  async #isolate(batch: readonly Waiting[], fault: unknown): Promise<void> {
    if (batch.length === 1) return refuse(batch, fault);
    this.#parts.log.warn({ count: batch.length, fault }, 'a batch of messages failed; storing them one by one');
    for (const one of batch) await this.#write([one]);
  }

  #answer(batch: readonly Waiting[], appended: readonly (Appended | undefined)[]): void {
    const pairs = batch.map((one, index) => ({ ...one, appended: appended[index] }));
    const stored = pairs.flatMap(({ message, appended }) => (appended === undefined ? [] : [{ message, appended }]));
    this.#parts.onStored(stored);
    for (const { resolve, reject, appended } of pairs) {
      if (appended === undefined) reject(new Refusal('not-found', 'There is no such conversation.'));
      else resolve(appended);
    }
  }

  #pause(waitMs: number): Promise<void> {
    return new Promise((resolve) => void this.#parts.clock.after(waitMs, resolve));
  }
}

function refuse(batch: readonly Waiting[], fault: unknown): void {
  for (const { reject } of batch) reject(fault);
}

export function databaseAway(): Refusal {
  return new Refusal('unavailable', 'Messages cannot be stored right now. Please try again in a moment.');
}
