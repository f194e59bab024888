import { expect, it } from '@jest/globals';
import { Pace } from './metronome.js';

it('counts even intervals through uneven calls', () => {
  const pace = new Pace(20);
  const dueAt = [0, 5, 20, 25, 61, 79, 80].map((nowMs) => pace.countDue(nowMs));
  expect(dueAt).toEqual([1, 0, 1, 0, 2, 0, 1]);
});

it('does not make up for a long standstill', () => {
  const pace = new Pace(20);
  pace.countDue(0);
  expect(pace.countDue(1_000)).toBe(1);
  expect(pace.countDue(1_020)).toBe(1);
});

it('begins later by its phase', () => {
  const pace = new Pace(20, 0.5);
  expect([0, 5, 10].map((nowMs) => pace.countDue(nowMs))).toEqual([0, 0, 1]);
});
