import { expect, it } from '@jest/globals';

import { Backoff } from './backoff.ts';

const options = { firstMs: 200, maxMs: 5000, healthyAfterMs: 30_000 };

it('waits twice as long each time, up to the longest', () => {
  const backoff = new Backoff(options);
  const delays = Array.from({ length: 7 }, () => backoff.delayAfterMs(10));
  expect(delays).toEqual([200, 400, 800, 1600, 3200, 5000, 5000]);
});

it('begins anew after a healthy run', () => {
  const backoff = new Backoff(options);
  backoff.delayAfterMs(10);
  backoff.delayAfterMs(10);
  expect(backoff.delayAfterMs(30_000)).toBe(200);
  expect(backoff.delayAfterMs(29_999)).toBe(400);
});
