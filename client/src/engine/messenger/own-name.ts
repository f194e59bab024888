import { KnownPerson } from '#contracts';
import type { KeyValues } from '../storage.js';

const KEY = 'parley.self';

/**
 * Who was signed in here last. It proves nothing; but while the server cannot say who this is, what that person wrote and
 * nobody has yet is found by it, and shown as on its way.
 */
export class OwnName {
  readonly #storage: KeyValues;

  constructor(storage: KeyValues) {
    this.#storage = storage;
  }

  get(): KnownPerson | undefined {
    try {
      return KnownPerson.safeParse(JSON.parse(this.#storage.getItem(KEY) ?? 'null')).data;
    } catch {
      return undefined; // Half written, or not ours.
    }
  }

  keep(person: KnownPerson): void {
    this.#storage.setItem(KEY, JSON.stringify(person));
  }

  forget(): void {
    this.#storage.removeItem(KEY);
  }
}
