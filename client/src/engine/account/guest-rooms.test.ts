import { expect, it } from '@jest/globals';
import { RoomId } from '#contracts';
import { MemoryKeyValues } from '../storage.js';
import { GuestRooms } from './guest-rooms.js';

const idOf = (number: number) => RoomId.parse(`0000000a-0000-4000-8000-${String(number).padStart(12, '0')}`);
const KEY = 'parley.guestRooms';

it('keeps the last twenty rooms, the newest first, each once', () => {
  const rooms = new GuestRooms(new MemoryKeyValues());
  for (let number = 1; number <= 22; number += 1) rooms.note({ roomId: idOf(number), openedAtMs: number });
  rooms.note({ roomId: idOf(7), openedAtMs: 23 });
  const ids = rooms.list().map(({ roomId }) => roomId);
  expect([ids.length, ids.slice(0, 3), ids.at(-1)]).toEqual([20, [7, 22, 21].map(idOf), idOf(3)]);
  expect(rooms.list()[0]).toEqual({ roomId: idOf(7), openedAtMs: 23 });
});

it('forgets, and leaves nothing behind with the last one', () => {
  const storage = new MemoryKeyValues();
  const rooms = new GuestRooms(storage);
  rooms.note({ roomId: idOf(1), openedAtMs: 1 });
  rooms.note({ roomId: idOf(2), openedAtMs: 2 });
  rooms.forget(idOf(2));
  expect(rooms.list()).toEqual([{ roomId: idOf(1), openedAtMs: 1 }]);
  rooms.forget(idOf(1));
  expect(storage.getItem(KEY)).toBeNull();
});

it.each([
  ['nothing', undefined],
  ['no JSON', '[{'],
  ['no list', '{"length":1}'],
  ['other things', '[1,null,{"roomId":"javascript:alert(1)","openedAtMs":1},{"roomId":"x"},{"openedAtMs":1}]'],
])('makes no room of %s', (_, kept) => {
  const storage = new MemoryKeyValues();
  if (kept !== undefined) storage.setItem(KEY, kept);
  expect(new GuestRooms(storage).list()).toEqual([]);
});
