import { expect, it } from '@jest/globals';
import { forgetRoom, recentRooms, rememberRoom } from './recent-rooms.js';
import { MemoryKeyValues } from './storage.js';

const idOf = (number: number) => `0000000a-0000-4000-8000-${String(number).padStart(12, '0')}`;
const KEY = 'parley.recentRooms';

it('keeps the last few rooms, the newest first, each once', () => {
  const storage = new MemoryKeyValues();
  for (let number = 1; number <= 10; number += 1) rememberRoom(storage, { roomId: idOf(number), openedAtMs: number });
  rememberRoom(storage, { roomId: idOf(7), openedAtMs: 11 });
  expect(recentRooms(storage).map(({ roomId }) => roomId)).toEqual([7, 10, 9, 8, 6, 5, 4, 3].map(idOf));
  expect(recentRooms(storage)[0]).toEqual({ roomId: idOf(7), openedAtMs: 11 });
});

it('forgets, and leaves nothing behind with the last one', () => {
  const storage = new MemoryKeyValues();
  rememberRoom(storage, { roomId: idOf(1), openedAtMs: 1 });
  rememberRoom(storage, { roomId: idOf(2), openedAtMs: 2 });
  forgetRoom(storage, idOf(2));
  expect(recentRooms(storage)).toEqual([{ roomId: idOf(1), openedAtMs: 1 }]);
  forgetRoom(storage, idOf(1));
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
  expect(recentRooms(storage)).toEqual([]);
});
