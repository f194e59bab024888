/**
 * One kind of fact and whoever wants to hear of it. Facts go out synchronously, in order; a listener that throws is
 * reported to `onFault` and stops nobody else from hearing.
 */
export class Listeners<F> {
  readonly #all = new Set<(fact: F) => void>();
  readonly #onFault: (fault: unknown) => void;

  constructor(onFault: (fault: unknown) => void) {
    this.#onFault = onFault;
  }

  /** Returns what stops the listening. */
  listen(listener: (fact: F) => void): () => void {
    this.#all.add(listener);
    return () => void this.#all.delete(listener);
  }

  tell(fact: F): void {
    for (const listener of this.#all) {
      try {
        listener(fact);
      } catch (fault) {
        this.#onFault(fault);
      }
    }
  }
}
