import { setTimeout as sleep } from 'node:timers/promises';

import { Backoff } from '../backoff.ts';
import type { Database } from '../database.ts';
import { restartPolicy } from '../part.ts';

const checkMs = 500;

/** Starts the database again when it dies. It is no child of ours, so it is looked at now and then. */
export function watchDatabase({ database, log }: { database: Database; log: (text: string) => void }): {
  stop: () => Promise<void>;
} {
  const stopping = new AbortController();
  const running = watch(database, log, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function watch(database: Database, log: (text: string) => void, signal: AbortSignal): Promise<void> {
  const backoff = new Backoff(restartPolicy);
  let startedAtMs = performance.now();
  while (await pause(checkMs, signal)) {
    if (database.isRunning()) continue;
    const delayMs = backoff.delayAfterMs(performance.now() - startedAtMs);
    log(`PostgreSQL has ended and is started again in ${delayMs} ms`);
    if (!(await pause(delayMs, signal))) return;
    startedAtMs = performance.now();
    await database.restart().catch((error: unknown) => log((error as Error).message));
  }
}

/** @returns false when it is time to stop */
async function pause(durationMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(durationMs, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
