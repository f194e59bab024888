import { expect, it } from '@jest/globals';
import { spreadOf, total } from './statistics.js';

it('takes the nearest rank, whatever the order', () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect(spreadOf(values)).toEqual({ count: 200, p50: 100, p95: 190, p99: 198, max: 200 });
});

it('gives the only value for every rank, and nothing for nothing', () => {
  expect(spreadOf([7])).toEqual({ count: 1, p50: 7, p95: 7, p99: 7, max: 7 });
  expect(spreadOf([])).toBeUndefined();
});

it('adds up', () => {
  expect(total([])).toBe(0);
  expect(total([1, 2, 3])).toBe(6);
});
