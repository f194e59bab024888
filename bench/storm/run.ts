/*
 * What a storm of joins does: a hundred people come within two seconds to see two who were there before, at Parley and at a bare
 * mediasoup script with the same worker, turn by turn in one run. Prints figures, asserts none.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { bare, parley, seated, type Subject } from '../forwarding/subject.js';
import { Crowd } from '../load/crowd.js';
import type { Participant } from '../load/participant.js';
import { isDefined, spreadOf, type Spread } from '../load/statistics.js';
import { workerBinFor } from '../load/worker-bin.js';

const PUBLISHER_COUNT = 2;
const SETTLE_MS = 3_000;
const STORM_ROUND_COUNT = 2;
const STORM_COUNT = 100;
const STORM_MS = 2_000;
/** How long a picture is waited for after the last join of a storm. */
const STORM_WATCH_MS = 8_000;

/** A generator that is later than this measures itself. */
const LATE_MAX_MS = 100;

const workerBin = workerBinFor('storm');
const subjects = [await parley(workerBin), bare(workerBin)];
try {
  for (let round = 0; round < STORM_ROUND_COUNT; round += 1) {
    for (const subject of round % 2 === 0 ? subjects : subjects.toReversed()) await storm(subject);
  }
} finally {
  await Promise.all(subjects.map((subject) => subject.stop()));
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
