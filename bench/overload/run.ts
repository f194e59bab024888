/*
 * What a worker does with more than it can carry, and where new people go before it comes to that. A generator that shares two
 * cores with it cannot fill a worker, so the worker here is a slow one: the same binary, of which each packet sent costs so much
 * CPU more (slow-send.c). What it can carry is measured first, by the operating system's accounting. Prints figures, asserts none.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parley, seated, type Subject } from '../forwarding/subject.js';
import { Crowd } from '../load/crowd.js';
import type { Participant } from '../load/participant.js';
import { cpuMsOf } from '../load/processes.js';
import { total } from '../load/statistics.js';
import { slowWorker } from './slow-worker.js';
import { workerBinFor } from '../load/worker-bin.js';

const SEND_US = 60;
const PUBLISHER_COUNT = 2;
/** Enough to measure by, and far from full. */
const FEW_COUNT = 10;
/** Pages that say nothing of what they show are sent everything after three seconds. */
const SETTLE_MS = 6_000;
const CALIBRATED_MS = 4_000;
const OVERLOAD_RATIO = 1.2;
const OVERLOAD_MS = 10_000;
/** Slowly enough for a generator that does all their handshakes. */
const JOIN_SPREAD_MS = 8_000;
/** A generator that is later than this sends in bursts, and what is lost then is its own doing. */
const LATE_MAX_MS = 50;
const SEATS_COUNT = 100;
const BACK_WATCH_MS = 5_000;
const WINDOW_MS = 100;
/** So much of what came before counts as back to normal. */
const NORMAL_RATIO = 0.9;
const NEWCOMER_EVERY_MS = 500;
const NEWCOMERS_MAX_COUNT = 90;
/** A worker that does more than this carries somebody. */
const IN_USE_FROM_RATIO = 0.03;

const workerBin = workerBinFor('overload');
const slow = slowWorker(workerBin, SEND_US);
try {
  await withSubject('1', overloaded);
  await withSubject('2', placed);
} finally {
  slow.remove();
}

async function withSubject(workerCount: string, measure: (subject: Subject) => Promise<void>): Promise<void> {
  const subject = await parley(slow.path, { MEDIA_WORKERS: workerCount });
  try {
    await measure(subject);
  } finally {
    await subject.stop();
  }
}

/** Everybody talks, so that each of them has a voice to lose; the path is not what limits them. */
function newCrowd(): Crowd {
  return new Crowd({
    publishes: { video: true, audio: true },
    publisherCount: PUBLISHER_COUNT,
    talkerCount: PUBLISHER_COUNT,
    layerCount: 3,
    feedback: 'remb',
    isVerifying: false,
  });
}

async function overloaded(subject: Subject): Promise<void> {
  const crowd = newCrowd();
  try {
    const everyone = await seated(crowd, subject, SEATS_COUNT);
    const few = everyone.slice(0, PUBLISHER_COUNT + FEW_COUNT);
    await crowd.join(few, 1_000);
    await sleep(SETTLE_MS);
    const calm = await measured(few, subject, CALIBRATED_MS);
    const perViewer = calm.packetsPerSecond / few.length;
    const carried = calm.packetsPerSecond / calm.busiestRatio;
    const wanted = Math.ceil((carried * OVERLOAD_RATIO) / perViewer);
    const many = everyone.slice(few.length, wanted);
    console.log(
      `a worker at ${calm.busiestRatio.toFixed(2)} of a core carries ${calm.packetsPerSecond.toFixed(0)} packets/s to ${few.length} people, ` +
        `so ${carried.toFixed(0)} at most; ${wanted} people are ${(wanted * perViewer).toFixed(0)}`,
    );
    const all = [...few, ...many];
    const before = countsOf(all);
    const lateness = monitorEventLoopDelay({ resolution: 5 });
    lateness.enable();
    await crowd.join(many, JOIN_SPREAD_MS);
    const full = await measured(all, subject, OVERLOAD_MS);
    const lost = lostBetween(before, countsOf(all));
    lateness.disable();
    const lateMs = lateness.percentile(99) / 1e6;
    console.log(
      [
        `overload of ${OVERLOAD_RATIO} for ${OVERLOAD_MS / 1_000} s, ${all.length} people, from the first who came on:`,
        `  audio lost    ${lost.audio} packets while ${full.packets.audio} came in those seconds (goal 0)`,
        `  video lost    ${lost.video} packets while ${full.packets.video} came; ${(full.packetsPerSecond / perViewer / all.length).toFixed(2)} of what everybody would get was sent`,
        `  worker        ${full.busiestRatio.toFixed(2)} of a core`,
        `  generator     late by p99 ${lateMs.toFixed(0)} ms${lateMs > LATE_MAX_MS ? '; too late: what was lost is its own doing too' : ''}`,
      ].join('\n'),
    );
    await Promise.all(many.map((one) => one.leave()));
    const backMs = await untilNormal(few, calm.videoBytesPerMs);
    console.log(`  back to normal ${backMs === undefined ? 'not' : `${backMs} ms`} after its end (goal 1000 ms)`);
  } finally {
    await crowd.leave();
  }
}

/** One after the other, until somebody is on the second worker. */
async function placed(subject: Subject): Promise<void> {
  const crowd = newCrowd();
  try {
    const everyone = await seated(crowd, subject, PUBLISHER_COUNT + NEWCOMERS_MAX_COUNT);
    await crowd.join(everyone.slice(0, PUBLISHER_COUNT), 0);
    await sleep(SETTLE_MS);
    let before: readonly number[] = [];
    for (const newcomer of everyone.slice(PUBLISHER_COUNT)) {
      const ratios = ratiosOf(subject, NEWCOMER_EVERY_MS);
      await newcomer.join();
      const [busiest = 0, second = 0] = await ratios;
      if (second > IN_USE_FROM_RATIO) {
        const [last = 0] = before;
        console.log(
          `new people are placed elsewhere once the worker uses ${Math.max(last, busiest).toFixed(2)} of a core (goal 0.80)`,
        );
        return;
      }
      before = [busiest, second];
    }
    console.log(`nobody was placed elsewhere, with the worker at ${(before[0] ?? 0).toFixed(2)} of a core (goal 0.80)`);
  } finally {
    await crowd.leave();
  }
}

interface Measured {
  readonly packetsPerSecond: number;
  readonly busiestRatio: number;
  readonly videoBytesPerMs: number;
  readonly packets: Readonly<Record<'audio' | 'video', number>>;
}

async function measured(people: readonly Participant[], subject: Subject, forMs: number): Promise<Measured> {
  const before = countsOf(people);
  const [busiestRatio = 0] = await ratiosOf(subject, forMs);
  const after = countsOf(people);
  const packets = {
    audio: after.audio.packets - before.audio.packets,
    video: after.video.packets - before.video.packets,
  };
  return {
    packets,
    busiestRatio,
    packetsPerSecond: ((packets.audio + packets.video) / forMs) * 1_000,
    videoBytesPerMs: (after.video.bytes - before.video.bytes) / forMs,
  };
}

function countsOf(people: readonly Participant[]) {
  const incoming = people.flatMap((one) => one.figures().incoming);
  const sum = (kind: 'audio' | 'video') => {
    const ofKind = incoming.filter((one) => one.kind === kind);
    return {
      packets: total(ofKind.map(({ packetCount }) => packetCount)),
      bytes: total(ofKind.map(({ byteCount }) => byteCount)),
      lost: total(ofKind.map(({ lostCount }) => lostCount)),
    };
  };
  return { audio: sum('audio'), video: sum('video') };
}

/** What is late counts as lost until it comes. */
function lostBetween(before: ReturnType<typeof countsOf>, after: ReturnType<typeof countsOf>) {
  const lost = (kind: 'audio' | 'video') => Math.max(0, after[kind].lost - before[kind].lost);
  return { audio: lost('audio'), video: lost('video') };
}

/** Shares of a core that each worker uses from now on for so long, the busiest first. */
async function ratiosOf(subject: Subject, forMs: number): Promise<readonly number[]> {
  const workers = subject.serving().filter(({ part }) => part === 'worker');
  const before = workers.map(({ pid }) => cpuMsOf(pid));
  const beganMs = performance.now();
  await sleep(forMs);
  const lastedMs = performance.now() - beganMs;
  return workers.map(({ pid }, at) => (cpuMsOf(pid) - (before[at] ?? 0)) / lastedMs).toSorted((a, b) => b - a);
}

/** How long until these are sent what they were sent before; undefined when that does not come. */
async function untilNormal(people: readonly Participant[], bytesPerMs: number): Promise<number | undefined> {
  const beganMs = performance.now();
  while (performance.now() - beganMs < BACK_WATCH_MS) {
    const [before, sinceMs] = [countsOf(people).video.bytes, performance.now()];
    await sleep(WINDOW_MS);
    const ratio = (countsOf(people).video.bytes - before) / (performance.now() - sinceMs) / bytesPerMs;
    if (ratio >= NORMAL_RATIO) return Math.round(sinceMs - beganMs);
  }
  return undefined;
}
