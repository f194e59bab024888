import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HostId } from '#contracts';
import { StartFault } from './start-fault.js';

const FILE_NAME = 'media-host-id';

/**
 * Who this host is across restarts: the configured id, or one made once and kept.
 *
 * @throws {StartFault} when it cannot be kept or what is kept is no id.
 */
export async function hostIdFrom(configured: string | undefined, dataDir: string): Promise<HostId> {
  if (configured !== undefined) return HostId.parse(configured);
  const path = join(dataDir, FILE_NAME);
  try {
    await mkdir(dataDir, { recursive: true });
    await keepNewId(path);
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST')
      throw new StartFault(`DATA_DIR: cannot keep the host's id in ${path} (${codeOf(thrown)}).`);
  }
  const kept = HostId.safeParse((await readFile(path, 'utf8')).trim());
  if (!kept.success) throw new StartFault(`${path} holds no UUID. Delete it, and a new id is made.`);
  return kept.data;
}

/** Whole or not at all, and never over another: whoever reads the file sees a complete id. Fails with EEXIST. */
async function keepNewId(path: string): Promise<void> {
  const id = randomUUID();
  const draft = `${path}.${id}`;
  await writeFile(draft, `${id}\n`, { mode: 0o600 });
  try {
    await link(draft, path);
  } finally {
    await unlink(draft);
  }
}

function codeOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : String(thrown);
}
