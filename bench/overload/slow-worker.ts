import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SlowWorker {
  /** For `MEDIASOUP_WORKER_BIN`. */
  readonly path: string;
  remove(): void;
}

/**
 * The same worker, of which each packet sent costs so much more. Linux only.
 *
 * @throws {Error} when there is no C compiler.
 */
export function slowWorker(workerBin: string, sendUs: number): SlowWorker {
  const folder = mkdtempSync(join(tmpdir(), 'parley-slow-worker-'));
  const source = join(import.meta.dirname, '../../../bench/overload/slow-send.c');
  const library = join(folder, 'slow-send.so');
  execFileSync('cc', ['-O2', '-shared', '-fPIC', '-o', library, source, '-ldl']);
  const path = join(folder, 'mediasoup-worker');
  writeFileSync(path, `#!/bin/sh\nSLOW_SEND_US=${sendUs} LD_PRELOAD='${library}' exec '${workerBin}' "$@"\n`);
  chmodSync(path, 0o755);
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
