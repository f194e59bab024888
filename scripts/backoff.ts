export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
  /** Having run this long, it counts as healthy, and its next end as the first one. */
  readonly healthyAfterMs: number;
}

/** How long to wait before starting something again that keeps ending: twice as long each time. */
export class Backoff {
  readonly #options: BackoffOptions;
  #nextMs: number;

  constructor(options: BackoffOptions) {
    this.#options = options;
    this.#nextMs = options.firstMs;
  }

  /** @param ranForMs how long it ran before it ended now */
  delayAfterMs(ranForMs: number): number {
    const { firstMs, maxMs, healthyAfterMs } = this.#options;
    const delayMs = ranForMs >= healthyAfterMs ? firstMs : this.#nextMs;
    this.#nextMs = Math.min(delayMs * 2, maxMs);
    return delayMs;
  }
}
