/** Time as a dependency, so that rules about time are tested without waiting. */
export interface Clock {
  /** Wall clock, ms since the Unix epoch: for what people and databases see. */
  nowMs(): number;
  /** Monotonic, ms from an arbitrary start: for durations and deadlines inside one process. */
  monotonicMs(): number;
  /** Calls back once after `delayMs`. The returned function cancels it; calling that twice is safe. */
  after(delayMs: number, call: () => void): () => void;
}

/** The real one. Its timers do not keep a process alive. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, call) {
    const timer: unknown = setTimeout(call, delayMs);
    // Only Node's timers can be told not to hold the process; a browser's timer is a number.
    if (typeof timer === 'object') (timer as { unref?: () => void }).unref?.();
    return () => clearTimeout(timer as ReturnType<typeof setTimeout>);
  },
};

/**
 * `clock` as it goes on from this moment, whatever the machine's wall clock is set to meanwhile: for moments that people wait
 * for together. Made anew for each occasion, so that a machine whose clock was put right is right from the next one on.
 */
export function steadied(clock: Clock): Clock {
  const sinceMs = clock.nowMs() - clock.monotonicMs();
  return {
    nowMs: () => Math.round(sinceMs + clock.monotonicMs()),
    monotonicMs: () => clock.monotonicMs(),
    after: (delayMs, call) => clock.after(delayMs, call),
  };
}

/** A clock that stands still until told to move. For tests. */
export class ManualClock implements Clock {
  #nowMs: number;
  readonly #due = new Set<{ readonly atMs: number; readonly call: () => void }>();

  constructor(startMs = 0) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, call: () => void): () => void {
    const entry = { atMs: this.#nowMs + delayMs, call };
    this.#due.add(entry);
    return () => void this.#due.delete(entry);
  }

  /** Moves time on and runs what falls due, in order. */
  advance(byMs: number): void {
    const untilMs = this.#nowMs + byMs;
    for (let next = this.#firstDue(untilMs); next !== undefined; next = this.#firstDue(untilMs)) {
      this.#due.delete(next);
      this.#nowMs = next.atMs;
      next.call();
    }
    this.#nowMs = untilMs;
  }

  #firstDue(untilMs: number) {
    return [...this.#due].filter(({ atMs }) => atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs)[0];
  }
}
