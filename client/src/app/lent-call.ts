import type { CallView } from '../engine/model.js';
import { Store, type Readable } from '../engine/store.js';

/** A call that lives as long as somebody watches: made for the first watcher, closed after the last. */
export class LentCall implements Readable<CallView | undefined> {
  readonly #current = new Store<CallView | undefined>(undefined);
  readonly #make: () => CallView;
  #watcherCount = 0;

  constructor(make: () => CallView) {
    this.#make = make;
  }

  readonly get = (): CallView | undefined => this.#current.get();

  readonly watch = (watcher: () => void): (() => void) => {
    const stop = this.#current.watch(watcher);
    this.#watcherCount += 1;
    if (this.#watcherCount === 1) this.#current.set(this.#make());
    return () => {
      stop();
      this.#watcherCount -= 1;
      if (this.#watcherCount > 0) return;
      this.#current.get()?.close();
      this.#current.set(undefined);
    };
  };
}
