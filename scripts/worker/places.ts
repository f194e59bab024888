import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Patch } from './patch.ts';
import { patches as allPatches } from './patches/index.ts';

/** Name of the binary, in every folder that holds one. */
export const WORKER_NAME = 'mediasoup-worker';

/** Folder of our own headers, which stand in for ones the machine lacks. */
export const SHIMS_FOLDER = fileURLToPath(new URL('./shims', import.meta.url));

/** The installed mediasoup package, and how its worker's source is mended. */
export interface MediasoupPackage {
  readonly version: string;
  /** The worker's C++ source. */
  readonly workerFolder: string;
  /** Where the package says its repository is, without the "git+" and ".git" of package.json. */
  readonly repositoryUrl: string;
  readonly patches: readonly Patch[];
}

export function mediasoupPackage(patches = allPatches): MediasoupPackage {
  // The package exports neither its package.json nor its folder, so both are found from its main module upward.
  let folder = dirname(createRequire(import.meta.url).resolve('mediasoup'));
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  const { version, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    version: string;
    repository: { url: string };
  };
  return {
    version,
    workerFolder: join(folder, 'worker'),
    repositoryUrl: repository.url.replace(/^git\+/, '').replace(/\.git$/, ''),
    patches,
  };
}

/** Folder in which workers are kept between runs and between clones. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const ours = env['PARLEY_CACHE_DIR'] || join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'parley');
  return join(ours, 'worker');
}
