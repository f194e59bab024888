// `npm run bench`: measures, one bench after another, each as ratios within one run. `npm run bench -- join` runs one.
import { existsSync, readdirSync } from 'node:fs';

import { build } from './build.ts';
import { run } from './processes.ts';
import { compiler, fromRoot, rootFolder } from './project.ts';
import { resolveWorker, stockWorker } from './worker/index.ts';

const names = readdirSync(fromRoot('bench')).filter((name) => existsSync(fromRoot('bench', name, 'run.ts')));
/** Benches that measure against the worker as mediasoup writes it; building that takes as long as building ours. */
const COMPARED_WITH_STOCK: readonly string[] = ['forwarding'];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));

if (unknown.length > 0) {
  console.error(`There is no bench "${unknown.join('", "')}". There are: ${names.join(', ')}.`);
  process.exitCode = 2;
} else {
  process.exitCode = await measure(wanted.length > 0 ? wanted : names);
}

async function measure(chosen: readonly string[]): Promise<number> {
  const log = (line: string) => console.log(line);
  // The figures are those of our worker, also where the published one could be downloaded.
  const worker = await resolveWorker({ log, env: { ...process.env, PARLEY_WORKER: 'build' } });
  const isCompared = chosen.some((name) => COMPARED_WITH_STOCK.includes(name));
  const stock = isCompared ? await stockWorker({ log }) : undefined;
  await build();
  const compiled = await run(process.execPath, [compiler, '-b', 'bench'], { cwd: rootFolder, isTied: true });
  if (compiled.code !== 0) {
    console.error(`The benches do not compile:\n${compiled.stdout}${compiled.stderr}`.trimEnd());
    return 2;
  }
  let failedCount = 0;
  for (const name of chosen) {
    console.log(`\n${name}`);
    const { code } = await run(process.execPath, [fromRoot('dist', 'bench', name, 'run.js')], {
      cwd: rootFolder,
      isTied: true,
      onOutput: (text) => void process.stdout.write(text),
      env: {
        ...process.env,
        MEDIASOUP_WORKER_BIN: worker.path,
        ...(stock === undefined ? {} : { STOCK_WORKER_BIN: stock.path }),
      },
    });
    if (code !== 0) failedCount += 1;
  }
  return failedCount === 0 ? 0 : 1;
}
