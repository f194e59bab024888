/*
 * What forwarding costs: Parley's media host beside a bare mediasoup script, first with the worker as mediasoup writes it and then
 * with ours, which leaves what Parley itself adds; and then beside Janus where it is installed. Each with the same load at the same
 * time. Prints figures, asserts none.
 */
import type { LoadFigures } from '../load/figures.js';
import { stockWorkerBin, workerBinFor } from '../load/worker-bin.js';
import { hasJanus, janus } from './janus.js';
import { costOf, describeOutcome, sideBySide, type Outcome } from './side-by-side.js';
import { bare, parley, type Subject } from './subject.js';

const BARE_GOAL_RATIO = 1.05;
const JANUS_GOAL_RATIO = 1;
/** Of the packets of one; the other forwards less when it brings fewer to the same people. */
const SAME_PACKETS_RATIO = 0.98;
const LOAD = { publisherCount: 2, viewerCount: 30 };

const workerBin = workerBinFor('forwarding');
const ours = await parley(workerBin);
try {
  await compareWithBare('bare', stockWorkerBin());
  await compareWithBare('bare with the same worker', workerBin);
  await compareWithJanus();
} finally {
  await ours.stop();
}

async function compareWithBare(name: string, bin: string): Promise<void> {
  const outcome = await beside(bare(bin), BARE_GOAL_RATIO);
  console.log(
    `forwarding, CPU per packet, Parley over ${name}: ${describeOutcome(outcome)}; goal at most ${BARE_GOAL_RATIO.toFixed(2)}`,
  );
}

async function compareWithJanus(): Promise<void> {
  if (!hasJanus()) {
    console.log('forwarding, Parley over Janus: left out, Janus is not installed (apt install janus)');
    return;
  }
  const outcome = await beside(await janus(), JANUS_GOAL_RATIO, checkSame);
  console.log(
    `forwarding, CPU per packet, Parley over Janus: ${describeOutcome(outcome)}; goal below ${JANUS_GOAL_RATIO}`,
  );
}

/** Janus has no settings of ours, and might well do less. @throws {Error} when it does not forward the same as Parley. */
function checkSame(one: LoadFigures, another: LoadFigures): void {
  const [streams, others] = [one, another].map(({ firstPacket }) => firstPacket?.count ?? 0);
  if (streams !== others) throw new Error(`Parley brings ${streams} streams, Janus ${others}.`);
  const packetsRatio = another.cpu.steadyPacketCount / one.cpu.steadyPacketCount;
  if (packetsRatio < SAME_PACKETS_RATIO)
    throw new Error(`Janus brings only ${packetsRatio.toFixed(3)} of the packets that Parley brings.`);
}

/** Compares Parley with this one, and stops it. @throws {Error} what `check` throws of a window. */
async function beside(
  other: Subject,
  goalRatio: number,
  check: (one: LoadFigures, another: LoadFigures) => void = () => undefined,
): Promise<Outcome> {
  const ratioOf = (one: LoadFigures, another: LoadFigures) => {
    check(one, another);
    return costOf(one) / costOf(another);
  };
  try {
    return await sideBySide({ pair: [ours, other], loads: [LOAD, LOAD], ratioOf, goalRatio });
  } finally {
    await other.stop();
  }
}
