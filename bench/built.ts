import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A module of the built server. Its types are not ours to know: each bench says what it uses of it. */
export async function built<T>(path: string): Promise<T> {
  return (await import(pathToFileURL(join(process.cwd(), 'dist', 'server', 'src', path)).href)) as T;
}

/** A module of `scripts/`, which Node runs as it is. */
export async function script<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(join(process.cwd(), 'scripts', name)).href)) as T;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
