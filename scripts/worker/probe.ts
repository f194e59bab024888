import { accessSync, constants, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';

import type { Run } from './run.ts';

/**
 * The worker ends with this code when it is started without the library's environment.
 * Source: worker/src/main.cpp of mediasoup, which its own install step relies on as well.
 */
const NOT_STARTED_BY_LIBRARY_CODE = 41;

/** True when the binary's loader, libraries and processor suit this machine: it gets as far as its `main`. */
export async function starts(run: Run, path: string, signal?: AbortSignal): Promise<boolean> {
  const { exitCode } = await run(path, [], { env: {}, signal });
  return exitCode === NOT_STARTED_BY_LIBRARY_CODE;
}

/** True for a file, not a folder, that this user may execute. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** True when the path names a file. */
export async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ?? false;
}
