/*
 * What the death of a worker costs two people who see each other: it is killed at random moments, and the time is taken until
 * each has the first picture over what took its place. They speak our public signalling and do ICE, DTLS and SRTP, without a
 * browser's own work for it; with browsers, `npm run test:faults -- figures-two` measures the same. Prints, asserts nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { busiestWorkerOf, OPERATOR_TOKEN } from '../../e2e/rig/carriers.js';
import { eventually } from '../../e2e/rig/eventually.js';
import { Stack } from '../../e2e/rig/stack.js';
import { Crowd } from '../load/crowd.js';
import { createRoom, ParleySeat } from '../load/parley.js';
import type { Participant } from '../load/participant.js';
import { spreadOf } from '../load/statistics.js';
import { workerBinFor } from '../load/worker-bin.js';

const TRIAL_COUNT = Number(process.env['WORKER_KILLS'] ?? 20);
const GOAL_MS = 300;
/** At most so long after the picture moved, the worker is killed. */
const MOMENT_MAX_MS = 1_500;
/** So many that none is killed twice within the half minute that makes a crash loop of it. */
const WORKER_COUNT = 8;

const stack = await Stack.start({
  MEDIASOUP_WORKER_BIN: workerBinFor('recovery'),
  MEDIA_WORKERS: String(WORKER_COUNT),
  OPERATOR_TOKEN,
});
const crowd = new Crowd({
  publishes: { video: true, audio: true },
  publisherCount: 2,
  talkerCount: 2,
  layerCount: 3,
  feedback: 'transport-cc',
  isVerifying: false,
});
try {
  const room = await createRoom(stack.url);
  const seats = await Promise.all(['Ada', 'Ben'].map((name) => ParleySeat.prepare(stack.url, { room, name })));
  const people = seats.map((seat, index) => crowd.add(seat, { index }));
  await crowd.join(people, 0);
  await allSeeSince(people, 0);
  const gapsMs: number[] = [];
  for (let trial = 0; trial < TRIAL_COUNT; trial += 1) gapsMs.push(...(await kill(people)));
  const spread = spreadOf(gapsMs);
  console.log(
    `worker killed ${TRIAL_COUNT} times, 2 people, until the first new picture: ` +
      `p50 ${spread?.p50.toFixed(0)} ms, p95 ${spread?.p95.toFixed(0)} ms (goal ${GOAL_MS}), max ${spread?.max.toFixed(0)} ms`,
  );
} finally {
  await crowd.leave();
  await stack.stop();
}

/** Returns how long each of them saw nothing new, in ms. */
async function kill(people: readonly Participant[]): Promise<number[]> {
  const pid = await busiestWorkerOf(stack);
  await sleep(Math.random() * MOMENT_MAX_MS);
  const killedAtMs = performance.now();
  process.kill(pid, 'SIGKILL');
  await allSeeSince(people, killedAtMs);
  return people.map((person) => (person.firstPictureSince(killedAtMs) ?? Number.NaN) - killedAtMs);
}

async function allSeeSince(people: readonly Participant[], sinceMs: number): Promise<void> {
  await eventually(() => {
    const blind = people.find((person) => person.firstPictureSince(sinceMs) === undefined);
    return blind === undefined ? undefined : `a new picture (${blind.figures().failure ?? 'nothing failed'})`;
  });
}
