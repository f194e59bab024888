/**
 * Makes each keyed thing once, however many ask at the same time. A failed making is forgotten, so the next caller
 * tries afresh instead of inheriting an old rejection.
 */
export class SharedTask<K, V> {
  readonly #made = new Map<K, Promise<V>>();

  get(key: K, make: () => Promise<V>): Promise<V> {
    const present = this.#made.get(key);
    if (present !== undefined) return present;

    const made = make();
    this.#made.set(key, made);
    made.catch(() => this.#forgetIf(key, made));
    return made;
  }

  forget(key: K): void {
    this.#made.delete(key);
  }

  #forgetIf(key: K, made: Promise<V>): void {
    if (this.#made.get(key) === made) this.#made.delete(key);
  }
}
