// Makes sure that nobody else uses our data folder or our port.
import { accessSync, constants, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { takeLock } from '../lock-file.mjs';
import { isParley, stateOfPort, type PortState } from '../port.ts';
import type { Settings } from '../settings.ts';

/** Parts of a start that was killed outright are ended by their keepers, which takes a few seconds. */
const leftoverPatienceMs = 6000;
/** The socket of a process that is just ending belongs to nobody we can see. */
const unknownPatienceMs = 1500;

/** @throws Error with a sentence for a person, naming who is there already */
export async function claimPlace(settings: Settings, signal: AbortSignal): Promise<{ release: () => void }> {
  const folder = claimFolder(settings);
  try {
    const port = holdPort(settings);
    try {
      await claimPort(settings.port, signal);
    } catch (error) {
      port.release();
      throw error;
    }
    return {
      release: () => {
        port.release();
        folder.release();
      },
    };
  } catch (error) {
    folder.release();
    throw error;
  }
}

/** The server listens only at the end of a start, so until then a file says that the port is spoken for. */
export function portLockFile(port: number): string {
  return join(tmpdir(), `parley-${process.getuid?.() ?? 'user'}-port-${port}.lock`);
}

function holdPort({ port, address }: Settings): { release: () => void } {
  const lock = takeLock(portLockFile(port), address);
  if ('release' in lock) return lock;
  const { pid, note } = lock.heldBy;
  throw new Error(
    `Parley is already running, or about to, at ${note ?? `port ${port}`} (process ${pid}); use PORT=… DATA_DIR=… to run a second one.`,
  );
}

function claimFolder({ dataDir, address }: Settings): { release: () => void } {
  makeFolder(dataDir);
  const lock = takeLock(join(dataDir, 'parley.lock'), address);
  if ('release' in lock) return lock;
  const { pid, note } = lock.heldBy;
  throw new Error(
    `Parley is already running at ${note ?? 'another address'} (process ${pid}) with the data in ${dataDir}; use PORT=… DATA_DIR=… to run a second one.`,
  );
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `the folder for data, ${dataDir}, cannot be used (${code}); give it to this user, or choose another one: DATA_DIR=…`,
      { cause: error },
    );
  }
}

async function claimPort(port: number, signal: AbortSignal): Promise<void> {
  const startedAtMs = performance.now();
  for (;;) {
    const state = await stateOfPort(port);
    if (state.kind === 'free') return;
    if (performance.now() - startedAtMs >= patienceMs(state)) throw new Error(explain(port, state));
    await sleep(200, undefined, { signal });
  }
}

/** How long the port may yet become free by itself. */
function patienceMs(state: PortState): number {
  if (state.kind !== 'taken') return 0;
  if (state.holder === undefined) return unknownPatienceMs;
  const { parentCommand } = state.holder;
  // A server whose `npm start` has died is about to end.
  const isLeftover =
    isParley(state.holder) && parentCommand !== undefined && !parentCommand.includes('scripts/start.ts');
  return isLeftover ? leftoverPatienceMs : 0;
}

/** Who holds the port, and what to do about it. */
export function explain(port: number, state: Exclude<PortState, { kind: 'free' }>): string {
  if (state.kind === 'forbidden')
    return `this user may not listen on port ${port}; ports below 1024 are for root. Use another one, for example PORT=3000.`;
  const { holder } = state;
  if (holder === undefined) return `port ${port} is taken by a process of another user; use another one: PORT=…`;
  if (isParley(holder)) {
    return `Parley is already running at http://localhost:${port} (process ${holder.pid}); use PORT=… DATA_DIR=… to run a second one.`;
  }
  return `port ${port} is taken by process ${holder.pid} (${holder.command}); end that, or use another one: PORT=…`;
}
