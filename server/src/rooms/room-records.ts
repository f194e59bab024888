import type { RoomId } from '#contracts';
import type { Room } from './room.js';

export const ROOM_RECORDS = Symbol('RoomRecords');

/** Where rooms are kept. Each method is one atomic step. */
export interface RoomRecords {
  insert(room: Room): Promise<void>;
  find(roomId: RoomId): Promise<Room | undefined>;
  /** Never moves the time back, so calls may overtake each other. Does nothing for a room that does not exist. */
  touch(roomId: RoomId, atMs: number): Promise<void>;
  /** The first ending stands. Safe to repeat. */
  end(roomId: RoomId, atMs: number): Promise<void>;
}
