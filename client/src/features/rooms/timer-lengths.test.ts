import { expect, it } from '@jest/globals';
import { lengthsFrom, lengthsInWords } from './timer-lengths.js';

it('writes minutes, and seconds where there are any', () => {
  expect(lengthsInWords([5_000, 90_000, 1_200_000])).toBe('0:05, 1:30, 20');
  expect(lengthsInWords([])).toBe('');
});

it('reads back what it writes, in order and each once', () => {
  expect(lengthsFrom('20, 1:30 0:05;20')).toEqual([5_000, 90_000, 1_200_000]);
  expect(lengthsFrom('  ')).toEqual([]);
});

it.each(['soon', '1:75', '-3', '0:04', '1441', '1 2 3 4 5 6 7 8 9', '1.5'])('takes no %s', (typed) => {
  expect(lengthsFrom(typed)).toBeUndefined();
});
