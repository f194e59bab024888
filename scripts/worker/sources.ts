import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { applyPatch } from './patch.ts';
import type { MediasoupPackage } from './places.ts';

/** The parts of the worker's folder that are compiled or read by the compiler. */
const COMPILED_FOLDERS = ['src', 'include', 'fbs', 'deps'];

/**
 * Names the files to compile, relative to the worker's folder, as the package's own build description lists them.
 * @throws Error when the description is not laid out as expected.
 */
export function listedSources(workerFolder: string): string[] {
  const main = readFileSync(join(workerFolder, 'meson.build'), 'utf8');
  // Tests and tools come after the first sub-project; what stands before is the worker, with both bandwidth estimators.
  const [worker] = main.slice(main.indexOf('common_sources')).split('subproject(');
  const ours = [...(worker ?? '').matchAll(/'(src\/[^']+\.cpp)'/g)].map((match) => match[1] ?? '');
  const webrtc = readFileSync(join(workerFolder, 'deps/libwebrtc/meson.build'), 'utf8');
  const theirs = [...webrtc.matchAll(/'(libwebrtc\/[^']+\.cc)'/g)].map((match) => `deps/libwebrtc/${match[1]}`);
  if (ours.length === 0 || theirs.length === 0) {
    throw new Error(`The build description in ${workerFolder} lists no sources where they are expected.`);
  }
  return [...new Set([...ours, 'src/main.cpp', ...theirs])];
}

/** Sorts text by its code units: the same on every machine, whatever its language. */
export function byName(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Hash of every file in the given folders, by path and content. The order of the file system does not show in it. */
export async function hashFolders(folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.toSorted(byName)) {
      hash
        .update(`${relative(folder, file)}\0`)
        .update(await readFile(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/** Hash of all of the worker's source that has a part in the binary. */
export function hashWorkerSource(workerFolder: string): Promise<string> {
  return hashFolders(COMPILED_FOLDERS.map((folder) => join(workerFolder, folder)));
}

/**
 * Copies the worker's source and mends the copy. Safe to repeat: files keep their times, a mended file is made anew
 * from the original.
 */
export async function copyMended({ workerFolder, patches }: MediasoupPackage, to: string): Promise<void> {
  for (const folder of [...COMPILED_FOLDERS, 'meson.build']) {
    await cp(join(workerFolder, folder), join(to, folder), { recursive: true, preserveTimestamps: true });
  }
  for (const file of new Set(patches.map((patch) => patch.file))) {
    const original = await readFile(join(workerFolder, file), 'utf8');
    const mended = patches.filter((patch) => patch.file === file).reduce(applyPatch, original);
    await writeFile(join(to, file), mended);
  }
}
