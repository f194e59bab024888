/*
 * What forwarding costs: Parley's media host beside a bare mediasoup script, with the same worker and the same load at the same
 * time. Prints figures, asserts none.
 */
import { costOf, describeOutcome, sideBySide } from './side-by-side.js';
import { bare, parley } from './subject.js';
import { workerBinFor } from '../load/worker-bin.js';

const GOAL_RATIO = 1.05;
const LOAD = { publisherCount: 2, viewerCount: 20 };

const workerBin = workerBinFor('forwarding');
const pair = [await parley(workerBin), bare(workerBin)] as const;
try {
  const ratioOf: Parameters<typeof sideBySide>[0]['ratioOf'] = (ours, theirs) => costOf(ours) / costOf(theirs);
  const outcome = await sideBySide({ pair, loads: [LOAD, LOAD], ratioOf, goalRatio: GOAL_RATIO });
  console.log(
    `forwarding, CPU per packet, Parley over bare: ${describeOutcome(outcome)}; goal at most ${GOAL_RATIO.toFixed(2)}`,
  );
} finally {
  await Promise.all(pair.map((subject) => subject.stop()));
}
