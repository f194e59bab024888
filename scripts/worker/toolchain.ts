import { endianness } from 'node:os';
import { join } from 'node:path';

import { SHIMS_FOLDER } from './places.ts';
import { runOrThrow, type Run } from './run.ts';

export const COMPILER = 'g++';

/** Flags that decide what comes out; the include paths are not among them. Source: worker/meson.build. */
export const compileFlags: readonly string[] = [
  '-std=c++20',
  '-O3',
  '-DNDEBUG',
  endianness() === 'LE' ? '-DMS_LITTLE_ENDIAN' : '-DMS_BIG_ENDIAN',
  '-DMS_EXECUTABLE',
  '-DFLATBUFFERS_LOCALE_INDEPENDENT=1',
];

/** Options of the schema compiler. Source: worker/fbs/FBS/meson.build. */
export const schemaFlags: readonly string[] = [
  '--cpp',
  '--cpp-field-case-style',
  'lower',
  '--reflect-names',
  '--scoped-enums',
  '--filename-suffix',
  '',
];

/** Include paths for a source copied to `source` with its generated headers in `generated`. Our shims come first. */
export function includeFlags(source: string, generated: string): string[] {
  const webrtc = join(source, 'deps/libwebrtc');
  return [SHIMS_FOLDER, join(source, 'include'), webrtc, join(webrtc, 'libwebrtc'), generated].map(
    (path) => `-I${path}`,
  );
}

/** Libraries as pkg-config names them, libsrtp left out. The last two exist only in older versions of abseil. */
const libraries = ['libuv', 'openssl', 'flatbuffers', 'absl_flat_hash_map', 'absl_strings'];
const olderLibraries = ['absl_optional', 'absl_bad_optional_access'];

/** Compile and link flags of the libraries. `srtpArchive` replaces the packaged libsrtp. */
export async function libraryFlags(
  run: Run,
  srtpArchive: string | undefined,
): Promise<{ compile: string[]; link: string[] }> {
  const modules = srtpArchive === undefined ? ['libsrtp2', ...libraries] : [...libraries];
  for (const name of olderLibraries) {
    if ((await run('pkg-config', ['--exists', name])).exitCode === 0) modules.push(name);
  }
  const ask = async (what: string): Promise<string[]> =>
    (await runOrThrow(run, ['pkg-config', what, ...modules])).split(/\s+/).filter(Boolean);
  const archive = srtpArchive === undefined ? [] : [srtpArchive];
  // A library's own choice of language level must not override ours.
  const compile = (await ask('--cflags')).filter((flag) => !flag.startsWith('-std='));
  return { compile, link: [...archive, ...(await ask('--libs')), '-lpthread'] };
}

/** Says which compiler for which target this is. Undefined where there is none. */
export async function compilerIdentity(run: Run): Promise<string | undefined> {
  const version = await run(COMPILER, ['--version']);
  const target = await run(COMPILER, ['-dumpmachine']);
  if (version.exitCode !== 0 || target.exitCode !== 0) return undefined;
  return `${version.stdout.split('\n', 1)[0] ?? ''} for ${target.stdout.trim()}`;
}
