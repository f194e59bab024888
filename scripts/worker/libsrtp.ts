import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { runOrThrow, type Run } from './run.ts';

/** The Debian and Ubuntu names of the library's source and of its headers. */
const SOURCE_PACKAGE = 'libsrtp2';
const HEADERS_PACKAGE = 'libsrtp2-dev';

/** Longest that fetching and building the library may take before the packaged one is linked instead. */
const TIME_LIMIT_MS = 120_000;

interface Options {
  readonly run: Run;
  /** A folder of our own, made anew. */
  readonly folder: string;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** Where apt's own settings are; tests point it elsewhere. */
  readonly aptFolder?: string;
}

/**
 * Builds libsrtp over OpenSSL from the distribution's own source package, and gives back the archive to link.
 * Distributions build it over NSS or over its own AES, which costs the worker 1.7 to 4 times the CPU on encryption.
 * Needs no root: apt keeps its lists in `folder`. Undefined, with one log line, where it is not possible.
 */
export async function buildSrtpOverOpenssl(options: Options): Promise<string | undefined> {
  const limit = AbortSignal.timeout(TIME_LIMIT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  try {
    return await fetchAndBuild({ ...options, signal });
  } catch (error) {
    options.signal?.throwIfAborted();
    const reason = String(error)
      .split('\n')
      .findLast((line) => line.trim() !== '');
    options.log(`Linking the packaged libsrtp, since building it over OpenSSL was not possible: ${reason}`);
    return undefined;
  }
}

async function fetchAndBuild({ run, folder, signal, aptFolder = '/etc/apt' }: Options): Promise<string> {
  // The headers the worker is compiled with are the packaged ones, so the source has to be of the very same version.
  const query = ['dpkg-query', '-W', '-f', '${source:Version}', HEADERS_PACKAGE] as const;
  const version = (await runOrThrow(run, query, { signal })).trim();
  await rm(folder, { recursive: true, force: true });
  const lists = join(folder, 'sources');
  await mkdir(lists, { recursive: true });
  await mkdir(join(folder, 'lists/partial'), { recursive: true });
  for (const [name, text] of await sourceLists(aptFolder)) await writeFile(join(lists, name), text);

  const apt = (...args: string[]): Promise<string> =>
    runOrThrow(run, ['apt-get', '-q', ...aptOptions(folder), ...args], { cwd: folder, signal });
  // One of several mirrors may have no sources. What matters is whether the package can be had.
  await apt('update').catch((error: unknown) => signal?.throwIfAborted() ?? error);
  await apt('source', `${SOURCE_PACKAGE}=${version}`);
  const source = (await readdir(folder, { withFileTypes: true })).find(
    (entry) => entry.isDirectory() && entry.name.startsWith(`${SOURCE_PACKAGE}-`),
  );
  if (source === undefined) throw new Error(`apt-get left no source of ${SOURCE_PACKAGE}`);

  const cwd = join(folder, source.name);
  const env = { ...process.env, CFLAGS: '-O3 -fPIC' };
  await runOrThrow(run, ['./configure', '--enable-openssl'], { cwd, env, signal });
  await runOrThrow(run, ['make', 'libsrtp2.a'], { cwd, env, signal });
  return join(cwd, 'libsrtp2.a');
}

/** Makes apt read our lists and write in our folder. Its keys and proxies stay the machine's own. */
function aptOptions(folder: string): string[] {
  const settings = {
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': join(folder, 'sources'),
    'Dir::State::Lists': join(folder, 'lists'),
    'Dir::Cache': join(folder, 'cache'),
    'Acquire::http::Timeout': '10',
    'Acquire::https::Timeout': '10',
    'Acquire::Retries': '1',
    // Apt's own download user could not write in a folder of ours.
    'APT::Sandbox::User': 'root',
  };
  return Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
}

/** The machine's own package sources, turned into sources of source packages. By file name. */
export async function sourceLists(aptFolder: string): Promise<Map<string, string>> {
  const parts = join(aptFolder, 'sources.list.d');
  const names = await readdir(parts).catch(() => [] as string[]);
  const files = [join(aptFolder, 'sources.list'), ...names.map((name) => join(parts, name))];
  const lists = new Map<string, string>();
  for (const file of files) {
    const isStanza = file.endsWith('.sources');
    if (!isStanza && !file.endsWith('.list')) continue;
    const text = await readFile(file, 'utf8').catch(() => '');
    const asSource = isStanza ? stanzasAsSource(text) : linesAsSource(text);
    if (asSource !== '') lists.set(file.slice(file.lastIndexOf('/') + 1), asSource);
  }
  return lists;
}

/** One-line format: each `deb` line becomes a `deb-src` line; everything else is left out. */
function linesAsSource(text: string): string {
  const lines = text.split('\n').filter((line) => /^\s*deb\s/.test(line));
  return lines.map((line) => `${line.replace(/^\s*deb\s/, 'deb-src ')}\n`).join('');
}

/** Stanza format: the type of each stanza is replaced; other fields, keys above all, stay. */
function stanzasAsSource(text: string): string {
  return /^Types:/m.test(text) ? text.replace(/^Types:.*$/gm, 'Types: deb-src') : '';
}
