import { Store, type Readable } from '../../engine/store.js';
import { LAYOUTS, PAGE_SIZES, type Layout, type PageSize } from './layout/scene.js';

/** The part of the browser's storage that we need; it throws where storage is blocked. */
export type KeyValueStore = Pick<Storage, 'getItem' | 'setItem'>;

/** One choice out of a closed list, kept for the next visit where the browser lets us. */
export class KeptChoice<V extends string> {
  readonly value: Readable<V>;
  readonly #store: Store<V>;
  readonly #storage: KeyValueStore;
  readonly #key: string;

  constructor(storage: KeyValueStore, key: string, options: readonly [V, ...V[]]) {
    this.#storage = storage;
    this.#key = key;
    this.#store = new Store(this.#kept(options));
    this.value = this.#store;
  }

  choose(value: V): void {
    this.#store.set(value);
    try {
      this.#storage.setItem(this.#key, value);
    } catch {
      // Storage is blocked or full: the choice holds until the page closes.
    }
  }

  #kept(options: readonly [V, ...V[]]): V {
    try {
      const kept = this.#storage.getItem(this.#key);
      return options.find((option) => option === kept) ?? options[0];
    } catch {
      return options[0];
    }
  }
}

/** How somebody likes their meetings. */
export class MeetingPreferences {
  readonly layout: KeptChoice<Layout>;
  readonly pageSize: KeptChoice<PageSize>;
  readonly shortcuts: KeptChoice<'on' | 'off'>;

  constructor(storage: KeyValueStore) {
    this.layout = new KeptChoice(storage, 'parley.layout', LAYOUTS);
    this.pageSize = new KeptChoice(storage, 'parley.pageSize', PAGE_SIZES);
    this.shortcuts = new KeptChoice(storage, 'parley.shortcuts', ['on', 'off']);
  }
}
