// Reads what a PostgreSQL server writes about itself into postmaster.pid, and clears that file when it lies.
import { existsSync, readFileSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Postmaster {
  readonly pid: number;
  readonly socketFolder: string;
  /** `starting`, `stopping` or `ready`. */
  readonly status: string;
}

/** How long the children of a killed server may take to notice; they do within a second. */
const orphanPatienceMs = 15_000;

/** The fields are lines of fixed meaning. Source: PostgreSQL, src/include/utils/pidfile.h. */
export function parsePostmaster(text: string): Postmaster | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  // Before the server has found its bearings the pid is negative and the later lines are missing.
  if (!Number.isInteger(pid) || pid === 0) return undefined;
  return { pid: Math.abs(pid), socketFolder: lines[4] ?? '', status: lines[7] ?? 'starting' };
}

/** @returns undefined when no server runs on this folder */
export function readPostmaster(clusterFolder: string): Postmaster | undefined {
  const file = join(clusterFolder, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const postmaster = parsePostmaster(readFileSync(file, 'utf8'));
  return postmaster !== undefined && worksIn(postmaster.pid, clusterFolder) ? postmaster : undefined;
}

/** A server and all its children have the cluster's folder as their working folder, which tells them from any other process with that number. */
function worksIn(pid: number, clusterFolder: string): boolean {
  if (!existsSync('/proc/self/cwd')) return isAlive(pid);
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(clusterFolder);
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * After `kill -9` the pid file stays, and when its number has meanwhile been given to another process the next server
 * refuses to start. PostgreSQL uses the same file to see whether children of the killed server still write, so it is
 * removed only when they are all gone.
 */
export async function clearStalePid(clusterFolder: string): Promise<void> {
  const file = join(clusterFolder, 'postmaster.pid');
  if (!existsSync(file) || readPostmaster(clusterFolder) !== undefined || !existsSync('/proc/self/cwd')) return;
  const untilMs = Date.now() + orphanPatienceMs;
  while (processesIn(clusterFolder).length > 0) {
    if (Date.now() > untilMs)
      throw new Error(
        `Processes of a killed database still work in ${clusterFolder}: ${processesIn(clusterFolder).join(', ')}`,
      );
    await sleep(100);
  }
  rmSync(file, { force: true });
}

function processesIn(clusterFolder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => worksIn(pid, clusterFolder));
}
