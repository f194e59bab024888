import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
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
    await writeFile(path, `${randomUUID()}\n`, { flag: 'wx', mode: 0o600 });
  } catch (thrown) {
    if (!isCode(thrown, 'EEXIST')) throw new StartFault(`DATA_DIR: cannot keep the host's id in ${path} (${textOf(thrown)}).`);
  }
  const kept = HostId.safeParse((await readFile(path, 'utf8')).trim());
  if (!kept.success) throw new StartFault(`${path} holds no UUID. Delete it, and a new id is made.`);
  return kept.data;
}

function isCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
