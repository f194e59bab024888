import type { AccountId, IdentityId, RoomId, RoomSettingsChange } from '#contracts';
import type { Room, RoomVisit } from './room.js';

export const ROOM_RECORDS = Symbol('RoomRecords');

/** Which rooms of somebody's to list. */
export interface RoomListing {
  readonly accountId: AccountId;
  readonly scope: 'mine' | 'shared';
  readonly isArchived: boolean;
  /** Part of a title, in any case. */
  readonly search: string | undefined;
  /** The last one of the page before. */
  readonly after: Pick<Room, 'lastUsedAtMs' | 'roomId'> | undefined;
  readonly maxCount: number;
}

/** What is undefined stays. */
export interface RoomUpdate {
  readonly title?: string | undefined;
  readonly chosen?: RoomSettingsChange | undefined;
  /** `null` takes it out of the archive. */
  readonly archivedAtMs?: number | null | undefined;
}

/** Where rooms are kept. Each method is one atomic step. */
export interface RoomRecords {
  insert(room: Room): Promise<void>;
  find(roomId: RoomId): Promise<Room | undefined>;
  /** Takes the same steps whatever comes of it, so that its time tells nothing. */
  visit(roomId: RoomId, identityId: IdentityId | undefined): Promise<RoomVisit | undefined>;
  /** Never moves the time back, so calls may overtake each other. Does nothing for a room that does not exist. */
  touch(roomId: RoomId, atMs: number): Promise<void>;
  /** The first ending stands. Safe to repeat. */
  end(roomId: RoomId, atMs: number): Promise<void>;
  /** Those of these rooms that have ended or are in the archive. */
  closedAmong(roomIds: readonly RoomId[]): Promise<readonly RoomId[]>;
  change(roomId: RoomId, update: RoomUpdate): Promise<void>;
  /** Who showed the one before must show the new one. */
  setPassword(roomId: RoomId, passwordHash: string | undefined): Promise<void>;
  passwordShown(roomId: RoomId, identityId: IdentityId): Promise<void>;
  /** Persistent rooms, the last used first. */
  list(listing: RoomListing): Promise<readonly RoomVisit[]>;
  /** Names of the owner and the members, as far as they have accounts. */
  memberNames(roomId: RoomId): Promise<readonly string[]>;
  /** How many persistent rooms somebody owns. */
  countOf(accountId: AccountId): Promise<number>;
  /** Makes a room of `from` a persistent one of `to`. Does nothing for one that is another's, or has ended. */
  handOver(roomId: RoomId, from: IdentityId, to: AccountId): Promise<void>;
}
