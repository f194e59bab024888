import { expect, it } from '@jest/globals';
import { sizeWords } from './size-words.js';

it.each([
  [1, '1 byte'],
  [999, '999 byte'],
  [3_400, '3.4 kB'],
  [25_600_000, '26 MB'],
  [2_147_483_648, '2.1 GB'],
])('says %d bytes as "%s"', (sizeBytes, words) => {
  expect(sizeWords(sizeBytes, 'en').replace(/\u00a0|\u202f/gu, ' ')).toBe(words);
});
