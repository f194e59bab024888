import type { Clock } from '#kernel';

/** Somebody who goes on writing is told of no more often than this, in ms. */
const AGAIN_MS = 2_000;
/** Most people who are remembered; beyond, those whose time is over are forgotten. */
const REMEMBERED_MAX_COUNT = 1_000;

/** Remembers who was told to be writing just now, so that a stuck key does not become a storm. */
export class TypingWatch {
  readonly #clock: Clock;
  readonly #toldMs = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True at most every two seconds for each key. */
  isNews(key: string): boolean {
    const nowMs = this.#clock.monotonicMs();
    const toldMs = this.#toldMs.get(key);
    if (toldMs !== undefined && nowMs - toldMs < AGAIN_MS) return false;
    if (this.#toldMs.size >= REMEMBERED_MAX_COUNT) this.#forgetOld(nowMs);
    this.#toldMs.set(key, nowMs);
    return true;
  }

  #forgetOld(nowMs: number): void {
    for (const [key, toldMs] of this.#toldMs) if (nowMs - toldMs >= AGAIN_MS) this.#toldMs.delete(key);
  }
}
