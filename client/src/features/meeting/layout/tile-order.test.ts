import { expect, it } from '@jest/globals';
import { FakeCall, fakeId } from '../fake-call.js';
import { nextOrder, TileOrder } from './tile-order.js';

const ids = (...indexes: number[]) => indexes.map(fakeId);

it('lets a speaker out of sight change places with the one who never spoke, and moves nobody else', () => {
  const next = nextOrder({
    before: { others: ids(1, 2, 3, 4, 5), speaker: undefined },
    here: ids(1, 2, 3, 4, 5),
    speaking: new Set(ids(5)),
    spokenLately: ids(2, 3),
    inSightCount: 3,
  });
  expect(next).toEqual({ others: ids(5, 2, 3, 4, 1), speaker: fakeId(5) });
});

it('takes the place of whoever has been silent for longest when all have spoken', () => {
  const next = nextOrder({
    before: { others: ids(1, 2, 3, 4), speaker: fakeId(1) },
    here: ids(1, 2, 3, 4),
    speaking: new Set(ids(4)),
    spokenLately: ids(2, 3, 1),
    inSightCount: 3,
  });
  expect(next.others).toEqual(ids(1, 4, 3, 2));
});

it('is the same object while speakers are in sight already', () => {
  const before = { others: ids(1, 2, 3), speaker: fakeId(2) };
  const next = nextOrder({
    before,
    here: ids(1, 2, 3),
    speaking: new Set(ids(2)),
    spokenLately: [],
    inSightCount: 2,
  });
  expect(next).toBe(before);
});

it('keeps the stage with a speaker until they are silent and another speaks', () => {
  const call = new FakeCall();
  for (const name of ['Me', 'Ada', 'Ben', 'Cleo']) call.admit(name);
  const order = new TileOrder(call);
  const stop = order.follow();
  const speaker = () => order.order.get().speaker;

  call.speaking.set(new Set(ids(2)));
  expect(speaker()).toBe(fakeId(2));
  call.speaking.set(new Set(ids(1, 2)));
  expect(speaker()).toBe(fakeId(2));
  call.speaking.set(new Set());
  expect(speaker()).toBe(fakeId(2));
  call.speaking.set(new Set(ids(3)));
  expect(speaker()).toBe(fakeId(3));
  call.dismiss(fakeId(3));
  expect(speaker()).toBeUndefined();
  expect(order.order.get().others).toEqual(ids(1, 2));
  stop();
});

it('puts who arrives at the end', () => {
  const call = new FakeCall();
  call.admit('Me');
  const order = new TileOrder(call);
  const stop = order.follow();
  call.admit('Ada');
  call.admit('Ben');
  expect(order.order.get().others).toEqual(ids(1, 2));
  stop();
});
