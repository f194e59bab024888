/** The part of `Storage` that the engine uses. */
export interface KeyValues {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/**
 * A browser may forbid storage altogether (blocked cookies, a full disk). What is kept there only makes the next visit nicer,
 * so a failure is the same as an empty store.
 */
export function forgiving(open: () => KeyValues): KeyValues {
  return {
    getItem: (key) => attempt(() => open().getItem(key)) ?? null,
    setItem: (key, value) => attempt(() => open().setItem(key, value)),
    removeItem: (key) => attempt(() => open().removeItem(key)),
  };
}

function attempt<T>(touch: () => T): T | undefined {
  try {
    return touch();
  } catch {
    return undefined; // Storage throws only for being forbidden or full.
  }
}

/** Reads what is near before what is far, and writes both. */
export function layered(near: KeyValues, far: KeyValues): KeyValues {
  return {
    getItem: (key) => near.getItem(key) ?? far.getItem(key),
    setItem(key, value) {
      near.setItem(key, value);
      far.setItem(key, value);
    },
    removeItem(key) {
      near.removeItem(key);
      far.removeItem(key);
    },
  };
}

/** What is near hides what is far; nothing gets near that was not there. */
export function overlaid(near: KeyValues, far: KeyValues): KeyValues {
  const placeOf = (key: string): KeyValues => (near.getItem(key) === null ? far : near);
  return {
    getItem: (key) => near.getItem(key) ?? far.getItem(key),
    setItem: (key, value) => placeOf(key).setItem(key, value),
    removeItem: (key) => placeOf(key).removeItem(key),
  };
}

/** Keeps everything in memory. For tests and for pages without storage. */
export class MemoryKeyValues implements KeyValues {
  readonly #all = new Map<string, string>();

  getItem(key: string): string | null {
    return this.#all.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#all.set(key, value);
  }

  removeItem(key: string): void {
    this.#all.delete(key);
  }
}
