export const OBJECT_STORE = Symbol('ObjectStore');

/** Where files are kept that people upload. Keys are made by us: words and UUIDs with slashes between. */
export interface ObjectStore {
  /** Replaces what was there. Whole or not at all: nobody ever reads half of it. */
  put(key: string, object: StoredObject): Promise<void>;
  /** Undefined when there is none. */
  get(key: string): Promise<StoredObject | undefined>;
  /** Safe to repeat. */
  remove(key: string): Promise<void>;
}

export interface StoredObject {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

const KEY = /^[a-z0-9-]+(\/[a-z0-9-]+)+$/;

/** A key that is not of our making never reaches a disk or a bucket. */
export function requireKey(key: string): string {
  if (!KEY.test(key) || key.length > 256) throw new Error('This is no key of an object.');
  return key;
}
