import type { RoomId } from '#contracts';
import type { KeyValues } from '../storage.js';

const STORAGE_KEY = 'parley.guestRooms';
const ROOMS_MAX_COUNT = 20;
const ROOM_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/** A room that was opened on this device without an account. Nobody else can list it. */
export interface GuestRoom {
  readonly roomId: RoomId;
  readonly openedAtMs: number;
}

/** Remembers what was opened on this device before its owner signed in, so that it can be opened again and taken along. */
export class GuestRooms {
  readonly #storage: KeyValues;

  constructor(storage: KeyValues) {
    this.#storage = storage;
  }

  /** The latest first. */
  list(): readonly GuestRoom[] {
    const kept = jsonOf(this.#storage.getItem(STORAGE_KEY));
    return Array.isArray(kept) ? kept.filter(isGuestRoom).slice(0, ROOMS_MAX_COUNT) : [];
  }

  note(room: GuestRoom): void {
    this.#keep([room, ...this.list().filter(({ roomId }) => roomId !== room.roomId)]);
  }

  /** Safe to repeat. */
  forget(roomId: RoomId): void {
    this.#keep(this.list().filter((room) => room.roomId !== roomId));
  }

  #keep(rooms: readonly GuestRoom[]): void {
    if (rooms.length === 0) this.#storage.removeItem(STORAGE_KEY);
    else this.#storage.setItem(STORAGE_KEY, JSON.stringify(rooms.slice(0, ROOMS_MAX_COUNT)));
  }
}

/** By hand, since the home page, which shows them, loads no schemas. */
function isGuestRoom(value: unknown): value is GuestRoom {
  if (typeof value !== 'object' || value === null) return false;
  const { roomId, openedAtMs } = value as Partial<Record<keyof GuestRoom, unknown>>;
  return typeof roomId === 'string' && ROOM_ID.test(roomId) && Number.isSafeInteger(openedAtMs);
}

function jsonOf(text: string | null): unknown {
  try {
    return text === null ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined; // Not ours, or half written.
  }
}
