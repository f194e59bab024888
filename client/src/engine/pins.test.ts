/** @jest-environment node */
import { beforeEach, expect, it } from '@jest/globals';
import { PINNED_MAX_COUNT, RoomId } from '#contracts';
import { person, personId, ROOM } from './fakes/samples.js';
import type { PersonView } from './model.js';
import { Pins } from './pins.js';
import { peopleOf } from './roster/people.js';
import { MemoryKeyValues } from './storage.js';
import { Store } from './store.js';

let storage: MemoryKeyValues;
let people: Store<readonly PersonView[]>;

const here = (...counts: readonly number[]) =>
  peopleOf(
    new Map(counts.map((count) => [personId(count), person(count)])),
    { selfId: personId(1), qualities: new Map() },
    [],
  );
const made = (roomId = ROOM) => new Pins({ roomId, storage, people });

beforeEach(() => {
  storage = new MemoryKeyValues();
  people = new Store(here(1, 2, 3));
});

it('pins the last one first, and unpins', () => {
  const pins = made();
  pins.toggle(personId(2));
  pins.toggle(personId(3));
  expect(pins.ids.get()).toEqual([personId(3), personId(2)]);
  pins.toggle(personId(3));
  expect(pins.ids.get()).toEqual([personId(2)]);
});

it('lasts through a reload and a broken line, for this room only', () => {
  made().toggle(personId(2));
  people.set([]);
  const again = made();
  people.set(here(1, 2, 3));
  expect(again.ids.get()).toEqual([personId(2)]);
  expect(made(RoomId.parse('00000000-0000-4000-8000-000000000009')).ids.get()).toEqual([]);
});

it('forgets who left, and what it cannot read', () => {
  const pins = made();
  pins.toggle(personId(2));
  people.set(here(1, 3));
  expect(pins.ids.get()).toEqual([]);
  storage.setItem('parley.pins', '{');
  expect(made().ids.get()).toEqual([]);
});

it('holds no more than the server takes', () => {
  const pins = made();
  for (let count = 2; count <= PINNED_MAX_COUNT + 2; count += 1) pins.toggle(personId(count));
  expect(pins.ids.get()).toHaveLength(PINNED_MAX_COUNT);
  expect(pins.ids.get()[0]).toBe(personId(PINNED_MAX_COUNT + 2));
});
