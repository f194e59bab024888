import type { Clock } from '#kernel';
import type { Signal } from '../signal/signal.js';

/** Who did nothing for this long is away, in ms. */
const AWAY_AFTER_MS = 5 * 60_000;
/** Source: the contract of `presence.set`. */
const TELL_EVERY_MS = 60_000;

/** Signs that a person is at this device. Returns what stops the listening. */
export interface Presses {
  listen(onSign: () => void): () => void;
}

export const browserPresses: Presses = {
  listen(onSign) {
    const onSight = () => (document.hidden ? undefined : onSign());
    const options = { passive: true, capture: true } as const;
    for (const name of ['pointerdown', 'pointermove', 'keydown'] as const)
      document.addEventListener(name, onSign, options);
    document.addEventListener('visibilitychange', onSight);
    return () => {
      for (const name of ['pointerdown', 'pointermove', 'keydown'] as const)
        document.removeEventListener(name, onSign, options);
      document.removeEventListener('visibilitychange', onSight);
    };
  },
};

/** Tells the server whether somebody is at this device: each change, and again each minute while they are. */
export class OwnActivity {
  readonly #clock: Clock;
  #line: Pick<Signal, 'request'> | undefined;
  #lastSignMs: number;
  #lastToldMs = Number.NEGATIVE_INFINITY;
  #isAway = false;
  #cancel: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#lastSignMs = clock.monotonicMs();
  }

  /** A new line counts as active to the server until told otherwise. */
  attach(line: Pick<Signal, 'request'>): void {
    this.#line = line;
    this.#lastToldMs = this.#clock.monotonicMs();
    if (this.#isAway) this.#tell();
    this.#wait();
  }

  detach(): void {
    this.#line = undefined;
    this.#cancel();
  }

  /** The person did something. Cheap: it may come a hundred times a second. */
  sign(): void {
    const nowMs = this.#clock.monotonicMs();
    this.#lastSignMs = nowMs;
    if (!this.#isAway && nowMs - this.#lastToldMs < TELL_EVERY_MS) return;
    this.#isAway = false;
    this.#tell();
    this.#wait();
  }

  #wait(): void {
    this.#cancel();
    const restMs = this.#lastSignMs + AWAY_AFTER_MS - this.#clock.monotonicMs();
    this.#cancel = this.#clock.after(Math.max(0, restMs), () => this.#look());
  }

  #look(): void {
    if (this.#isAway) return;
    if (this.#clock.monotonicMs() - this.#lastSignMs < AWAY_AFTER_MS) return this.#wait();
    this.#isAway = true;
    this.#tell();
  }

  #tell(): void {
    if (this.#line === undefined) return;
    this.#lastToldMs = this.#clock.monotonicMs();
    // What is lost here is said again within a minute, or with the next line.
    void this.#line.request('presence.set', { isAway: this.#isAway }).catch(() => undefined);
  }
}
