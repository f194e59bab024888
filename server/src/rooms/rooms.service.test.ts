import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { IdentityId, RoomId } from '#contracts';
import { ManualClock } from '#kernel';
import { MemoryRoomRecords } from './memory-room-records.js';
import { RoomsService } from './rooms.service.js';

const HOST = IdentityId.parse(randomUUID());
const UNUSED_MS = 1_000;

function setUp() {
  const clock = new ManualClock(5_000);
  return {
    clock,
    rooms: new RoomsService(new MemoryRoomRecords(), clock, { roomUnusedMs: UNUSED_MS, roomCapacityCount: 50 }),
  };
}

it('opens rooms that are found again, each with an id of its own', async () => {
  const { rooms } = setUp();
  const [first, second] = [await rooms.create(HOST), await rooms.create(HOST)];
  expect(first.roomId).not.toBe(second.roomId);
  expect(await rooms.require(first.roomId)).toMatchObject({
    roomId: first.roomId,
    hostIdentityId: HOST,
    createdAtMs: 5_000,
  });
});

it('does not know rooms that were never opened', async () => {
  await expect(setUp().rooms.require(RoomId.parse(randomUUID()))).rejects.toMatchObject({ code: 'not-found' });
});

it('ends rooms for good', async () => {
  const { rooms } = setUp();
  const { roomId } = await rooms.create(HOST);
  await rooms.end(roomId);
  await rooms.end(roomId);
  await rooms.markUsed(roomId);
  await expect(rooms.require(roomId)).rejects.toMatchObject({ code: 'meeting-ended' });
});

it('counts a room as ended once nobody used it for long enough', async () => {
  const { rooms, clock } = setUp();
  const { roomId } = await rooms.create(HOST);
  clock.advance(UNUSED_MS - 1);
  await rooms.markUsed(roomId);
  clock.advance(UNUSED_MS - 1);
  await expect(rooms.require(roomId)).resolves.toMatchObject({ roomId });
  clock.advance(1);
  await expect(rooms.require(roomId)).rejects.toMatchObject({ code: 'meeting-ended' });
});
