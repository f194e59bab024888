import type { IdentityId, RoomId } from '#contracts';

/** What a link names. Times are of the server's clock, ms since the Unix epoch. */
export interface Room {
  readonly roomId: RoomId;
  /** Whoever opened it; host of each of its meetings. */
  readonly hostIdentityId: IdentityId;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number;
  /** Undefined while the link works. */
  readonly endedAtMs?: number | undefined;
}
