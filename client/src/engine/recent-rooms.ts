import type { KeyValues } from './storage.js';

const STORAGE_KEY = 'parley.recentRooms';
const KEPT_MAX_COUNT = 8;
const ROOM_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/** A room that was opened on this device without an account. Nobody else can list it. */
export interface RecentRoom {
  readonly roomId: string;
  readonly openedAtMs: number;
}

/** The newest first. */
export function recentRooms(storage: Pick<KeyValues, 'getItem'>): readonly RecentRoom[] {
  const kept = jsonOf(storage.getItem(STORAGE_KEY));
  return Array.isArray(kept) ? kept.filter(isRecentRoom).slice(0, KEPT_MAX_COUNT) : [];
}

export function rememberRoom(storage: KeyValues, room: RecentRoom): void {
  keep(storage, [room, ...recentRooms(storage).filter(({ roomId }) => roomId !== room.roomId)]);
}

/** Safe to repeat. */
export function forgetRoom(storage: KeyValues, gone: string): void {
  keep(
    storage,
    recentRooms(storage).filter(({ roomId }) => roomId !== gone),
  );
}

function keep(storage: KeyValues, rooms: readonly RecentRoom[]): void {
  if (rooms.length === 0) storage.removeItem(STORAGE_KEY);
  else storage.setItem(STORAGE_KEY, JSON.stringify(rooms.slice(0, KEPT_MAX_COUNT)));
}

/** By hand, since the page that shows them loads no schemas. */
function isRecentRoom(value: unknown): value is RecentRoom {
  if (typeof value !== 'object' || value === null) return false;
  const { roomId, openedAtMs } = value as Partial<Record<keyof RecentRoom, unknown>>;
  return typeof roomId === 'string' && ROOM_ID.test(roomId) && Number.isSafeInteger(openedAtMs);
}

function jsonOf(text: string | null): unknown {
  try {
    return text === null ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined; // Not ours, or half written.
  }
}
