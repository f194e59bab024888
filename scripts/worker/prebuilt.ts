import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { arch, platform, release } from 'node:os';
import { join } from 'node:path';

import { keep } from './cache.ts';
import { WORKER_NAME, type MediasoupPackage } from './places.ts';
import { isExecutable, starts } from './probe.ts';
import { runOrThrow, type Run } from './run.ts';

/** How long the server has to answer. Short, so that a closed network costs a start little. */
const ANSWER_LIMIT_MS = 5_000;
/** How long the download may take once it has begun. */
const DOWNLOAD_LIMIT_MS = 60_000;

/** The file name mediasoup gives its own release asset. Source: npm-scripts.mjs of mediasoup. */
export function prebuiltName(
  version: string,
  system = { platform: platform(), arch: arch(), release: release() },
): string {
  const kernel = system.platform === 'linux' ? `-kernel${Number(system.release.split('.')[0])}` : '';
  return `mediasoup-worker-${version}-${system.platform}-${system.arch}${kernel}`;
}

/** Where the prebuilt worker is kept once it has been downloaded and has started here. */
export function prebuiltPath(cache: string, version: string): string {
  return join(cache, `prebuilt-${prebuiltName(version)}`, WORKER_NAME);
}

/** False when the user asks for a build, through our own variable or mediasoup's. */
export function mayUsePrebuilt(env: NodeJS.ProcessEnv): boolean {
  return env['PARLEY_WORKER'] !== 'build' && !env['MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD'];
}

interface Options {
  readonly run: Run;
  readonly mediasoup: MediasoupPackage;
  readonly cache: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Downloads the worker mediasoup publishes for this machine, as its own install step would, but into the cache.
 * Undefined, with one log line, when there is none, the network is closed, or it does not start here.
 */
export async function downloadPrebuilt(options: Options): Promise<string | undefined> {
  const { mediasoup, cache, env, log, signal } = options;
  const base = env['MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL'] || `${mediasoup.repositoryUrl}/releases/download`;
  const url = `${base}/${mediasoup.version}/${prebuiltName(mediasoup.version)}.tgz`;
  const path = prebuiltPath(cache, mediasoup.version);
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'download-'));
  try {
    await writeFile(join(folder, 'worker.tgz'), await download(url, signal));
    await runOrThrow(options.run, ['tar', '-xzf', 'worker.tgz'], { cwd: folder, signal });
    const binary = join(folder, WORKER_NAME);
    if (!isExecutable(binary) || !(await starts(options.run, binary, signal))) {
      throw new Error('it does not start on this machine');
    }
    await keep(binary, path);
    return path;
  } catch (error) {
    signal?.throwIfAborted();
    log(`No prebuilt media worker (${reasonOf(error)}), so it is compiled here.`);
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function download(url: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const limit = new AbortController();
  const giveUp = (what: string) => (): void => limit.abort(new Error(what));
  let timer = setTimeout(giveUp('no answer'), ANSWER_LIMIT_MS);
  try {
    const response = await fetch(url, { signal: signal ? AbortSignal.any([limit.signal, signal]) : limit.signal });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    clearTimeout(timer);
    timer = setTimeout(giveUp('the download was too slow'), DOWNLOAD_LIMIT_MS);
    return await response.bytes();
  } finally {
    clearTimeout(timer);
  }
}

/** `fetch` says only that it failed; why is in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? (cause.message.split('\n')[0] ?? cause.name) : String(cause);
}
