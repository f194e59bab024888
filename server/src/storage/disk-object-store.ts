import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { requireKey, type ObjectStore, type StoredObject } from '../core/object-store.js';

/** Files below one folder: each object beside a note of what it is. */
export class DiskObjectStore implements ObjectStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(key: string, { bytes, contentType }: StoredObject): Promise<void> {
    const path = this.#pathOf(key);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeWhole(`${path}.type`, contentType);
    await writeWhole(path, bytes);
  }

  async get(key: string): Promise<StoredObject | undefined> {
    const path = this.#pathOf(key);
    try {
      const [bytes, contentType] = await Promise.all([readFile(path), readFile(`${path}.type`, 'utf8')]);
      return { bytes, contentType };
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw thrown;
    }
  }

  async remove(key: string): Promise<void> {
    const path = this.#pathOf(key);
    await Promise.all([path, `${path}.type`, ...(await draftsOf(path))].map((one) => rm(one, { force: true })));
  }

  #pathOf(key: string): string {
    return join(this.#folder, requireKey(key));
  }
}

const DRAFT_ENDING = '.part';

/** What a server that was killed while it wrote an object has left behind. */
async function draftsOf(path: string): Promise<readonly string[]> {
  const names = await readdir(dirname(path)).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return [];
    throw thrown;
  });
  const start = `${basename(path)}.`;
  return names
    .filter((name) => name.startsWith(start) && name.endsWith(DRAFT_ENDING))
    .map((name) => join(dirname(path), name));
}

/** A name of its own first, then its place: a reader finds the old or the new, never a part. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}${DRAFT_ENDING}`;
  try {
    await writeFile(draft, content, { mode: 0o600, flush: true });
    await rename(draft, path);
  } catch (fault) {
    await rm(draft, { force: true });
    throw fault;
  }
}
