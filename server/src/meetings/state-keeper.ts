import { backoffMs, Settler, type Clock } from '#kernel';

const RETRY = { firstMs: 200, maxMs: 5_000, jitterRatio: 0.3 };

/** Brings what hosts have set to the records: the latest state, one write at a time, tried until it succeeds. */
export class StateKeeper {
  readonly #settler: Settler<undefined>;
  readonly #clock: Clock;
  #kept: Promise<void> = Promise.resolve();
  #failedCount = 0;
  #cancel: () => void = () => undefined;
  #state: 'open' | 'closed' = 'open';

  constructor(clock: Clock, write: () => Promise<void>) {
    this.#clock = clock;
    this.#settler = new Settler(() => write());
  }

  /** The state has changed. */
  keep(): void {
    if (this.#state === 'closed') return;
    this.#cancel();
    this.#kept = this.#settler.toward(undefined);
    this.#kept.then(
      () => (this.#failedCount = 0),
      () => this.#retry(),
    );
  }

  /** Resolves once everything that changed so far is stored. Rejects when that failed; it is tried again all the same. */
  kept(): Promise<void> {
    return this.#kept;
  }

  /** Nothing is written from now on, but for what is on its way. Safe to repeat. */
  close(): void {
    this.#state = 'closed';
    this.#cancel();
  }

  #retry(): void {
    this.#cancel();
    this.#cancel = this.#clock.after(backoffMs(RETRY, this.#failedCount), () => this.keep());
    this.#failedCount += 1;
  }
}
