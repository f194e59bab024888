// How much script a browser fetches before a person can join a meeting, compressed as servers do it. `npm run check` holds
// it to a bound: every kilobyte more is a longer look at an empty page for somebody with a slow line or an old telephone.
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';

import { fromRoot } from './project.ts';

/** A promise of the project (issue 2), in bytes. */
const MAX_BYTES = 300_000;

/** What stands on the way from the address of a meeting to its pre-join page. English comes with the page. */
const ON_THE_WAY = ['client/index.html', 'client/src/app/meeting-route.tsx', 'client/src/ui/ui-root.tsx'];

export interface Script {
  readonly fileName: string;
  readonly bytes: number;
}

/** Builds the pages in memory, and follows what the way to the pre-join page imports. Heaviest first. */
export async function firstLoad(): Promise<readonly Script[]> {
  const built = await build({
    configFile: fromRoot('client', 'vite.config.ts'),
    logLevel: 'error',
    build: { write: false, sourcemap: false, reportCompressedSize: false },
  });
  const { output } = [built].flat()[0] as Rolldown.RolldownOutput;
  const chunks = new Map(output.flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one] as const] : [])));
  const wanted = new Set<string>();
  const follow = (fileName: string): void => {
    if (wanted.has(fileName)) return;
    wanted.add(fileName);
    for (const next of chunks.get(fileName)?.imports ?? []) follow(next);
  };
  for (const source of ON_THE_WAY) {
    const chunk = [...chunks.values()].find(({ facadeModuleId }) => facadeModuleId === fromRoot(source));
    if (chunk === undefined)
      throw new Error(`${source} is no script of its own any more: what is on the way to a meeting?`);
    follow(chunk.fileName);
  }
  const scripts = [...wanted].map((fileName) => ({
    fileName,
    bytes: gzipSync(chunks.get(fileName)?.code ?? '', { level: 9 }).length,
  }));
  return scripts.toSorted((left, right) => right.bytes - left.bytes);
}

if (import.meta.main) {
  const scripts = await firstLoad();
  const bytes = scripts.reduce((sum, script) => sum + script.bytes, 0);
  const inKb = (count: number): string => `${(count / 1000).toFixed(1)} kB`;
  for (const script of scripts) console.log(`${inKb(script.bytes).padStart(10)}  ${script.fileName}`);
  console.log(`${inKb(bytes)} of script before a person can join, of at most ${inKb(MAX_BYTES)}`);
  if (bytes > MAX_BYTES) {
    console.log('Import what is not needed for joining where it is used: `lazy(() => import(…))`.');
    process.exitCode = 1;
  }
}
