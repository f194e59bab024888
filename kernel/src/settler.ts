/**
 * Drives something slow towards the latest wish. One attempt runs at a time; wishes that come meanwhile replace each
 * other, so a hundred changes cost two attempts, not a hundred.
 */
export class Settler<W> {
  readonly #reach: (wish: W) => Promise<void>;
  #next: { readonly wish: W } | undefined;
  #running: Promise<void> | undefined;

  constructor(reach: (wish: W) => Promise<void>) {
    this.#reach = reach;
  }

  /** Resolves once the latest wish is reached. Rejects when an attempt fails; the next call tries anew. */
  toward(wish: W): Promise<void> {
    this.#next = { wish };
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run(): Promise<void> {
    await Promise.resolve(); // Lets `toward` store this promise before the first attempt can fail.
    try {
      for (let next = this.#next; next !== undefined; next = this.#next) {
        this.#next = undefined;
        await this.#attempt(next.wish);
      }
    } finally {
      this.#running = undefined;
    }
  }

  /** A failure counts only while its wish is the latest: a newer one may well succeed, and must not be dropped with it. */
  async #attempt(wish: W): Promise<void> {
    try {
      await this.#reach(wish);
    } catch (fault) {
      if (this.#next === undefined) throw fault;
    }
  }
}
