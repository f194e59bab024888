import type { KeyValues } from '../storage.js';
import type { InputKind } from './hardware.js';

/**
 * Whether the person wants a device on. It outlives the page: who muted and reloads is still muted, and who keeps the camera off
 * finds it off the next time. On, until they said otherwise.
 */
export class WishMemory {
  readonly #kind: InputKind;
  readonly #storage: KeyValues;

  constructor(kind: InputKind, storage: KeyValues) {
    this.#kind = kind;
    this.#storage = storage;
  }

  get isWanted(): boolean {
    return this.#storage.getItem(this.#key) !== 'off';
  }

  keep(isWanted: boolean): void {
    this.#storage.setItem(this.#key, isWanted ? 'on' : 'off');
  }

  get #key(): string {
    return `parley.wish.${this.#kind}`;
  }
}
