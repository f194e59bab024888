import type { Clock } from '#kernel';

/**
 * The server's clock as well as it can be known here. Each of its words was true a moment before it came, so the one that was
 * quickest on its way is the best.
 */
export class ServerClock {
  readonly #clock: Pick<Clock, 'nowMs' | 'monotonicMs'>;
  #offsetMs: number | undefined;

  constructor(clock: Pick<Clock, 'nowMs' | 'monotonicMs'>) {
    this.#clock = clock;
  }

  /** Another server may have another clock: what was known of the last one is forgotten. */
  reset(serverNowMs: number): void {
    this.#offsetMs = serverNowMs - this.#clock.monotonicMs();
  }

  hear(serverNowMs: number): void {
    const offsetMs = serverNowMs - this.#clock.monotonicMs();
    this.#offsetMs = Math.max(offsetMs, this.#offsetMs ?? offsetMs);
  }

  /** Ms since the Unix epoch; this machine's own until the server was heard. */
  nowMs(): number {
    return this.#offsetMs === undefined ? this.#clock.nowMs() : this.#clock.monotonicMs() + this.#offsetMs;
  }
}
