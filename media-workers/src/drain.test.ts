import { beforeEach, expect, it } from '@jest/globals';
import { Listeners, ManualClock, silentLog } from '#kernel';
import { Drain } from './drain.js';
import type { HostFact } from './facts.js';

const DRAIN_MAX_MS = 20_000;

let clock: ManualClock;
let told: string[];
let rooms: { sessionCount: number; readonly facts: Listeners<HostFact> };
let drain: Drain;
let isOver: boolean;

beforeEach(() => {
  clock = new ManualClock();
  told = [];
  isOver = false;
  const facts = new Listeners<HostFact>((fault) => {
    throw fault;
  });
  facts.listen(({ name }) => told.push(name));
  rooms = { sessionCount: 2, facts };
  drain = new Drain({ rooms, clock, log: silentLog, drainMaxMs: DRAIN_MAX_MS });
});

/** The state after everything that was resolved has been seen. */
async function over(): Promise<boolean> {
  await new Promise<void>((resolve) => void setImmediate(resolve));
  return isOver;
}

const start = () => void drain.start().then(() => (isOver = true));

it('says that it drains, once, and is over when everybody was moved', async () => {
  expect(drain.isDraining()).toBe(false);
  start();
  start();
  expect(drain.isDraining()).toBe(true);
  expect(told).toEqual(['host.draining']);
  clock.advance(1_000);
  expect(await over()).toBe(false);
  rooms.sessionCount = 0;
  clock.advance(1_000);
  expect(await over()).toBe(true);
});

it('is over at once when nobody is there', async () => {
  rooms.sessionCount = 0;
  start();
  expect(await over()).toBe(true);
});

it('is over when a server says that there is nothing to wait for', async () => {
  start();
  drain.end();
  expect(await over()).toBe(true);
});

it('is over after its longest time, whoever is still there', async () => {
  start();
  clock.advance(DRAIN_MAX_MS - 1);
  expect(await over()).toBe(false);
  clock.advance(1);
  expect(await over()).toBe(true);
});

it('is not ended before it began', async () => {
  drain.end();
  start();
  expect(await over()).toBe(false);
});

it('takes meetings again when an operator thinks better of it, and may be drained once more', async () => {
  drain.reopen();
  expect(told).toEqual([]);
  drain.drain();
  drain.reopen();
  expect([drain.isDraining(), told]).toEqual([false, ['host.draining', 'host.reopened']]);
  // What was waiting for the first time is over with it.
  clock.advance(DRAIN_MAX_MS);
  expect(drain.isDraining()).toBe(false);
  start();
  expect(await over()).toBe(false);
  rooms.sessionCount = 0;
  clock.advance(1_000);
  expect(await over()).toBe(true);
});

it('takes no meetings any more once its process is to end', () => {
  drain.drain();
  start();
  expect(() => drain.reopen()).toThrow('about to end');
  expect(told).toEqual(['host.draining']);
});
