// Builds what `npm start` runs: the server and the media host by TypeScript, the pages by Vite. Does nothing when the
// sources are those of the last build. `npm run build -- --force` builds all the same.
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { inWords } from './estimate.ts';
import { takeLock } from './lock-file.mjs';
import { run, type Outcome } from './processes.ts';
import { bundler, compiler, fromRoot, mediaHostMain, migrateMain, rootFolder, serverMain } from './project.ts';

export interface BuildOptions {
  readonly onNote?: (text: string) => void;
  readonly signal?: AbortSignal;
  readonly isForced?: boolean;
  /** The pages are left to Vite's own server. */
  readonly isWithoutPages?: boolean;
}

/** What was built last. */
interface Stamp {
  /** Of the sources. */
  readonly hash: string;
  readonly output: string;
  readonly files: readonly string[];
  readonly tookMs: number;
}

const sourcePatterns = [
  '{contracts,kernel,config,server,media-workers,client}/**/*',
  'tsconfig*.json',
  'package-lock.json',
];
const stampFile = fromRoot('dist', '.build-stamp.json');
const products = [serverMain, migrateMain, mediaHostMain, fromRoot('dist', 'client', 'index.html')];

/** @throws Error with the compiler's own words when the sources have a fault */
export async function build(options: BuildOptions = {}): Promise<{ readonly isFresh: boolean }> {
  // Asked without the lock as well: who finds everything built need not be allowed to write here.
  if (options.isForced !== true && isUpToDate(sources())) return { isFresh: false };
  const lock = await takeTurn(options.signal);
  try {
    const files = sources();
    const last = readStamp();
    if (options.isForced !== true && isUpToDate(files)) return { isFresh: false };
    // Taken before, so that a source changed meanwhile is built next time.
    const hash = hashOf(files);
    const startedAtMs = performance.now();
    removeLeftovers(last?.files ?? [], files);
    // A stamp of an older build must not be found beside half-new output.
    rmSync(stampFile, { force: true });
    await Promise.all([compile(options), options.isWithoutPages === true ? undefined : bundle(options)]);
    if (options.isWithoutPages !== true)
      writeStamp({ hash, output: outputState(), files, tookMs: performance.now() - startedAtMs });
    return { isFresh: true };
  } finally {
    lock.release();
  }
}

/** How long the last build took; undefined before the first. */
export function usualBuildMs(): number | undefined {
  return readStamp()?.tookMs;
}

/** Two builds at once would write the same files. */
async function takeTurn(signal: AbortSignal | undefined): Promise<{ release: () => void }> {
  for (;;) {
    const lock = takeLock(fromRoot('node_modules', '.parley-build-lock'));
    if ('release' in lock) return lock;
    await sleep(200, undefined, { signal });
  }
}

function sources(): string[] {
  const entries = globSync(sourcePatterns, { cwd: rootFolder, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(rootFolder.length + 1))
    .toSorted();
}

function isUpToDate(files: readonly string[]): boolean {
  const last = readStamp();
  return products.every((file) => existsSync(file)) && last?.hash === hashOf(files) && last.output === outputState();
}

/** Changes when somebody else compiles (`npm run check`, an editor): what was built is then no longer what lies there. */
function outputState(): string {
  const notes = globSync('dist/{contracts,kernel,config,server,media-workers}/.tsbuildinfo', {
    cwd: rootFolder,
  }).toSorted();
  return notes.map((note) => `${note} ${statSync(fromRoot(note)).mtimeMs}`).join('\n');
}

function hashOf(files: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(fromRoot(file)));
  return hash.digest('hex');
}

function readStamp(): Stamp | undefined {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8')) as Stamp;
  } catch {
    return undefined;
  }
}

function writeStamp(stamp: Stamp): void {
  mkdirSync(fromRoot('dist'), { recursive: true });
  writeFileSync(stampFile, JSON.stringify(stamp));
}

/** The compiler leaves the output of a source that was deleted; a deleted migration would still be run. */
function removeLeftovers(before: readonly string[], now: readonly string[]): void {
  const present = new Set(now);
  for (const file of before.filter((one) => !present.has(one) && /\.tsx?$/.test(one))) {
    const stem = fromRoot('dist', file.replace(/\.tsx?$/, ''));
    for (const ending of ['.js', '.js.map', '.d.ts', '.d.ts.map']) rmSync(stem + ending, { force: true });
  }
}

async function compile({ signal, onNote }: BuildOptions): Promise<void> {
  const outcome = await runTool([compiler, '-b', 'server', 'media-workers'], signal);
  if (outcome.code !== 0) throw new Error(`The sources do not compile:\n${outcome.stdout}${outcome.stderr}`);
  onNote?.('server compiled');
}

async function bundle({ signal, onNote }: BuildOptions): Promise<void> {
  const outcome = await runTool(
    [bundler, 'build', '-c', fromRoot('client', 'vite.config.ts'), '--logLevel', 'warn'],
    signal,
  );
  if (outcome.code !== 0) throw new Error(`The pages could not be built:\n${outcome.stdout}${outcome.stderr}`);
  onNote?.('pages bundled');
}

function runTool(args: string[], signal: AbortSignal | undefined): Promise<Outcome> {
  const env = { ...process.env, NODE_ENV: 'production' };
  return run(process.execPath, args, { cwd: rootFolder, env, signal, isTied: true });
}

if (import.meta.main) {
  const startedAtMs = performance.now();
  try {
    const { isFresh } = await build({ isForced: process.argv.includes('--force') });
    console.log(
      isFresh ? `Built in ${inWords(performance.now() - startedAtMs)}.` : 'Nothing has changed since the last build.',
    );
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
