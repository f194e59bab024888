import { z } from 'zod';
import { BanId } from '../ids.js';
import { DisplayName } from '../signalling/participant.js';
import { AtMs } from '../signalling/seq.js';

/** Most accounts that one room can keep out. */
export const ROOM_BANS_MAX_COUNT = 1_000;

/** An account that a host has closed a room to, until somebody lifts it. */
export const BanView = z.strictObject({
  banId: BanId,
  /** What they were called in the meeting they were removed from. */
  name: DisplayName,
  bannedAtMs: AtMs,
});
export type BanView = z.output<typeof BanView>;

/** `GET /rooms/{roomId}/bans`: the newest first. */
export const BanList = z.strictObject({ bans: z.array(BanView).max(ROOM_BANS_MAX_COUNT) });
export type BanList = z.output<typeof BanList>;
