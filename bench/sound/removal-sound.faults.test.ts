import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../e2e/rig/eventually.js';
import { Stack } from '../../e2e/rig/stack.js';
import { Gathering } from './gathering.js';
import type { Talker } from './talker.js';

/*
 * Somebody is removed whose client does not care: it goes on sending sound over its transports and listening on them. How long
 * after the host's press the last packet of theirs reached anybody, and the last of anybody's reached them.
 */

const REMOVALS_COUNT = Number(process.env['REMOVALS'] ?? 5);
const WITHIN_MS = 500;
/** For so long after the press packets are looked for. */
const WATCH_MS = 1_500;
const LOOK_EVERY_MS = 2;

let stack: Stack;
let gathering: Gathering;
let host: Talker;
let listener: Talker;

beforeAll(async () => {
  stack = await Stack.start();
  gathering = await Gathering.open(stack.url);
  host = await gathering.join('Host');
  listener = await gathering.join('Listener');
});
afterAll(async () => {
  gathering.close();
  await stack.stop();
});

/** What `removed` has heard of those who stay. */
function heardBy(removed: Talker): number {
  return removed.heardCount(host.participantId) + removed.heardCount(listener.participantId);
}

/** Until sound has come both ways from now on: else nothing would be proven. */
async function flows(person: Talker): Promise<void> {
  const counts = () =>
    [host, listener].flatMap((other) => [
      person.heardCount(other.participantId),
      other.heardCount(person.participantId),
    ]);
  const before = counts();
  await eventually(() => {
    const more = counts().map((count, at) => count - (before[at] ?? 0));
    return more.every((count) => count > 5) ? undefined : `sound both ways, not ${more.join(', ')} more packets`;
  });
}

interface Ends {
  readonly sentMs: number;
  readonly receivedMs: number;
}

async function remove(person: Talker): Promise<Ends> {
  const { participantId } = person;
  const pressedAtMs = performance.now();
  const counts = { sent: gathering.heardCount(participantId), received: heardBy(person) };
  const last = { sentMs: 0, receivedMs: 0 };
  const answered = host.seat.ask('host.remove', { participantId });
  while (performance.now() - pressedAtMs < WATCH_MS) {
    await sleep(LOOK_EVERY_MS);
    const passedMs = performance.now() - pressedAtMs;
    const now = { sent: gathering.heardCount(participantId), received: heardBy(person) };
    if (now.sent !== counts.sent) last.sentMs = passedMs;
    if (now.received !== counts.received) last.receivedMs = passedMs;
    Object.assign(counts, now);
  }
  await answered;
  return last;
}

it(
  `who is removed is heard by nobody and hears nobody ${WITHIN_MS} ms later (${REMOVALS_COUNT} removals)`,
  async () => {
    const all: Ends[] = [];
    for (let at = 0; at < REMOVALS_COUNT; at += 1) {
      const person = await gathering.join(`Guest ${at}`);
      await flows(person);
      all.push(await remove(person));
      person.close();
    }
    console.log(`last packet of theirs that reached anybody: ${spread(all.map(({ sentMs }) => sentMs))}`);
    console.log(`last packet of anybody’s that reached them: ${spread(all.map(({ receivedMs }) => receivedMs))}`);
    expect(all.filter(({ sentMs, receivedMs }) => Math.max(sentMs, receivedMs) > WITHIN_MS)).toEqual([]);
  },
  60_000 + REMOVALS_COUNT * 20_000,
);

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b).map(Math.round);
  const at = (ratio: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * ratio))];
  return `${at(0.5)} ms (median), ${at(0.95)} ms (p95), ${at(1)} ms (most) after the press`;
}
