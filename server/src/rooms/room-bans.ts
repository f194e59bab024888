import type { AccountId, BanId, RoomId } from '#contracts';

export const ROOM_BANS = Symbol('RoomBans');

/** An account that a room is closed to. Times are of the server's clock, ms since the Unix epoch. */
export interface Ban {
  readonly banId: BanId;
  readonly roomId: RoomId;
  readonly accountId: AccountId;
  /** What they were called when they were banned. */
  readonly name: string;
  readonly bannedAtMs: number;
}

/** Which accounts are kept out of which rooms. Each method is one atomic step. */
export interface RoomBans {
  /**
   * Ends a membership of theirs as well. Who is banned already stays so, by the ban of before. False when there are
   * `maxCount` others.
   */
  add(ban: Ban, maxCount: number): Promise<boolean>;
  /** Whose ban it was; undefined when there is none. */
  remove(place: Pick<Ban, 'banId' | 'roomId'>): Promise<Pick<Ban, 'name'> | undefined>;
  /** The newest first. */
  of(roomId: RoomId): Promise<readonly Ban[]>;
}
