import { expect, it } from '@jest/globals';

import { inParallel } from './in-parallel.ts';

it('does every item once, never more than the limit at a time', async () => {
  const done: number[] = [];
  let now = 0;
  let most = 0;
  await inParallel(
    [1, 2, 3, 4, 5],
    async (item) => {
      most = Math.max(most, ++now);
      await Promise.resolve();
      now -= 1;
      done.push(item);
    },
    { limitCount: 2 },
  );
  expect(done.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});

it('begins nothing after a failure, stops what runs, and reports the first failure', async () => {
  const begun: number[] = [];
  const stopped: unknown[] = [];
  const outcome = inParallel(
    [1, 2, 3, 4],
    (item, signal) => {
      begun.push(item);
      if (item === 1) return Promise.reject(new Error('first'));
      const { promise, reject } = Promise.withResolvers<void>();
      signal.addEventListener('abort', () => {
        stopped.push(item);
        reject(new Error('stopped'));
      });
      return promise;
    },
    { limitCount: 2 },
  );
  await expect(outcome).rejects.toThrow('first');
  expect(begun).toEqual([1, 2]);
  expect(stopped).toEqual([2]);
});

it('ends with the reason of a signal that aborts from outside', async () => {
  const stop = new AbortController();
  const outcome = inParallel([1, 2], () => Promise.resolve(stop.abort(new Error('enough'))), {
    limitCount: 1,
    signal: stop.signal,
  });
  await expect(outcome).rejects.toThrow('enough');
});
