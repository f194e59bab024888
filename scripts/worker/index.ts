import { buildIdentity, cacheKey, findBuilt } from './cache.ts';
import { buildWorker, type BuiltWorker } from './build.ts';
import type { Progress } from './compile.ts';
import { cacheFolder, mediasoupPackage } from './places.ts';
import { handshake } from './patches/handshake.ts';
import { downloadPrebuilt, mayUsePrebuilt, prebuiltPath } from './prebuilt.ts';
import { isExecutable, starts } from './probe.ts';
import { run as realRun, type Run } from './run.ts';
import { installCommand, missingPackages } from './system-packages.ts';

export interface ResolvedWorker {
  readonly path: string;
  readonly origin: 'env' | 'prebuilt' | 'built' | 'cache';
  /** The libsrtp it is linked with: one over OpenSSL, the packaged (slower) one, or not known. */
  readonly srtp: 'openssl' | 'system' | 'unknown';
  /** Whether it is the one that mediasoup publishes, without our patches. */
  readonly isPublished: boolean;
}

export interface ResolveOptions {
  /** Takes whole lines, fit to show a person. */
  readonly log: (line: string) => void;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Gets a worker binary that starts on this machine: the one `MEDIASOUP_WORKER_BIN` names, one from the cache, the one
 * mediasoup publishes where the network allows it, or one compiled here. `PARLEY_WORKER=build` leaves the published one
 * out. Safe to repeat, and to call in several processes at once but only once at a time within one; after the first time it takes well under a second.
 * @throws Error with a sentence for a person when no worker can be had.
 */
export async function resolveWorker(options: ResolveOptions): Promise<ResolvedWorker> {
  const { log, onProgress, signal, env = process.env } = options;
  const found = await findWorker(env, realRun);
  if (found !== undefined) return found;
  const cache = cacheFolder(env);
  const mediasoup = mediasoupPackage();
  if (mayUsePrebuilt(env)) {
    const path = await downloadPrebuilt({ run: realRun, mediasoup, cache, env, log, signal });
    if (path !== undefined) return { path, origin: 'prebuilt', srtp: 'openssl', isPublished: true };
  }
  return { ...(await buildWorker({ run: realRun, mediasoup, cache, log, onProgress, signal })), isPublished: false };
}

/**
 * The worker as mediasoup writes it, built here and mended only so far that it runs everywhere: what ours is compared with.
 * @throws Error with a sentence for a person when it cannot be built.
 */
export function stockWorker({ log, signal, env = process.env }: ResolveOptions): Promise<BuiltWorker> {
  return buildWorker({ run: realRun, mediasoup: mediasoupPackage(handshake), cache: cacheFolder(env), log, signal });
}

export interface WorkerInspection {
  /** What a start would use. Undefined when it would have to download or compile first. */
  readonly worker: ResolvedWorker | undefined;
  /** What is wrong with the setting that names a worker. */
  readonly problem: string | undefined;
  /** System packages that a build would require, or that would make the built worker faster. */
  readonly missing: { readonly required: readonly string[]; readonly useful: readonly string[] };
  /** The exact command that installs what is missing. Undefined when nothing is. */
  readonly installCommand: string | undefined;
}

/** Says what worker there is, without downloading, installing or compiling anything. */
export async function inspectWorker(env: NodeJS.ProcessEnv, run: Run = realRun): Promise<WorkerInspection> {
  let worker: ResolvedWorker | undefined;
  let problem: string | undefined;
  try {
    worker = await findWorker(env, run);
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  const missing = await missingPackages(run);
  const packages = [...missing.required, ...missing.useful];
  return { worker, problem, missing, installCommand: packages.length > 0 ? installCommand(packages) : undefined };
}

/**
 * Finds a worker that is there already.
 * @throws Error when `MEDIASOUP_WORKER_BIN` names something that is not a worker: what was asked for by name is not
 *   quietly replaced.
 */
async function findWorker(env: NodeJS.ProcessEnv, run: Run): Promise<ResolvedWorker | undefined> {
  const named = env['MEDIASOUP_WORKER_BIN'];
  if (named) {
    if (isExecutable(named)) return { path: named, origin: 'env', srtp: 'unknown', isPublished: false };
    throw new Error(`MEDIASOUP_WORKER_BIN names "${named}", which is missing or is not an executable file.`);
  }
  const cache = cacheFolder(env);
  const mediasoup = mediasoupPackage();
  const built = await findBuilt(run, cache, cacheKey(await buildIdentity(run, mediasoup)));
  if (built !== undefined) return { ...built, origin: 'cache', isPublished: false };
  const prebuilt = prebuiltPath(cache, mediasoup.version);
  const isUsable = mayUsePrebuilt(env) && isExecutable(prebuilt) && (await starts(run, prebuilt));
  return isUsable ? { path: prebuilt, origin: 'cache', srtp: 'openssl', isPublished: true } : undefined;
}
