import { beforeEach, expect, it } from '@jest/globals';
import type { ProducerId } from '#contracts';
import { ManualClock } from '#kernel';
import { newId } from '../testing/ids.js';
import { LOUD_KEPT_MS, LoudestFew } from './loudest.js';

const MAX_COUNT = 3;
let clock: ManualClock;
let changedCount: number;
let few: LoudestFew;

beforeEach(() => {
  clock = new ManualClock();
  changedCount = 0;
  few = new LoudestFew({ maxCount: MAX_COUNT, clock, onChanged: () => (changedCount += 1) });
});

function openOneByOne(count: number): ProducerId[] {
  return Array.from({ length: count }, () => {
    const producerId = newId.producer();
    few.open(producerId);
    clock.advance(LOUD_KEPT_MS);
    return producerId;
  });
}

const throughOf = (all: readonly ProducerId[]) => all.map((producerId) => few.has(producerId));
const loud = (producerId: ProducerId, levelDbov = -30) => ({ producerId, levelDbov });

it('lets everybody through while there are no more than the few', () => {
  expect(throughOf(openOneByOne(MAX_COUNT))).toEqual([true, true, true]);
});

it('lets a new voice through at once, and the one who was silent longest leaves', () => {
  const all = openOneByOne(MAX_COUNT + 1);
  expect(throughOf(all)).toEqual([false, true, true, true]);
  few.hear([loud(all[0]!)]);
  expect(throughOf(all)).toEqual([true, false, true, true]);
});

it('leaves nobody out who was heard a moment ago; they leave once they have been silent', () => {
  const all = openOneByOne(MAX_COUNT + 1);
  few.hear(all.slice(1).map((one) => loud(one)));
  clock.advance(LOUD_KEPT_MS - 1);
  few.hear([loud(all[0]!)]);
  expect(throughOf(all)).toEqual([true, true, true, true]);
  const before = changedCount;
  clock.advance(1);
  expect(all.filter((one) => few.has(one))).toHaveLength(MAX_COUNT);
  expect(few.has(all[0]!)).toBe(true);
  expect(changedCount).toBe(before + 1);
});

it('has a bound even when everybody shouts: the quieter go', () => {
  const all = openOneByOne(MAX_COUNT * 4);
  few.hear(all.map((one, at) => loud(one, -40 + at)));
  expect(all.filter((one) => few.has(one))).toEqual(all.slice(-MAX_COUNT * 2));
});

it('gives the place of somebody who mutes to who was heard last', () => {
  const all = openOneByOne(MAX_COUNT + 2);
  expect(throughOf(all)).toEqual([false, false, true, true, true]);
  few.shut(all[4]!);
  expect(throughOf(all)).toEqual([false, true, true, true, false]);
});

it('lets an opened microphone through before its first word', () => {
  const all = openOneByOne(MAX_COUNT + 1);
  few.shut(all[1]!);
  few.open(all[1]!);
  expect(few.has(all[1]!)).toBe(true);
});

it('is silent about what is no news, about strangers, and after its end', () => {
  const all = openOneByOne(2);
  const before = changedCount;
  few.hear([loud(all[0]!), loud(newId.producer())]);
  few.open(all[0]!);
  few.shut(newId.producer());
  few.close();
  clock.advance(LOUD_KEPT_MS * 2);
  expect(changedCount).toBe(before);
});
