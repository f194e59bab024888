/** Something that sends at its own pace. */
export interface Ticking {
  /** Sends what is due by now; called often. */
  tick(nowMs: number): void;
}

const EVERY_MS = 5;

/** One timer for everything that sends, since thousands of timers would cost more than what they send. */
export class Metronome {
  readonly #all = new Set<Ticking>();
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#timer = setInterval(() => this.#beat(), EVERY_MS);
  }

  /** Returns what ends it. */
  add(ticking: Ticking): () => void {
    this.#all.add(ticking);
    return () => void this.#all.delete(ticking);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#all.clear();
  }

  #beat(): void {
    const nowMs = performance.now();
    for (const one of this.#all) one.tick(nowMs);
  }
}

/** Who was held up for longer than this goes on from now, as an encoder would, and does not send all that it missed. */
const CATCH_UP_MAX_MS = 100;

/** Counts off even intervals, however uneven the calls are. */
export class Pace {
  readonly #everyMs: number;
  readonly #phaseRatio: number;
  #dueMs: number | undefined;

  /** `phaseRatio`, 0..1, keeps those that begin together from always sending together. */
  constructor(everyMs: number, phaseRatio = 0) {
    this.#everyMs = everyMs;
    this.#phaseRatio = phaseRatio;
  }

  /** How many intervals have ended since the last call. */
  countDue(nowMs: number): number {
    this.#dueMs ??= nowMs + this.#phaseRatio * this.#everyMs;
    if (nowMs - this.#dueMs > CATCH_UP_MAX_MS) this.#dueMs = nowMs;
    let count = 0;
    for (; this.#dueMs <= nowMs; this.#dueMs += this.#everyMs) count += 1;
    return count;
  }
}
