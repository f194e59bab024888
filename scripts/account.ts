// PostgreSQL refuses to run as root, so root hands it to an account without rights.
import { chmodSync, mkdirSync, statSync } from 'node:fs';

import { run } from './processes.ts';

/** Empty when the process is not root and stays who it is. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** @param dataFolder when it exists already, its owner is the account: files cannot be read by another one */
export async function unprivilegedAccount(dataFolder: string): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const owner = statSync(dataFolder, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', 'nobody']) {
    const [user, group] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    if (user.code === 0 && group.code === 0) return { uid: Number(user.stdout), gid: Number(group.stdout) };
  }
  throw new Error(
    'Started as root, and there is neither an account "postgres" nor "nobody" to run the database: create one, or set DATABASE_URL.',
  );
}

/**
 * Private to us; as root, others may pass through it (not look into it) to the database's own folder, which is private to its
 * account. Whatever the umask; mends the mode of a folder that is ours.
 */
export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid } = statSync(folder);
  if (uid === process.getuid?.()) chmodSync(folder, uid === 0 ? 0o711 : 0o700);
}

/** Whether the account may pass through (a folder) or run (a file) what is at `path`. */
export async function canReach(path: string, account: Account): Promise<boolean> {
  const outcome = await run('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { ...account, cwd: '/' });
  return outcome.code === 0;
}
