import { expect, it } from '@jest/globals';

import { inWords, progressInWords, remainingMs } from './estimate.ts';

it('goes by the share that is done', () => {
  expect(remainingMs({ elapsedMs: 10_000, doneRatio: 0.25 })).toBe(30_000);
  expect(remainingMs({ elapsedMs: 10_000, doneRatio: 1 })).toBe(0);
  expect(remainingMs({ elapsedMs: 10_000, doneRatio: 1.2 })).toBe(0);
});

it('says nothing as long as next to nothing is done', () => {
  expect(remainingMs({ elapsedMs: 10_000, doneRatio: 0.01, usualMs: 60_000 })).toBeUndefined();
});

it('goes by the usual time when the share is not known, until that is over', () => {
  expect(remainingMs({ elapsedMs: 4_000, usualMs: 10_000 })).toBe(6_000);
  expect(remainingMs({ elapsedMs: 10_000, usualMs: 10_000 })).toBeUndefined();
  expect(remainingMs({ elapsedMs: 4_000 })).toBeUndefined();
});

it.each([
  [0, '0.0 s'],
  [9_949, '9.9 s'],
  [9_960, '10 s'],
  [59_600, '1 min'],
  [185_000, '3 min 5 s'],
])('says %d ms as %s', (durationMs, words) => {
  expect(inWords(durationMs)).toBe(words);
});

it('believes the work itself before the share that is done', () => {
  expect(remainingMs({ elapsedMs: 10_000, doneRatio: 0.25, leftMs: 4_000, usualMs: 60_000 })).toBe(4_000);
  expect(remainingMs({ elapsedMs: 10_000, doneRatio: 0.25, leftMs: -1 })).toBe(0);
});

it('says both together', () => {
  expect(progressInWords({ elapsedMs: 12_000, doneRatio: 0.5 })).toBe('12 s, about 12 s left');
  expect(progressInWords({ elapsedMs: 12_000 })).toBe('12 s');
});
