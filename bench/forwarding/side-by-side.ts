import { setTimeout as sleep } from 'node:timers/promises';
import { Crowd } from '../load/crowd.js';
import { cpuMsPerThousandPackets, type LoadFigures } from '../load/figures.js';
import { total } from '../load/statistics.js';
import { seated, type Subject } from './subject.js';

/** Joins and the first seconds of bandwidth estimation are no part of what forwarding costs. */
const SETTLE_MS = 4_000;
const WINDOW_MS = 6_000;
const WINDOWS_MIN_COUNT = 6;
const WINDOWS_MAX_COUNT = 18;
/** So many standard errors from the goal on either side, and the answer is taken for certain (one in forty errs). */
const CERTAIN_ERRORS_COUNT = 2;

export interface Load {
  readonly publisherCount: number;
  readonly viewerCount: number;
}

export interface Comparison {
  readonly pair: readonly [Subject, Subject];
  /** Of each of the pair. */
  readonly loads: readonly [Load, Load];
  /** What is compared, of what both did in the same seconds. */
  readonly ratioOf: (ours: LoadFigures, theirs: LoadFigures) => number;
  readonly goalRatio: number;
}

export interface Outcome {
  readonly ratios: readonly number[];
  readonly meanRatio: number;
  readonly standardError: number;
  /** False when the windows ran out before the answer was certain. */
  readonly isCertain: boolean;
}

/**
 * Two that forward at the same time, measured in the same seconds: whatever the machine does then it does to both.
 * Goes on until it is certain on which side of the goal they are.
 */
export async function sideBySide({ pair, loads, ratioOf, goalRatio }: Comparison): Promise<Outcome> {
  const crowds = loads.map(({ publisherCount }) => new Crowd({ ...FORWARDED, publisherCount }));
  try {
    const moments = await Promise.all(
      pair.map(async (subject, at) => {
        const crowd = crowds[at] as Crowd;
        const { publisherCount, viewerCount } = loads[at] as Load;
        const everyone = await seated(crowd, subject, publisherCount + viewerCount);
        const began = crowd.moment(subject.serving());
        await crowd.join(everyone, SETTLE_MS);
        return { subject, crowd, began };
      }),
    );
    await sleep(SETTLE_MS);
    const ratios: number[] = [];
    for (;;) {
      const figures = await Promise.all(
        moments.map(({ crowd, subject, began }) => crowd.stay(WINDOW_MS, subject.serving(), began)),
      );
      figures.forEach((one, at) => report(pair[at] as Subject, one));
      const [ours, theirs] = figures as [LoadFigures, LoadFigures];
      ratios.push(ratioOf(ours, theirs));
      const outcome = outcomeOf(ratios, goalRatio);
      if (ratios.length >= WINDOWS_MAX_COUNT || (ratios.length >= WINDOWS_MIN_COUNT && outcome.isCertain))
        return outcome;
    }
  } finally {
    await Promise.all(crowds.map((crowd) => crowd.leave()));
  }
}

/** One layer, which leaves nothing to choose between. */
const FORWARDED = {
  publishes: { video: true, audio: true },
  talkerCount: 1,
  layerCount: 1,
  feedback: 'transport-cc',
  isVerifying: false,
} as const;

/** CPU of these parts for a thousand packets, in ms. @throws {Error} when nothing was forwarded: then there is no cost. */
export function costOf({ cpu }: LoadFigures, isCounted: (part: string) => boolean = () => true): number {
  const cpuMs = total(cpu.steady.filter(({ part }) => isCounted(part)).map((part) => part.cpuMs));
  const cost = cpuMsPerThousandPackets(cpuMs, cpu.steadyPacketCount);
  if (cost === undefined) throw new Error('Nothing was forwarded.');
  return cost;
}

export function describeOutcome({ ratios, meanRatio, standardError, isCertain }: Outcome): string {
  const all = ratios.map((ratio) => ratio.toFixed(3)).join(' ');
  return `${meanRatio.toFixed(3)} ± ${standardError.toFixed(3)}${isCertain ? '' : ' (not certain)'} over ${ratios.length} windows: ${all}`;
}

function outcomeOf(ratios: readonly number[], goalRatio: number): Outcome {
  const meanRatio = total(ratios) / ratios.length;
  const variance = total(ratios.map((ratio) => (ratio - meanRatio) ** 2)) / Math.max(1, ratios.length - 1);
  const standardError = Math.sqrt(variance / ratios.length);
  const isCertain = Math.abs(meanRatio - goalRatio) > CERTAIN_ERRORS_COUNT * standardError;
  return { ratios, meanRatio, standardError, isCertain };
}

/** A host that does not forward is cheap; its windows say nothing. */
function report({ name }: Subject, figures: LoadFigures): void {
  const { cpu, lostRatio, failedCount, emptyVideoCount } = figures;
  if (emptyVideoCount > 0 || failedCount > 0)
    throw new Error(`${name}: ${emptyVideoCount} video streams brought nothing, ${failedCount} joins failed.`);
  const parts = cpu.steady.map(({ part, cpuMs }) => `${part} ${(cpuMs / cpu.steadyMs).toFixed(3)} cores`).join(', ');
  const perSecond = (cpu.steadyPacketCount / cpu.steadyMs) * 1_000;
  console.log(
    `${name.padEnd(16)} ${costOf(figures).toFixed(2)} ms per 1000 packets (${parts}; ${perSecond.toFixed(0)} packets/s, ` +
      `lost ${lostRatio.toFixed(5)}, generator ${(cpu.generatorSteadyMs / cpu.steadyMs).toFixed(2)} cores)`,
  );
}
