/*
 * What forwarding costs, and what a storm of joins does: Parley's media host beside a bare mediasoup script, with the same
 * worker and the same load, turn by turn in one run, so that a busy machine slows both alike. Prints figures, asserts none.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Crowd } from '../load/crowd.js';
import { cpuMsPerThousandPackets, type LoadFigures } from '../load/figures.js';
import type { Participant } from '../load/participant.js';
import { isDefined, spreadOf, total, type Spread } from '../load/statistics.js';
import { bare, parley, type Subject } from './subject.js';

const ROUND_COUNT = 5;
const PUBLISHER_COUNT = 2;
const VIEWER_COUNT = 30;
const TURN_MS = 12_000;
/** Joins and the first seconds of bandwidth estimation are no part of what forwarding costs. */
const SETTLE_MS = 3_000;
const STORM_ROUND_COUNT = 2;
const STORM_COUNT = 100;
const STORM_MS = 2_000;
/** How long a picture is waited for after the last join of a storm. */
const STORM_WATCH_MS = 8_000;

/** A generator that is later than this measures itself. */
const LATE_MAX_MS = 100;

const workerBin = process.env['MEDIASOUP_WORKER_BIN'];
if (workerBin === undefined)
  throw new Error('MEDIASOUP_WORKER_BIN is not set; run this by: npm run bench -- forwarding');
const subjects = [await parley(workerBin), bare(workerBin)];
try {
  await compareForwarding();
  for (let round = 0; round < STORM_ROUND_COUNT; round += 1) {
    for (const subject of round % 2 === 0 ? subjects : subjects.toReversed()) await storm(subject);
  }
} finally {
  await Promise.all(subjects.map((subject) => subject.stop()));
}

async function compareForwarding(): Promise<void> {
  const costs = new Map<Subject, number[]>(subjects.map((subject) => [subject, []]));
  for (let round = 0; round < ROUND_COUNT; round += 1) {
    // Every other round the other begins, so that what changes slowly on the machine weighs on both.
    for (const subject of round % 2 === 0 ? subjects : subjects.toReversed()) {
      const figures = await forward(subject);
      // A host that does not forward is cheap; its turn says nothing.
      if (figures.emptyVideoCount > 0 || figures.failedCount > 0) {
        throw new Error(
          `${subject.name}: ${figures.emptyVideoCount} video streams brought nothing, ${figures.failedCount} joins failed.`,
        );
      }
      const cost = costOf(figures);
      costs.get(subject)?.push(cost);
      console.log(`forwarding, ${subject.name.padEnd(14)} ${describeTurn(figures)}`);
    }
  }
  const [ours = [], theirs = []] = subjects.map((subject) => costs.get(subject) ?? []);
  // Round by round, since what the two turns of a round share is the state of the machine.
  const ratios = ours.map((cost, round) => cost / (theirs[round] ?? Number.NaN));
  console.log(
    `forwarding, CPU per packet: Parley over bare ${median(ratios).toFixed(3)} (median of ${ROUND_COUNT} rounds: ` +
      `${ratios.map((ratio) => ratio.toFixed(3)).join(' ')}; goal at most 1.05); ` +
      `${median(ours).toFixed(2)} and ${median(theirs).toFixed(2)} ms per 1000 packets`,
  );
}

function median(values: readonly number[]): number {
  return spreadOf(values)?.p50 ?? Number.NaN;
}

/** Some publish one layer, which leaves nothing to choose between; the others watch. */
async function forward(subject: Subject): Promise<LoadFigures> {
  const crowd = new Crowd({
    publishes: { video: true, audio: true },
    publisherCount: PUBLISHER_COUNT,
    talkerCount: 1,
    layerCount: 1,
    feedback: 'transport-cc',
    isVerifying: false,
  });
  try {
    const participants = await seated(crowd, subject, PUBLISHER_COUNT + VIEWER_COUNT);
    const began = crowd.moment(subject.serving());
    await crowd.join(participants, SETTLE_MS);
    await sleep(SETTLE_MS);
    return await crowd.stay(TURN_MS, subject.serving(), began);
  } finally {
    await crowd.leave();
  }
}

function costOf({ cpu }: LoadFigures): number {
  const cpuMs = total(cpu.steady.map((part) => part.cpuMs));
  return cpuMsPerThousandPackets(cpuMs, cpu.steadyPacketCount) ?? Number.NaN;
}

function describeTurn(figures: LoadFigures): string {
  const { cpu, lostRatio, failedCount } = figures;
  const parts = cpu.steady.map(({ part, cpuMs }) => `${part} ${(cpuMs / cpu.steadyMs).toFixed(3)} cores`).join(', ');
  const perSecond = (cpu.steadyPacketCount / cpu.steadyMs) * 1_000;
  return (
    `${costOf(figures).toFixed(2)} ms per 1000 packets (${parts}; ${perSecond.toFixed(0)} packets/s, ` +
    `lost ${lostRatio.toFixed(5)}, failed ${failedCount}, generator ${(cpu.generatorSteadyMs / cpu.steadyMs).toFixed(2)} cores)`
  );
}

async function storm(subject: Subject): Promise<void> {
  const crowd = new Crowd({
    publishes: { video: true, audio: true },
    publisherCount: PUBLISHER_COUNT,
    talkerCount: 1,
    layerCount: 3,
    feedback: 'transport-cc',
    isVerifying: false,
  });
  try {
    const everyone = await seated(crowd, subject, PUBLISHER_COUNT + STORM_COUNT);
    const publishers = everyone.slice(0, PUBLISHER_COUNT);
    const joiners = everyone.slice(PUBLISHER_COUNT);
    await crowd.join(publishers, 0);
    await sleep(SETTLE_MS);
    const before = requestsOf(publishers);
    const lag = monitorEventLoopDelay({ resolution: 5 });
    lag.enable();
    await crowd.join(joiners, STORM_MS);
    const during = requestsOf(publishers).map((count, index) => count - (before[index] ?? 0));
    lag.disable();
    reportLag(subject, lag.percentile(99) / 1e6);
    await sleep(STORM_WATCH_MS);
    const after = requestsOf(publishers).map((count, index) => count - (before[index] ?? 0));
    reportStorm(subject, joiners, { during, after });
  } finally {
    await crowd.leave();
  }
}

function reportStorm(
  subject: Subject,
  joiners: readonly Participant[],
  requests: { during: number[]; after: number[] },
): void {
  const figures = joiners.map((joiner) => joiner.figures());
  const pictures = spreadOf(figures.map(({ firstKeyFrameMs }) => firstKeyFrameMs).filter(isDefined));
  const failed = figures.filter(({ failure }) => failure !== undefined);
  const perSecond = (counts: readonly number[], overMs: number) =>
    counts.map((count) => (count / (overMs / 1_000)).toFixed(2)).join(' ');
  console.log(
    [
      `storm of ${STORM_COUNT} joins in ${STORM_MS} ms, ${subject.name}:`,
      `  join answered    ${row(spreadOf(figures.map(({ answeredMs }) => answeredMs).filter(isDefined)))}`,
      `  transports up    ${row(spreadOf(figures.map(({ connectedMs }) => connectedMs).filter(isDefined)))}`,
      `  first picture    ${row(pictures)}, p99 / p50 ${((pictures?.p99 ?? Number.NaN) / (pictures?.p50 ?? Number.NaN)).toFixed(2)} (goal at most 2)`,
      `  without picture  ${joiners.length - (pictures?.count ?? 0)}, failed ${failed.length}${failed.length === 0 ? '' : `: ${failed[0]?.failure}`}`,
      `  key frames asked per second of each publisher's layers: ${perSecond(requests.during, STORM_MS)} in the storm, ` +
        `${perSecond(requests.after, STORM_MS + STORM_WATCH_MS)} over ${(STORM_MS + STORM_WATCH_MS) / 1_000} s (goal at most 1)`,
    ].join('\n'),
  );
}

/** How often each layer of each publisher was asked for a key frame so far. */
function requestsOf(publishers: readonly Participant[]): number[] {
  return publishers.flatMap((publisher) =>
    publisher.figures().media.layers.map(({ requestedCount }) => requestedCount),
  );
}

async function seated(crowd: Crowd, subject: Subject, count: number): Promise<Participant[]> {
  const seats = await subject.seats(count);
  return seats.map((seat, index) => crowd.add(seat, { index }));
}

/** What measures others must not be late itself: what it adds to their times is said beside them. */
function reportLag({ name }: Subject, lateMs: number): void {
  const verdict =
    lateMs > LATE_MAX_MS ? '; too late: the times of this storm are its own too, not the host’s alone' : '';
  console.log(`generator in the storm of ${name}: late by p99 ${lateMs.toFixed(0)} ms${verdict}`);
}

function row(given: Spread | undefined): string {
  if (given === undefined) return 'none';
  const { p50, p95, p99, max } = given;
  return `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, max ${max.toFixed(0)} ms`;
}
