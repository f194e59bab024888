import type { RoomId } from '#contracts';
import type { RoomRecords } from './room-records.js';
import type { Room } from './room.js';

/** Rooms that are gone with the process. For tests of what stands on the port; it passes the port's own tests. */
export class MemoryRoomRecords implements RoomRecords {
  readonly #rooms = new Map<RoomId, Room>();

  async insert(room: Room): Promise<void> {
    if (this.#rooms.has(room.roomId)) throw new Error('There is a room with this id already.');
    this.#rooms.set(room.roomId, room);
  }

  async find(roomId: RoomId): Promise<Room | undefined> {
    return this.#rooms.get(roomId);
  }

  async touch(roomId: RoomId, atMs: number): Promise<void> {
    const room = this.#rooms.get(roomId);
    if (room !== undefined && room.lastUsedAtMs < atMs) this.#rooms.set(roomId, { ...room, lastUsedAtMs: atMs });
  }

  async end(roomId: RoomId, atMs: number): Promise<void> {
    const room = this.#rooms.get(roomId);
    if (room !== undefined && room.endedAtMs === undefined) this.#rooms.set(roomId, { ...room, endedAtMs: atMs });
  }
}
