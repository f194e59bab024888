import { inspect } from 'node:util';
import { expect, it } from '@jest/globals';
import { backoffMs } from './backoff.js';
import { ManualClock } from './clock.js';
import { canStep, IllegalStep, step, type Lifecycle } from './lifecycle.js';
import { Listeners } from './listeners.js';
import { TaskQueue } from './queue.js';
import { Secret } from './secret.js';

it('shows a secret to nobody who does not ask for it by name', () => {
  const holder = { key: new Secret('correct horse battery staple') };
  const prints = [JSON.stringify(holder), inspect(holder, { depth: 5, showHidden: true }), String(holder.key)];
  for (const print of prints) expect(print).not.toContain('horse');
  expect(holder.key.reveal()).toBe('correct horse battery staple');
  expect(holder.key.equals('correct horse battery staple')).toBe(true);
  expect(holder.key.equals('correct horse battery stable')).toBe(false);
});

it('runs what falls due in order when a standing clock is moved', () => {
  const clock = new ManualClock(1_000);
  const ran: string[] = [];
  clock.after(20, () => ran.push('second'));
  clock.after(10, () => ran.push('first'));
  const cancel = clock.after(15, () => ran.push('cancelled'));
  cancel();
  clock.advance(19);
  expect(ran).toEqual(['first']);
  clock.advance(1);
  expect(ran).toEqual(['first', 'second']);
  expect(clock.nowMs()).toBe(1_020);
});

it('takes only the steps that a lifecycle has', () => {
  const door: Lifecycle<'open' | 'shut', 'push'> = { open: { push: 'shut' }, shut: {} };
  expect(step(door, 'open', 'push')).toBe('shut');
  expect(canStep(door, 'shut', 'push')).toBe(false);
  expect(() => step(door, 'shut', 'push')).toThrow(IllegalStep);
});

it('runs tasks one after another, and a failing one holds up nobody', async () => {
  const queue = new TaskQueue();
  const ran: number[] = [];
  const first = queue.run(async () => {
    await Promise.resolve();
    ran.push(1);
    throw new Error('first failed');
  });
  const second = queue.run(async () => ran.push(2));
  await expect(first).rejects.toThrow('first failed');
  await second;
  expect(ran).toEqual([1, 2]);
});

it('tells every listener, also when one of them throws', () => {
  const faults: unknown[] = [];
  const listeners = new Listeners<number>((fault) => faults.push(fault));
  const heard: number[] = [];
  listeners.listen(() => {
    throw new Error('bad listener');
  });
  const stop = listeners.listen((fact) => heard.push(fact));
  listeners.tell(1);
  stop();
  listeners.tell(2);
  expect(heard).toEqual([1]);
  expect(faults).toHaveLength(2);
});

it('doubles the wait up to its bound, and takes the jitter off it', () => {
  const options = { firstMs: 100, maxMs: 1_000, jitterRatio: 0.5 };
  expect([0, 1, 2, 3, 4, 100].map((count) => backoffMs(options, count, () => 0))).toEqual([
    100, 200, 400, 800, 1_000, 1_000,
  ]);
  expect(backoffMs(options, 0, () => 1)).toBe(50);
});
