/** Remembers the latest so many ids. Older ones are forgotten first. */
export class RecentIds<K> {
  readonly #maxCount: number;
  readonly #ids = new Set<K>();

  constructor(maxCount: number) {
    this.#maxCount = maxCount;
  }

  add(id: K): void {
    this.#ids.delete(id);
    this.#ids.add(id);
    if (this.#ids.size <= this.#maxCount) return;
    const [oldest] = this.#ids;
    if (oldest !== undefined) this.#ids.delete(oldest);
  }

  has(id: K): boolean {
    return this.#ids.has(id);
  }
}
