import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { buildIdentity, builtPath, cacheKey, findBuilt, keep, type SrtpVariant } from './cache.ts';
import { compileWorker, type Progress } from './compile.ts';
import { buildSrtpOverOpenssl } from './libsrtp.ts';
import { WORKER_NAME, type MediasoupPackage } from './places.ts';
import { starts } from './probe.ts';
import { runOrThrow, type Run } from './run.ts';
import { byName, copyMended } from './sources.ts';
import { ensurePackages } from './system-packages.ts';
import { COMPILER, compileFlags, includeFlags, libraryFlags, schemaFlags } from './toolchain.ts';
import { waitForLock } from './wait-for-lock.ts';

/** Marks the folder of a build that is under way or was interrupted. */
const BUILDING_SUFFIX = '.building';

export interface BuildOptions {
  readonly run: Run;
  readonly mediasoup: MediasoupPackage;
  readonly cache: string;
  readonly log: (line: string) => void;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface BuiltWorker {
  readonly path: string;
  readonly srtp: SrtpVariant;
  /** `cache` when another process had built it while this one waited. */
  readonly origin: 'built' | 'cache';
}

/**
 * Builds the worker from the npm package's own source and keeps it in the cache. Only one process builds at a time; a
 * second one waits and then finds the first one's work. What an interrupted build had compiled is used by the next.
 * @throws Error naming the command that installs what is missing, or with the compiler's own words.
 */
export async function buildWorker(options: BuildOptions): Promise<BuiltWorker> {
  const { run, cache, log, signal } = options;
  await mkdir(cache, { recursive: true });
  const release = await waitForLock({
    path: join(cache, 'build.lock'),
    onWait: (pid) => log(`Another process (${pid}) is building the media worker; waiting for it.`),
    signal,
  });
  try {
    await ensurePackages({ run, isRoot: process.getuid?.() === 0, log, signal });
    // Only now: the compiler that is part of the key may just have been installed.
    const key = cacheKey(await buildIdentity(run, options.mediasoup));
    const found = await findBuilt(run, cache, key);
    return found ? { ...found, origin: 'cache' } : await build(options, key);
  } finally {
    release();
  }
}

/**
 * Measured on 2 cores with g++ 12, mediasoup 3.27.1 and -O3, from an empty cache to a worker that starts: 112 s, libsrtp
 * included. The reference figure for compiling file by file is 3.5 minutes; see `units.ts` for what makes the difference.
 */
async function build(options: BuildOptions, key: string): Promise<BuiltWorker> {
  const { run, cache, mediasoup, log, onProgress, signal } = options;
  const startedAtMs = performance.now();
  const work = join(cache, `${key}${BUILDING_SUFFIX}`);
  const source = join(work, 'source');
  const generated = join(work, 'generated');
  onProgress?.({ step: 'preparing the media worker', doneCount: 0, totalCount: 1 });
  await copyMended(mediasoup, source);
  await generateSchemas({ run, source, generated, signal });

  // Small and mostly waiting for the network, so it runs beside the compiler.
  const archive = buildSrtpOverOpenssl({ run, folder: join(work, 'libsrtp'), log, signal });
  const { compile } = await libraryFlags(run, undefined);
  const flags = [...compileFlags, ...includeFlags(source, generated), ...compile];
  const objectsFolder = join(work, 'objects');
  const compiled = compileWorker({ run, source, objects: objectsFolder, flags, log, onProgress, signal });
  const [objects, srtpArchive] = await allEnded(compiled, archive);

  onProgress?.({ step: 'linking the media worker', doneCount: 0, totalCount: 1 });
  const binary = join(work, WORKER_NAME);
  const { link } = await libraryFlags(run, srtpArchive);
  await runOrThrow(run, [COMPILER, '-o', binary, ...objects, ...link], { signal });
  if (!(await starts(run, binary, signal))) throw new Error('The media worker was compiled but does not start.');

  const srtp = srtpArchive === undefined ? 'system' : 'openssl';
  const path = builtPath(cache, key, srtp);
  await keep(binary, path);
  await removeLeftovers(cache);
  log(`Compiled the media worker in ${Math.round((performance.now() - startedAtMs) / 1_000)} s.`);
  return { path, srtp, origin: 'built' };
}

/** Removes what this build and interrupted ones before it had made on the way. Only under the lock: then none goes on. */
async function removeLeftovers(cache: string): Promise<void> {
  const names = (await readdir(cache)).filter((name) => name.endsWith(BUILDING_SUFFIX));
  await Promise.all(names.map((name) => rm(join(cache, name), { recursive: true, force: true })));
}

/** Both results, or the first failure once neither is running any more: nothing writes on after the lock is given back. */
async function allEnded<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return Promise.all([a, b]);
}

/** Generates the headers of the messages between the worker and the library. They are included as `FBS/….h`. */
async function generateSchemas(options: {
  run: Run;
  source: string;
  generated: string;
  signal: AbortSignal | undefined;
}): Promise<void> {
  const cwd = join(options.source, 'fbs');
  const schemas = (await readdir(cwd)).filter((name) => name.endsWith('.fbs')).toSorted(byName);
  const folder = join(options.generated, 'FBS');
  await mkdir(folder, { recursive: true });
  await runOrThrow(options.run, ['flatc', ...schemaFlags, '-o', folder, ...schemas], { cwd, signal: options.signal });
}
