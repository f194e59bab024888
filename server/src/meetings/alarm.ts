import type { Clock } from '#kernel';

/** Longest delay that timers of browsers and of Node can be given at once. Source: HTML, section "Timers": a signed 32-bit number. */
const DELAY_MAX_MS = 2_147_483_647;

/** Calls back at the next moment that something is due, by the wall clock. */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #dueMs: number | undefined;
  #cancel: () => void = () => undefined;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Replaces what was set before; undefined turns it off. */
  set(dueMs: number | undefined): void {
    if (dueMs === this.#dueMs) return;
    this.#cancel();
    this.#dueMs = dueMs;
    if (dueMs === undefined) return;
    const delayMs = Math.min(Math.max(0, dueMs - this.#clock.nowMs()), DELAY_MAX_MS);
    this.#cancel = this.#clock.after(delayMs, () => {
      this.#dueMs = undefined;
      this.#ring();
    });
  }
}
