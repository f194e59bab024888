import { expect, it } from '@jest/globals';
import { clockOf } from './clock-words.js';

it.each([
  [30_000, '00:30'],
  [29_001, '00:30'],
  [29_000, '00:29'],
  [1, '00:01'],
  [0, '00:00'],
  [-500, '00:00'],
  [754_000, '12:34'],
  [3_600_000, '1:00:00'],
])('%d ms are %s', (ms, words) => {
  expect(clockOf(ms)).toBe(words);
});
