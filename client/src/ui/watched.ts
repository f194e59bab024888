/** Something that can be read now and watched for change; the engine's stores have this shape. */
export interface Watched<T> {
  readonly get: () => T;
  /** Returns the function that stops watching. */
  readonly watch: (watcher: () => void) => () => void;
}

/** One value and its watchers, for what the page itself holds: toasts, announcements, the theme. */
export class WatchedValue<T> implements Watched<T> {
  readonly #watchers = new Set<() => void>();
  #value: T;

  constructor(initial: T) {
    this.#value = initial;
  }

  readonly get = (): T => this.#value;

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  };

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const watcher of this.#watchers) watcher();
  }
}
