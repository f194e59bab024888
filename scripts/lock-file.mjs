// A lock that names its holder, for things that only one process at a time may do or use: an install, a data folder.
// It runs on bare Node 20, because the install is one of them.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** @typedef {{ pid: number, startedAt?: string, note?: string }} Holder */

/**
 * When the process began, in the kernel's own count. A pid alone would not do: after a reboot of a container the same
 * small numbers are given out again, and a left-over lock would look alive for ever. Undefined where there is no /proc.
 * @param {number} pid
 * @returns {string | undefined}
 */
export function startOfProcess(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command in brackets may hold spaces and brackets itself, so the fields are counted after the last one.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/**
 * @param {Holder} holder
 * @returns {boolean}
 */
export function isAlive(holder) {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return false;
  }
  return holder.startedAt === undefined || startOfProcess(holder.pid) === holder.startedAt;
}

/**
 * @param {string} path
 * @returns {Holder | undefined}
 */
function readHolder(path) {
  try {
    const holder = /** @type {unknown} */ (JSON.parse(readFileSync(path, 'utf8')));
    if (typeof holder !== 'object' || holder === null || !('pid' in holder) || !Number.isInteger(holder.pid))
      return undefined;
    return /** @type {Holder} */ (holder);
  } catch {
    return undefined;
  }
}

/**
 * Puts a dead holder's lock aside. Two processes may find it dead at once, and the slower one could then move the
 * quicker one's new lock; so what was moved is looked at again, and put back when it is not the dead one.
 * @param {string} path
 * @param {Holder | undefined} dead
 */
function clearDead(path, dead) {
  const aside = `${path}.${process.pid}.dead`;
  try {
    renameSync(path, aside);
    const moved = readHolder(aside);
    if (moved !== undefined && moved.pid !== dead?.pid && isAlive(moved)) linkSync(aside, path);
  } catch {
    // Somebody else was quicker, which is all that was wanted.
  }
  rmSync(aside, { force: true });
}

/**
 * Takes the lock, or says who holds it. The file appears whole (written aside, then linked), so that nobody ever reads
 * a lock without a holder.
 * @param {string} path
 * @param {string} [note] shown to whoever finds the lock held
 * @returns {{ release: () => void } | { heldBy: Holder }}
 */
export function takeLock(path, note) {
  const mine = `${path}.${process.pid}.new`;
  const startedAt = startOfProcess(process.pid);
  const holder = { pid: process.pid, ...(startedAt && { startedAt }), ...(note && { note }) };
  writeFileSync(mine, JSON.stringify(holder), { mode: 0o600 });
  try {
    for (;;) {
      try {
        linkSync(mine, path);
        return { release: () => releaseLock(path) };
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      }
      const heldBy = readHolder(path);
      if (heldBy !== undefined && heldBy.pid !== process.pid && isAlive(heldBy)) return { heldBy };
      clearDead(path, heldBy);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** @param {string} path */
function releaseLock(path) {
  if (readHolder(path)?.pid === process.pid) rmSync(path, { force: true });
}
