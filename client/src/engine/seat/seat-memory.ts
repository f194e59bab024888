import { DisplayName, MeetingId, ParticipantId, ResumeToken, RoomId } from '#contracts';
import { z } from 'zod';
import type { KeyValues } from '../storage.js';

const STORAGE_KEY = 'parley.seat';

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
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // Not ours, or half written; the person joins anew.
  }
}
