import { z } from 'zod';
import type { KeyValues } from '../storage.js';

const STORAGE_KEY = 'parley.uploads';
/** More begun files than that are not gone on with after a reload, but begun anew. */
const KEPT_MAX_COUNT = 20;

const Kept = z.array(z.strictObject({ print: z.string().max(1_024), key: z.uuid() })).max(KEPT_MAX_COUNT);

/** Remembers under which key a file was begun, so that choosing it again after a reload goes on with it. */
export class UploadKeys {
  readonly #storage: KeyValues;

  constructor(storage: KeyValues) {
    this.#storage = storage;
  }

  of(print: string): string {
    const kept = this.#kept();
    const known = kept.find((one) => one.print === print);
    if (known !== undefined) return known.key;
    const key = crypto.randomUUID();
    this.#keep([...kept, { print, key }].slice(-KEPT_MAX_COUNT));
    return key;
  }

  forget(print: string): void {
    this.#keep(this.#kept().filter((one) => one.print !== print));
  }

  #keep(kept: z.output<typeof Kept>): void {
    if (kept.length === 0) this.#storage.removeItem(STORAGE_KEY);
    else this.#storage.setItem(STORAGE_KEY, JSON.stringify(kept));
  }

  #kept(): z.output<typeof Kept> {
    const text = this.#storage.getItem(STORAGE_KEY);
    const parsed = Kept.safeParse(text === null ? undefined : jsonOf(text));
    return parsed.success ? parsed.data : [];
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // Not ours, or half written.
  }
}
