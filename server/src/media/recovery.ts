import type { Clock } from '#kernel';

/**
 * How long a meeting that was taken up waits for the host that carries it, before its media is made anew. A host that
 * has been redialling for a while comes back within five seconds.
 */
export const RECOVERY_WAIT_MS = 6_000;

/** The time in which a meeting that was taken up after a server's death waits for its media to be found. */
export class Recovery {
  /** Resolves when it is over: found, or given up. */
  readonly over: Promise<void>;
  #state: 'searching' | 'over' = 'over';
  #end: () => void = () => undefined;

  /** `onOver` is called before whoever waits goes on, if there was anything to search for. */
  constructor(isNeeded: boolean, clock: Clock, onOver: () => void) {
    this.over = isNeeded ? this.#search(clock, onOver) : Promise.resolve();
  }

  get isSearching(): boolean {
    return this.#state === 'searching';
  }

  /** Safe to repeat. */
  end(): void {
    this.#end();
  }

  #search(clock: Clock, onOver: () => void): Promise<void> {
    this.#state = 'searching';
    return new Promise((resolve) => {
      const cancel = clock.after(RECOVERY_WAIT_MS, () => this.#end());
      this.#end = () => {
        if (this.#state === 'over') return;
        cancel();
        this.#state = 'over';
        onOver();
        resolve();
      };
    });
  }
}
