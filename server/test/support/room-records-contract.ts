import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { IdentityId, RoomId } from '#contracts';
import type { RoomRecords } from '../../src/rooms/room-records.js';
import type { Room } from '../../src/rooms/room.js';

function newRoom(): Room {
  return {
    roomId: RoomId.parse(randomUUID()),
    hostIdentityId: IdentityId.parse(randomUUID()),
    kind: 'instant',
    chosen: {},
    createdAtMs: 1_700_000_000_123,
    lastUsedAtMs: 1_700_000_000_123,
  };
}

/** What every RoomRecords must do. */
export function describeRoomRecords(name: string, open: () => RoomRecords): void {
  describe(`room records ${name}`, () => {
    it('give back what was put in, to the millisecond', async () => {
      const [records, room] = [open(), newRoom()];
      await records.insert(room);
      expect(await records.find(room.roomId)).toEqual(room);
      expect(await records.find(newRoom().roomId)).toBeUndefined();
    });

    it('refuse a second room of one id', async () => {
      const [records, room] = [open(), newRoom()];
      await records.insert(room);
      await expect(records.insert({ ...newRoom(), roomId: room.roomId })).rejects.toThrow();
      expect(await records.find(room.roomId)).toEqual(room);
    });

    it('move the last use forward only, and of one room only', async () => {
      const [records, room, other] = [open(), newRoom(), newRoom()];
      await records.insert(room);
      await records.insert(other);
      await records.touch(room.roomId, room.lastUsedAtMs + 5);
      await records.touch(room.roomId, room.lastUsedAtMs + 2);
      await records.touch(newRoom().roomId, 1);
      expect(await records.find(room.roomId)).toEqual({ ...room, lastUsedAtMs: room.lastUsedAtMs + 5 });
      expect(await records.find(other.roomId)).toEqual(other);
    });

    it('keep the first ending', async () => {
      const [records, room, other] = [open(), newRoom(), newRoom()];
      await records.insert(room);
      await records.insert(other);
      await records.end(room.roomId, 1_700_000_000_999);
      await records.end(room.roomId, 1_800_000_000_000);
      expect(await records.find(room.roomId)).toEqual({ ...room, endedAtMs: 1_700_000_000_999 });
      expect(await records.find(other.roomId)).toEqual(other);
    });

    it('tell which of some rooms are closed', async () => {
      const [records, plain, ended, archived] = [open(), newRoom(), newRoom(), newRoom()];
      for (const room of [plain, ended, archived]) await records.insert(room);
      await records.end(ended.roomId, 1_700_000_000_999);
      await records.change(archived.roomId, { archivedAtMs: 1_700_000_000_999 });
      const all = [plain, ended, archived, newRoom()].map(({ roomId }) => roomId);
      expect([...(await records.closedAmong(all))].toSorted()).toEqual([ended.roomId, archived.roomId].toSorted());
      await records.change(archived.roomId, { archivedAtMs: null });
      expect(await records.closedAmong([archived.roomId])).toEqual([]);
      expect(await records.closedAmong([])).toEqual([]);
    });
  });
}
