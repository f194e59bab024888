import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { waitForLock } from './wait-for-lock.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'worker-lock-'));
  path = join(folder, 'build.lock');
});
afterEach(() => rm(folder, { recursive: true }));

/** The parent of the test process lives as long as the test, and is not the test process itself. */
const livingPid = process.ppid;
/** Above the largest pid any system gives out. */
const deadPid = 2 ** 30;

const holdBy = (pid: number): Promise<void> => writeFile(path, JSON.stringify({ pid }));

it('takes a free lock at once and gives it back', async () => {
  const waits: number[] = [];
  const release = await waitForLock({ path, onWait: (pid) => void waits.push(pid) });
  expect(existsSync(path)).toBe(true);
  release();
  expect(existsSync(path)).toBe(false);
  expect(waits).toEqual([]);
});

it('waits for a living holder, says so once, and takes the lock when it is free', async () => {
  await holdBy(livingPid);
  const waits: number[] = [];
  let looks = 0;
  const pause = async (): Promise<void> => {
    looks += 1;
    if (looks === 3) await rm(path);
  };
  const release = await waitForLock({ path, onWait: (pid) => void waits.push(pid), pause });
  expect(waits).toEqual([livingPid]);
  expect(looks).toBe(3);
  release();
});

it('breaks the lock of a dead holder', async () => {
  await holdBy(deadPid);
  const release = await waitForLock({ path, onWait: () => expect(true).toBe(false) });
  release();
  expect(existsSync(path)).toBe(false);
});

it('stops waiting when it is told to, and leaves the lock to its holder', async () => {
  await holdBy(livingPid);
  const stop = new AbortController();
  const pause = (): Promise<void> => Promise.resolve(stop.abort(new Error('enough')));
  await expect(waitForLock({ path, onWait: () => undefined, signal: stop.signal, pause })).rejects.toThrow('enough');
  expect(existsSync(path)).toBe(true);
});
