import { RoomId } from '#contracts';
import { z } from 'zod';
import type { KeyValues } from '../storage.js';

const STORAGE_KEY = 'parley.guestRooms';
const ROOMS_MAX_COUNT = 20;

const Kept = z.array(z.strictObject({ roomId: RoomId, openedAtMs: z.number() }));

/** A room that was opened on this device without an account. */
export interface GuestRoom {
  readonly roomId: RoomId;
  readonly openedAtMs: number;
}

/** Remembers what was opened on this device before its owner signed in, so that it can be taken along. */
export class GuestRooms {
  readonly #storage: KeyValues;

  constructor(storage: KeyValues) {
    this.#storage = storage;
  }

  /** The latest first. */
  list(): readonly GuestRoom[] {
    try {
      return Kept.parse(JSON.parse(this.#storage.getItem(STORAGE_KEY) ?? '[]'));
    } catch {
      return []; // Not ours, or half written.
    }
  }

  note(room: GuestRoom): void {
    this.#keep([room, ...this.list().filter(({ roomId }) => roomId !== room.roomId)]);
  }

  /** Safe to repeat. */
  forget(roomId: RoomId): void {
    this.#keep(this.list().filter((room) => room.roomId !== roomId));
  }

  #keep(rooms: readonly GuestRoom[]): void {
    this.#storage.setItem(STORAGE_KEY, JSON.stringify(rooms.slice(0, ROOMS_MAX_COUNT)));
  }
}
