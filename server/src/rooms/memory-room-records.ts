import type { AccountId, IdentityId, RoomId } from '#contracts';
import type { RoomListing, RoomRecords, RoomUpdate } from './room-records.js';
import { NO_TIES, type Room, type RoomVisit } from './room.js';

/** Rooms that are gone with the process. For tests of what stands on the port; it passes the port's own tests. */
export class MemoryRoomRecords implements RoomRecords {
  readonly #rooms = new Map<RoomId, Room>();
  /** Who has shown the password, by room. */
  readonly #shown = new Map<RoomId, Set<IdentityId>>();

  async insert(room: Room): Promise<void> {
    if (this.#rooms.has(room.roomId)) throw new Error('There is a room with this id already.');
    this.#rooms.set(room.roomId, room);
  }

  async find(roomId: RoomId): Promise<Room | undefined> {
    return this.#rooms.get(roomId);
  }

  async visit(roomId: RoomId, identityId: IdentityId | undefined): Promise<RoomVisit | undefined> {
    const room = this.#rooms.get(roomId);
    const hasShownPassword = identityId !== undefined && (this.#shown.get(roomId)?.has(identityId) ?? false);
    return room === undefined ? undefined : { room, ties: { ...NO_TIES, hasShownPassword } };
  }

  async touch(roomId: RoomId, atMs: number): Promise<void> {
    const room = this.#rooms.get(roomId);
    if (room !== undefined && room.lastUsedAtMs < atMs) this.#rooms.set(roomId, { ...room, lastUsedAtMs: atMs });
  }

  async end(roomId: RoomId, atMs: number): Promise<void> {
    const room = this.#rooms.get(roomId);
    if (room !== undefined && room.endedAtMs === undefined) this.#rooms.set(roomId, { ...room, endedAtMs: atMs });
  }

  async closedAmong(roomIds: readonly RoomId[]): Promise<readonly RoomId[]> {
    return roomIds.filter((roomId) => {
      const room = this.#rooms.get(roomId);
      return room?.endedAtMs !== undefined || room?.archivedAtMs !== undefined;
    });
  }

  async change(roomId: RoomId, { title, chosen, archivedAtMs }: RoomUpdate): Promise<void> {
    const room = this.#rooms.get(roomId);
    if (room === undefined) return;
    this.#rooms.set(roomId, {
      ...room,
      title: title ?? room.title,
      chosen: chosen ?? room.chosen,
      archivedAtMs: archivedAtMs === undefined ? room.archivedAtMs : (archivedAtMs ?? undefined),
    });
  }

  async setPassword(roomId: RoomId, passwordHash: string | undefined): Promise<void> {
    const room = this.#rooms.get(roomId);
    if (room !== undefined) this.#rooms.set(roomId, { ...room, passwordHash });
    this.#shown.delete(roomId);
  }

  async passwordShown(roomId: RoomId, identityId: IdentityId): Promise<void> {
    this.#shown.set(roomId, new Set(this.#shown.get(roomId)).add(identityId));
  }

  /** Has no members, so nothing is ever shared. */
  async list(listing: RoomListing): Promise<readonly RoomVisit[]> {
    if (listing.scope === 'shared') return [];
    return [...this.#rooms.values()]
      .filter((room) => isListed(room, listing))
      .toSorted((left, right) => right.lastUsedAtMs - left.lastUsedAtMs || (left.roomId < right.roomId ? 1 : -1))
      .slice(0, listing.maxCount)
      .map((room) => ({ room, ties: NO_TIES }));
  }

  /** There are no accounts here. */
  async memberNames(): Promise<readonly string[]> {
    return [];
  }

  async countOf(accountId: AccountId): Promise<number> {
    return [...this.#rooms.values()].filter((room) => isOpenOf(room, accountId) && room.kind === 'persistent').length;
  }

  async handOver(roomId: RoomId, from: IdentityId, to: AccountId): Promise<void> {
    const room = this.#rooms.get(roomId);
    if (room === undefined || !isOpenOf(room, from)) return;
    this.#rooms.set(roomId, { ...room, hostIdentityId: to as string as IdentityId, kind: 'persistent' });
  }
}

function isOpenOf(room: Room, owner: AccountId | IdentityId): boolean {
  return room.endedAtMs === undefined && room.hostIdentityId === (owner as string);
}

function isListed(room: Room, { accountId, isArchived, search, after }: RoomListing): boolean {
  if (!isOpenOf(room, accountId) || room.kind !== 'persistent') return false;
  if ((room.archivedAtMs !== undefined) !== isArchived) return false;
  if (search !== undefined && !(room.title ?? '').toLowerCase().includes(search.toLowerCase())) return false;
  if (after === undefined) return true;
  const { lastUsedAtMs, roomId } = room;
  return lastUsedAtMs < after.lastUsedAtMs || (lastUsedAtMs === after.lastUsedAtMs && roomId < after.roomId);
}
