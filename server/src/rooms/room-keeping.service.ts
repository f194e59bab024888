import { Inject, Injectable } from '@nestjs/common';
import type { ServerConfig } from '#config';
import {
  Refusal,
  RoomId,
  type AccountId,
  type IdentityId,
  type RoomChange,
  type RoomDetails,
  type RoomPage,
  type RoomQuery,
  type RoomRequest,
  type RoomRole,
} from '#contracts';
import type { Clock } from '#kernel';
import { CLOCK, SERVER_CONFIG } from '../core/tokens.js';
import type { Who } from '../wire/token-verifier.js';
import { ROOM_RECORDS, type RoomRecords } from './room-records.js';
import { changedSettings } from './room-settings.js';
import { RoomFacts } from './room-facts.js';
import { roleOf, RoomsService } from './rooms.service.js';
import type { Room, RoomVisit } from './room.js';

/** Most persistent rooms of one account. */
const OWN_ROOMS_MAX_COUNT = 200;

/** What those do with a room to whom it belongs: list it, set it up, put it away. */
@Injectable()
export class RoomKeeping {
  constructor(
    @Inject(ROOM_RECORDS) private readonly records: RoomRecords,
    @Inject(RoomsService) private readonly rooms: RoomsService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SERVER_CONFIG)
    private readonly config: Pick<ServerConfig, 'publicUrl' | 'roomCapacityCount' | 'guestsMayOpenRooms'>,
    @Inject(RoomFacts) private readonly facts: RoomFacts,
  ) {}

  /** @throws {Refusal} `forbidden` for what takes an account; `limit-reached`; `invalid-input`. */
  async open({ identityId, accountId }: Pick<Who, 'identityId' | 'accountId'>, wish: RoomRequest): Promise<Room> {
    if (accountId === undefined && (wish.kind === 'persistent' || !this.config.guestsMayOpenRooms)) {
      throw new Refusal('forbidden', 'Sign in to open such a room.');
    }
    if (accountId !== undefined && wish.kind === 'persistent') await this.#requireSpace(accountId);
    return this.rooms.create(identityId, wish);
  }

  /** @throws {Refusal} `invalid-input` for a cursor that is not ours. */
  async list(accountId: AccountId, query: RoomQuery): Promise<RoomPage> {
    const found = await this.records.list({
      accountId,
      scope: query.scope,
      isArchived: query.archived === 'yes',
      search: query.search === '' ? undefined : query.search,
      after: query.cursor === undefined ? undefined : placeOf(query.cursor),
      maxCount: query.limit + 1,
    });
    const page = found.slice(0, query.limit);
    const last = found.length > query.limit ? page.at(-1) : undefined;
    const identityId = accountId as string as IdentityId;
    return {
      rooms: page.map(({ room, ties }) => this.#details(room, roleOf(room, ties, identityId) ?? 'member')),
      ...(last !== undefined && { nextCursor: `${last.room.lastUsedAtMs}_${last.room.roomId}` }),
    };
  }

  /** @throws {Refusal} as `require` does. */
  async details(roomId: RoomId, identityId: IdentityId): Promise<RoomDetails> {
    const { room, role } = await this.require(roomId, identityId, ['owner', 'cohost', 'member']);
    return this.#details(room, role);
  }

  /** @throws {Refusal} as `require` does; `forbidden` for archiving by a co-host; `invalid-input`. */
  async change(roomId: RoomId, identityId: IdentityId, change: RoomChange): Promise<RoomDetails> {
    const mayChange: RoomRole[] = change.isArchived === undefined ? ['owner', 'cohost'] : ['owner'];
    const { room } = await this.require(roomId, identityId, mayChange);
    const { title, settings, isArchived } = change;
    await this.records.change(roomId, {
      title,
      chosen: settings && changedSettings(room.chosen, settings, this.config.roomCapacityCount),
      archivedAtMs: isArchived === undefined ? undefined : isArchived ? this.clock.nowMs() : null,
    });
    if (isArchived === true) this.facts.tell({ roomId, why: 'archived' });
    return this.details(roomId, identityId);
  }

  /** What is planned in it and its running meeting end as well, soon after. @throws {Refusal} as `require` does. */
  async remove(roomId: RoomId, identityId: IdentityId): Promise<void> {
    await this.require(roomId, identityId, ['owner']);
    await this.records.end(roomId, this.clock.nowMs());
    this.facts.tell({ roomId, why: 'deleted' });
  }

  /**
   * A room that a guest opened becomes a persistent one of an account's; the caller has seen proof of both. Safe to repeat.
   *
   * @throws {Refusal} `not-found` for a room that is not the guest's, or has ended; `forbidden` for one that is another's and
   *   that the account only shares; `limit-reached`.
   */
  async claim(roomId: RoomId, from: IdentityId, to: AccountId): Promise<RoomDetails> {
    await this.#requireSpace(to);
    await this.records.handOver(roomId, from, to);
    const { room, role } = await this.require(roomId, to as string as IdentityId, ['owner']);
    return this.#details(room, role);
  }

  /**
   * A room to those who have a role in it, archived or not.
   *
   * @throws {Refusal} `not-found` alike for no such room and for somebody who is nothing to it; `meeting-ended` for a
   *   room of theirs that is gone; `forbidden` when their role is not among `allowed`.
   */
  async require(
    roomId: RoomId,
    identityId: IdentityId,
    allowed: readonly RoomRole[],
  ): Promise<{ readonly room: Room; readonly role: RoomRole }> {
    const visit = await this.records.visit(roomId, identityId);
    const role = visit && roleHere(visit, identityId);
    if (visit === undefined || role === undefined) throw new Refusal('not-found', 'You have no such room.');
    if (visit.room.endedAtMs !== undefined) throw new Refusal('meeting-ended', 'This room is gone.');
    if (!allowed.includes(role)) throw new Refusal('forbidden', 'Only those who own or lead this room may do that.');
    return { room: visit.room, role };
  }

  /** Undefined for who is nothing to the room or banned from it, and for a room that never was. */
  async roleOf(roomId: RoomId, identityId: IdentityId): Promise<RoomRole | undefined> {
    const visit = await this.records.visit(roomId, identityId);
    return visit && roleHere(visit, identityId);
  }

  urlOf(roomId: RoomId): string {
    return `${this.config.publicUrl}/m/${roomId}`;
  }

  async #requireSpace(accountId: AccountId): Promise<void> {
    const isFull = (await this.records.countOf(accountId)) >= OWN_ROOMS_MAX_COUNT;
    if (isFull) throw new Refusal('limit-reached', 'You have too many rooms; delete one first.');
  }

  #details(room: RoomVisit['room'], role: RoomRole): RoomDetails {
    const { roomId, kind, title, passwordHash, createdAtMs, lastUsedAtMs, archivedAtMs } = room;
    return {
      roomId,
      url: this.urlOf(roomId),
      kind,
      ...(title !== undefined && { title }),
      role,
      settings: this.rooms.settingsOf(room),
      hasPassword: passwordHash !== undefined,
      createdAtMs,
      lastUsedAtMs,
      isArchived: archivedAtMs !== undefined,
    };
  }
}

/** What somebody is to a room as long as it is not closed to them. */
function roleHere({ room, ties }: RoomVisit, identityId: IdentityId): RoomRole | undefined {
  const role = roleOf(room, ties, identityId);
  return ties.isBanned && role !== 'owner' ? undefined : role;
}

function placeOf(cursor: string): Pick<Room, 'lastUsedAtMs' | 'roomId'> {
  const [, time, id] = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(cursor) ?? [];
  const roomId = RoomId.safeParse(id).data;
  if (time === undefined || roomId === undefined) throw new Refusal('invalid-input', 'cursor: is not one of ours');
  return { lastUsedAtMs: Number(time), roomId };
}
