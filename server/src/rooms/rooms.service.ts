import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ServerConfig } from '#config';
import { Refusal, RoomId, type IdentityId, type Role, type RoomRole, type RoomSettingsChange } from '#contracts';
import type { Clock } from '#kernel';
import { CLOCK, SERVER_CONFIG } from '../core/tokens.js';
import { ROOM_RECORDS, type RoomRecords } from './room-records.js';
import { changedSettings, settingsOf } from './room-settings.js';
import type { Room, RoomTies, SetRoom, Welcome } from './room.js';

/** Who comes to a room's door, as far as rooms must know. */
export interface RoomVisitor {
  readonly identityId: IdentityId;
  readonly isGuest: boolean;
}

/** What a room begins with, where it differs from an instant one. */
export interface RoomBeginning {
  readonly kind?: Room['kind'] | undefined;
  readonly title?: string | undefined;
  readonly settings?: RoomSettingsChange | undefined;
}

/** Opens rooms, finds them, says who may come in as what, and ends them. Who may end one is decided by the caller. */
@Injectable()
export class RoomsService {
  constructor(
    @Inject(ROOM_RECORDS) private readonly records: RoomRecords,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SERVER_CONFIG) private readonly config: Pick<ServerConfig, 'roomUnusedMs' | 'roomCapacityCount'>,
  ) {}

  /** @throws {Refusal} `invalid-input` for settings beyond what the operator allows. */
  async create(hostIdentityId: IdentityId, beginning: RoomBeginning = {}): Promise<Room> {
    const { kind = 'instant', title, settings = {} } = beginning;
    const nowMs = this.clock.nowMs();
    const room: Room = {
      // The id is the link's secret: 122 random bits. Source: RFC 9562 section 5.4.
      roomId: RoomId.parse(randomUUID()),
      hostIdentityId,
      kind,
      ...(title !== undefined && { title }),
      chosen: changedSettings({}, settings, this.config.roomCapacityCount),
      createdAtMs: nowMs,
      lastUsedAtMs: nowMs,
    };
    await this.records.insert(room);
    return room;
  }

  /**
   * For those who are known to belong there; others must come by `visit`.
   *
   * @throws {Refusal} `not-found` when there never was such a room; `meeting-ended` when it was closed, archived or left
   *   unused.
   */
  async require(roomId: RoomId): Promise<SetRoom> {
    const room = await this.records.find(roomId);
    if (room === undefined) throw noSuchRoom();
    if (!this.#isOpen(room)) throw ended();
    return this.#set(room);
  }

  /**
   * Rooms that never were, that the visitor may not see, and that have ended are all the same to outsiders, in words and
   * in time.
   *
   * @throws {Refusal} `not-found`; `meeting-ended` for who was there, or belongs there; `removed` for an account that was
   *   banned.
   */
  async visit(roomId: RoomId, visitor: RoomVisitor | undefined): Promise<Welcome> {
    const found = await this.records.visit(roomId, visitor?.identityId);
    if (found === undefined) throw noSuchRoom();
    const { room, ties, access } = found;
    const role = visitor === undefined ? undefined : roleOf(room, ties, visitor.identityId);
    if (!this.#isOpen(room)) throw role !== undefined || ties.wasThere ? ended() : noSuchRoom();
    if (ties.isBanned && role !== 'owner') throw new Refusal('removed', 'A host has closed this room to you.');
    const set = this.#set(room);
    if (role === undefined && !mayCome(set, ties, visitor)) throw noSuchRoom();
    const needsPassword = room.passwordHash !== undefined && role === undefined && !ties.hasShownPassword;
    const { isLocked, isLobbyOn } = access ?? set.settings;
    return { room: set, role, needsPassword, access: { isLocked, isLobbyOn } };
  }

  /**
   * What somebody is in the room's meetings.
   *
   * @throws {Refusal} as `visit` does; `password` when the room's must be shown first.
   */
  async standing(roomId: RoomId, visitor: RoomVisitor): Promise<Role> {
    const { role, needsPassword } = await this.visit(roomId, visitor);
    if (needsPassword) throw new Refusal('password', 'This meeting has a password.');
    if (role === 'owner') return 'host';
    return role === 'cohost' ? 'cohost' : 'participant';
  }

  /** Names of those with an account who belong to the room. */
  memberNames(roomId: RoomId): Promise<readonly string[]> {
    return this.records.memberNames(roomId);
  }

  /** Somebody was there just now: the room lives on for the time that unused rooms have. Safe to repeat. */
  async markUsed(roomId: RoomId): Promise<void> {
    await this.records.touch(roomId, this.clock.nowMs());
  }

  /** Those of these rooms in which nobody may meet any more, though nobody has left them unused. */
  closedAmong(roomIds: readonly RoomId[]): Promise<readonly RoomId[]> {
    return this.records.closedAmong(roomIds);
  }

  /** A meeting is over for good: an instant room's link stops working, a persistent one waits for the next. Safe to repeat. */
  async end(roomId: RoomId): Promise<void> {
    const room = await this.records.find(roomId);
    if (room?.kind === 'instant') await this.records.end(roomId, this.clock.nowMs());
  }

  settingsOf({ chosen }: Room): SetRoom['settings'] {
    return settingsOf(chosen, this.config.roomCapacityCount);
  }

  #set(room: Room): SetRoom {
    return { ...room, settings: this.settingsOf(room) };
  }

  #isOpen({ kind, endedAtMs, archivedAtMs, lastUsedAtMs }: Room): boolean {
    if (endedAtMs !== undefined || archivedAtMs !== undefined) return false;
    return kind === 'persistent' || this.clock.nowMs() - lastUsedAtMs < this.config.roomUnusedMs;
  }
}

/** Undefined for who is nothing to the room. */
export function roleOf(room: Room, { memberRole, linkRole }: RoomTies, identityId: IdentityId): RoomRole | undefined {
  if (room.hostIdentityId === identityId) return 'owner';
  return memberRole === 'cohost' ? memberRole : (linkRole ?? memberRole);
}

function mayCome({ settings }: SetRoom, ties: RoomTies, visitor: RoomVisitor | undefined): boolean {
  if (ties.hasLink || settings.access === 'anyone') return true;
  return settings.access === 'accounts' && visitor?.isGuest === false;
}

function noSuchRoom(): Refusal {
  return new Refusal('not-found', 'There is no meeting with this link, or it is only for people who are signed in.');
}

function ended(): Refusal {
  return new Refusal('meeting-ended', 'This meeting has ended.');
}
