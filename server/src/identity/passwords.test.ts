import { availableParallelism } from 'node:os';
import { expect, it } from '@jest/globals';
import { Passwords } from './passwords.js';

it('is the same however a keyboard composes it, and never where there is none', async () => {
  const passwords = new Passwords();
  const hash = await passwords.hash('caf\u00e9 con leche');
  expect(await passwords.isSame(hash, 'cafe\u0301 con leche')).toBe(true);
  expect(await passwords.isSame(hash, 'cafe con leche')).toBe(false);
  expect(await passwords.isSame(undefined, 'cafe con leche')).toBe(false);
});

it('leaves half of the cores to meetings, whoever else waits', async () => {
  const passwords = new Passwords();
  const work = Array.from({ length: 5 }, (_, index) => passwords.isSame(undefined, `guess ${index}`));
  const atOnceCount = Math.max(1, Math.floor(availableParallelism() / 2));
  const runningCount = Math.min(5, atOnceCount);
  expect(passwords.snapshot()).toEqual({ runningCount, waitingCount: 5 - runningCount });
  await Promise.all(work);
  expect(passwords.snapshot()).toEqual({ runningCount: 0, waitingCount: 0 });
});
