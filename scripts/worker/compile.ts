import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';

import { inParallel } from './in-parallel.ts';
import { isFile } from './probe.ts';
import { runOrThrow, type Run } from './run.ts';
import { byName, listedSources } from './sources.ts';
import { COMPILER } from './toolchain.ts';
import { groupIntoUnits, unitText, type Unit } from './units.ts';

/** What compiling one unit takes at most, rounded up. Measured: 476 MB for a unit of the largest size. */
const UNIT_MEMORY_BYTES = 600_000_000;

export interface Progress {
  /** What is going on, fit to show a person. */
  readonly step: string;
  readonly doneCount: number;
  readonly totalCount: number;
  /** How long it will still take; undefined while that cannot be told. */
  readonly leftMs?: number | undefined;
}

interface Options {
  readonly run: Run;
  /** The mended copy of the worker's source. */
  readonly source: string;
  /** Where objects go. Those of an interrupted build that are there already are used again. */
  readonly objects: string;
  readonly flags: readonly string[];
  readonly log: (line: string) => void;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Compiles all of the worker on all cores.
 * @returns the objects to link
 */
export async function compileWorker(options: Options): Promise<string[]> {
  const units = workerUnits(options.source);
  await mkdir(options.objects, { recursive: true });
  const report = progressReport(units, options.onProgress);
  const objects: string[] = [];
  const compile = async (unit: Unit, signal: AbortSignal): Promise<void> => {
    const wasThere = await isFile(objectPath(unit, options));
    objects.push(...(await compileUnit(unit, { ...options, signal })));
    report(unit, wasThere);
  };
  // The largest first, so that no core is left with a large one at the end.
  const ordered = units.toSorted((a, b) => b.sizeBytes - a.sizeBytes);
  await inParallel(ordered, compile, { limitCount: jobsCount(), signal: options.signal });
  return objects.toSorted(byName);
}

/** All cores, but no more than fit into memory: a compiler that the system kills helps nobody. */
function jobsCount(): number {
  const memoryBytes = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  return Math.max(1, Math.min(availableParallelism(), Math.floor(memoryBytes / UNIT_MEMORY_BYTES)));
}

function workerUnits(source: string): Unit[] {
  const files = listedSources(source).map((path) => ({ path, text: readFileSync(join(source, path), 'utf8') }));
  const isTheirs = ({ path }: { path: string }): boolean => path.startsWith('deps/');
  return [
    ...groupIntoUnits(
      files.filter((file) => !isTheirs(file)),
      'worker',
    ),
    ...groupIntoUnits(files.filter(isTheirs), 'webrtc'),
  ];
}

/** Files that cannot be compiled together after all are compiled one by one: slower, never a failure. */
async function compileUnit(unit: Unit, options: Options): Promise<string[]> {
  try {
    return [await compileOne(unit, options)];
  } catch (error) {
    options.signal?.throwIfAborted();
    if (unit.paths.length === 1) throw error;
    options.log(`Compiling ${unit.paths.length} files one by one, since together they do not compile (${unit.name}).`);
    const singles = unit.paths.map((path, index) => ({ name: `${unit.name}-${index}`, paths: [path], sizeBytes: 0 }));
    const objects: string[] = [];
    for (const single of singles) objects.push(await compileOne(single, options));
    return objects;
  }
}

/** An object appears under its name only when it is whole, so one that is there need not be made again. */
async function compileOne(unit: Unit, options: Options): Promise<string> {
  const object = objectPath(unit, options);
  if (await isFile(object)) return object;
  const text = `${object}.cpp`;
  await writeFile(text, unitText(unit, options.source));
  // With our pid in it, since the compiler of a killed build may go on writing for a while.
  const part = `${object}.${process.pid}.part`;
  const command = [COMPILER, ...options.flags, '-c', text, '-o', part] as const;
  await runOrThrow(options.run, command, { signal: options.signal });
  await rename(part, object);
  return object;
}

function objectPath(unit: Unit, { objects, source, flags }: Options): string {
  const hash = createHash('sha256').update(JSON.stringify([unitText(unit, source), flags]));
  return join(objects, `${unit.name}-${hash.digest('hex').slice(0, 12)}.o`);
}

/** Counts units, and estimates the rest by the bytes compiled in this run, since units differ in size. */
function progressReport(
  units: readonly Unit[],
  onProgress: ((progress: Progress) => void) | undefined,
): (unit: Unit, wasThere: boolean) => void {
  const startedAtMs = performance.now();
  let doneCount = 0;
  let compiledBytes = 0;
  let leftBytes = units.reduce((sum, unit) => sum + unit.sizeBytes, 0);
  const tell = (leftMs?: number): void =>
    onProgress?.({ step: 'compiling the media worker', doneCount, totalCount: units.length, leftMs });
  tell();
  return (unit, wasThere) => {
    doneCount += 1;
    leftBytes -= unit.sizeBytes;
    if (!wasThere) compiledBytes += unit.sizeBytes;
    if (compiledBytes === 0) return tell();
    tell(((performance.now() - startedAtMs) / compiledBytes) * leftBytes);
  };
}
