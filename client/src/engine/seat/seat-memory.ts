import { DisplayName, MeetingId, ParticipantId, ResumeToken, RoomId } from '#contracts';
import { z } from 'zod';
import type { KeyValues } from '../storage.js';

const STORAGE_KEY = 'parley.seat';
const RELOAD_KEY = 'parley.reload';
/** A page that comes back later than this was not loaded anew but opened anew, in ms. */
const RELOAD_MAX_MS = 60_000;

const Seat = z.strictObject({
  roomId: RoomId,
  meetingId: MeetingId,
  participantId: ParticipantId,
  resumeToken: ResumeToken,
  name: DisplayName,
});
/** A place in a meeting that can be taken again. */
export type Seat = z.output<typeof Seat>;

/**
 * The seat this tab has, kept through a reload of the page. Given storage of the tab, not of the browser: another tab of the same
 * room is another person at the table.
 */
export class SeatMemory {
  readonly #storage: KeyValues;
  readonly #roomId: RoomId;

  constructor(storage: KeyValues, roomId: RoomId) {
    this.#storage = storage;
    this.#roomId = roomId;
  }

  get(): Seat | undefined {
    const text = this.#storage.getItem(STORAGE_KEY);
    const parsed = Seat.safeParse(text === null ? undefined : jsonOf(text));
    return parsed.success && parsed.data.roomId === this.#roomId ? parsed.data : undefined;
  }

  keep(seat: Seat): void {
    this.#storage.setItem(STORAGE_KEY, JSON.stringify(seat));
  }

  forget(): void {
    this.#storage.removeItem(STORAGE_KEY);
    this.forgetReload();
  }

  /** The page is going with this seat taken. */
  noteReload(nowMs: number): void {
    this.#storage.setItem(RELOAD_KEY, String(nowMs));
  }

  forgetReload(): void {
    this.#storage.removeItem(RELOAD_KEY);
  }

  /**
   * The seat, when the page before this one in the same tab went with it just now. A tab that was duplicated has the seat as
   * well, but no page of it went: taking the seat there without being asked would throw the first one out.
   */
  returning(nowMs: number): Seat | undefined {
    const wentAtMs = Number(this.#storage.getItem(RELOAD_KEY) ?? Number.NaN);
    return nowMs - wentAtMs <= RELOAD_MAX_MS ? this.get() : undefined;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // Not ours, or half written; the person joins anew.
  }
}
