/** A value that can be read and watched, and that only its owner can change. */
export interface Readable<S> {
  readonly get: () => S;
  /** Calls `watcher` after each change; the returned function stops that. */
  readonly watch: (watcher: () => void) => () => void;
}

/** Holds one immutable state and tells its watchers when another takes its place. No React in here. */
export class Store<S> implements Readable<S> {
  readonly #watchers = new Set<() => void>();
  #state: S;

  constructor(initial: S) {
    this.#state = initial;
  }

  readonly get = (): S => this.#state;

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  set(state: S): void {
    if (Object.is(state, this.#state)) return;
    this.setUntold(state)();
  }

  /** For what is not worth drawing when the next state comes at once. Returns the function that tells the watchers. */
  setUntold(state: S): () => void {
    this.#state = state;
    return () => {
      for (const watcher of this.#watchers) watcher();
    };
  }
}

/** Two counts as one. */
export function sumOf(one: Readable<number>, other: Readable<number>): Readable<number> {
  return {
    get: () => one.get() + other.get(),
    watch: (watcher) => {
      const stops = [one.watch(watcher), other.watch(watcher)];
      return () => stops.forEach((stop) => stop());
    },
  };
}
