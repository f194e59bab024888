import { expect, it } from '@jest/globals';
import { FakeCall, fakeId } from '../fake-call.js';
import { movedIn, orderOf } from './tile-places.js';

function people(count: number) {
  const call = new FakeCall();
  for (let at = 0; at < count; at += 1) call.admit(`P${at}`);
  return call.people.get();
}

const ids = (...numbers: number[]) => numbers.map(fakeId);

it('lists whom hosts have placed first, then the others as they came, and nobody who left', () => {
  const order = orderOf(people(4), ids(2, 9, 1));
  expect(order.map(({ participantId }) => participantId)).toEqual(ids(2, 1, 0, 3));
});

it('names only those places that a move needs', () => {
  const order = orderOf(people(5), []);
  expect(movedIn(order, { at: 1, step: -1, placedCount: 0 })).toEqual(ids(1, 0));
  expect(movedIn(order, { at: 1, step: 1, placedCount: 0 })).toEqual(ids(0, 2, 1));
  expect(movedIn(order, { at: 1, step: -1, placedCount: 4 })).toEqual(ids(1, 0, 2, 3));
  expect(movedIn(order, { at: 4, step: 1, placedCount: 2 })).toEqual(ids(0, 1));
});
