import { setTimeout as sleep } from 'node:timers/promises';

import { takeLock } from '../lock-file.mjs';

interface Options {
  readonly path: string;
  /** Told once, when somebody else holds the lock. */
  readonly onWait: (holderPid: number) => void;
  readonly signal?: AbortSignal | undefined;
  /** Passes the time between two looks; tests pass it at once. */
  readonly pause?: () => Promise<unknown>;
}

/** How long to wait before looking at a held lock again. */
const LOOK_AGAIN_MS = 500;

/**
 * Takes the lock, waiting for as long as a living process holds it. A dead holder's lock is broken.
 * @returns what gives the lock back
 * @throws the signal's reason when it aborts while waiting
 */
export async function waitForLock({ path, onWait, signal, pause }: Options): Promise<() => void> {
  let hasTold = false;
  for (;;) {
    signal?.throwIfAborted();
    const taken = takeLock(path, 'building the media worker');
    if ('release' in taken) return taken.release;
    if (!hasTold) onWait(taken.heldBy.pid);
    hasTold = true;
    await (pause?.() ?? sleep(LOOK_AGAIN_MS));
  }
}
