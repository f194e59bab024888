/*
 * What stays behind when people come and go: in batches they join one meeting after another, see and hear, and leave. Memory
 * and what each process holds open are looked at in between. Prints figures, asserts none.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stack } from '../../e2e/rig/stack.js';
import { Crowd } from '../load/crowd.js';
import { heapBytesOf } from '../load/heap.js';
import { createRoom, ParleySeat } from '../load/parley.js';
import { workerBinFor } from '../load/worker-bin.js';

const CYCLES_COUNT = Number(process.env['CYCLES'] ?? '2000');
const BATCH_COUNT = 20;
/** The first so many fill caches and pools; from there on nothing should grow. */
const WARM_RATIO = 0.25;
const STAY_MS = 300;
/** Seats that were left are given up by then. */
const SETTLE_MS = 5_000;
const GROWTH_GOAL_RATIO = 1.05;
const PARTS = ['server', 'media-host', 'worker'] as const;

interface Held {
  readonly part: string;
  /** Of a Node process what is left after collecting garbage; of a worker what it occupies. */
  readonly keptKb: number;
  readonly openCount: number;
}

const stack = await Stack.start({ MEDIASOUP_WORKER_BIN: workerBinFor('cycles'), MEDIA_WORKERS: '1' });
try {
  const looks: (readonly Held[])[] = [];
  const quarter = Math.ceil(CYCLES_COUNT * WARM_RATIO);
  for (let done = 0; done < CYCLES_COUNT;) {
    for (const until = Math.min(CYCLES_COUNT, done + quarter); done < until; done += BATCH_COUNT) await comeAndGo();
    await sleep(SETTLE_MS);
    const held = await look();
    looks.push(held);
    console.log(`after ${done} joins: ${held.map(inWords).join('; ')}`);
  }
  report(looks[0] ?? [], looks.at(-1) ?? []);
} finally {
  await stack.stop();
}

async function comeAndGo(): Promise<void> {
  const crowd = new Crowd({
    publishes: { video: true, audio: true },
    publisherCount: 2,
    talkerCount: 1,
    layerCount: 1,
    feedback: 'transport-cc',
    isVerifying: false,
  });
  const room = await createRoom(stack.url);
  try {
    const people = await Promise.all(
      Array.from({ length: BATCH_COUNT }, async (_, index) =>
        crowd.add(await ParleySeat.prepare(stack.url, { room, name: `Guest ${index + 1}` }), { index }),
      ),
    );
    await crowd.join(people, STAY_MS);
    await sleep(STAY_MS);
  } finally {
    await crowd.leave();
  }
}

/** One after another: there is one port for inspectors. */
async function look(): Promise<readonly Held[]> {
  const held: Held[] = [];
  for (const part of PARTS) {
    // A worker is held in reserve beside the one that works.
    const pids = stack.pidsOf(part);
    const openCount = pids.reduce((sum, pid) => sum + readdirSync(`/proc/${pid}/fd`).length, 0);
    let keptKb = 0;
    for (const pid of pids) keptKb += part === 'worker' ? residentKbOf(pid) : (await heapBytesOf(pid)) / 1_024;
    held.push({ part, keptKb, openCount });
  }
  return held;
}

/** Source: proc(5), VmRSS. */
function residentKbOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

function inWords({ part, keptKb, openCount }: Held): string {
  return `${part} ${(keptKb / 1_024).toFixed(1)} MB, ${openCount} open`;
}

function report(warm: readonly Held[], last: readonly Held[]): void {
  for (const { part, keptKb, openCount } of last) {
    const before = warm.find((one) => one.part === part);
    if (before === undefined) continue;
    const ratio = keptKb / before.keptKb;
    console.log(
      `${part}: memory ${ratio.toFixed(3)} times that of the first quarter (goal at most ${GROWTH_GOAL_RATIO}), ` +
        `${openCount - before.openCount} more open (goal 0)`,
    );
  }
}
