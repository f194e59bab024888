/*
 * What a second worker brings: one meeting on one worker beside one of twice the size spread over two, with what is carried
 * between them, so that each of the three is as loaded as the others. How much two carry follows from what a packet costs, by the
 * operating system's accounting of the workers alone: the generator shares the cores, and no core is filled. Prints figures,
 * asserts none.
 */
import { costOf, describeOutcome, sideBySide } from '../forwarding/side-by-side.js';
import { parley } from '../forwarding/subject.js';
import { workerBinFor } from '../load/worker-bin.js';

const GOAL_RATIO = 1.9;
const WORKER_COUNT = 2;
const ONE = { publisherCount: 2, viewerCount: 20 };
const TWO = { ...ONE, viewerCount: ONE.viewerCount * WORKER_COUNT };

const workerBin = workerBinFor('workers');
const one = await parley(workerBin);
const two = await parley(workerBin, { MEDIA_WORKERS: String(WORKER_COUNT), MEDIA_SPREAD: 'workers' });
const pair = [
  { ...one, name: 'one worker' },
  { ...two, name: 'two workers' },
] as const;
const isWorker = (part: string) => part === 'worker';
try {
  const ratioOf: Parameters<typeof sideBySide>[0]['ratioOf'] = (single, spread) =>
    (WORKER_COUNT * costOf(single, isWorker)) / costOf(spread, isWorker);
  const outcome = await sideBySide({ pair, loads: [ONE, TWO], ratioOf, goalRatio: GOAL_RATIO });
  console.log(`two workers carry, over one: ${describeOutcome(outcome)}; goal at least ${GOAL_RATIO.toFixed(2)}`);
} finally {
  await Promise.all(pair.map((subject) => subject.stop()));
}
