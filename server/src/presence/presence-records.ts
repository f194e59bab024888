import type { IdentityId, RoomId } from '#contracts';

export const PRESENCE_RECORDS = Symbol('PresenceRecords');

/** What is kept of somebody's presence. */
export interface KeptPresence {
  readonly identityId: IdentityId;
  readonly lastActiveAtMs: number | undefined;
  readonly isVisible: boolean;
}

/** Somebody who was in a meeting, as they were called there last. */
export interface NamedPerson {
  readonly identityId: IdentityId;
  readonly name: string;
  readonly isGuest: boolean;
}

/** What of presence outlives a connection. Refuses with `unavailable` while the database is away. */
export interface PresenceRecords {
  /** People of whom nothing is kept are left out: they are visible, and nobody knows when they were last here. */
  find(identityIds: readonly IdentityId[]): Promise<readonly KeptPresence[]>;
  /** Never moves a time back. */
  touch(seen: readonly { readonly identityId: IdentityId; readonly atMs: number }[]): Promise<void>;
  setVisible(identityId: IdentityId, isVisible: boolean): Promise<void>;
  /** Those among `others` who have been in a meeting together with this person. */
  met(identityId: IdentityId, others: readonly IdentityId[]): Promise<ReadonlySet<IdentityId>>;
  /** Who was in a room's meetings lately, and what they were called last; the latest first. */
  peopleOf(roomId: RoomId, of: { readonly sinceMs: number; readonly limit: number }): Promise<readonly NamedPerson[]>;
}
