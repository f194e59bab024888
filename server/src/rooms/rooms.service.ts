import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ServerConfig } from '#config';
import { Refusal, RoomId, type IdentityId } from '#contracts';
import type { Clock } from '#kernel';
import { CLOCK, SERVER_CONFIG } from '../core/tokens.js';
import { ROOM_RECORDS, type RoomRecords } from './room-records.js';
import type { Room } from './room.js';

/** Opens rooms, finds them, and ends them. Who may do so is decided by the caller of `end`. */
@Injectable()
export class RoomsService {
  constructor(
    @Inject(ROOM_RECORDS) private readonly records: RoomRecords,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SERVER_CONFIG) private readonly config: Pick<ServerConfig, 'roomUnusedMs'>,
  ) {}

  async create(hostIdentityId: IdentityId): Promise<Room> {
    const nowMs = this.clock.nowMs();
    // The id is the link's secret: 122 random bits. Source: RFC 9562 section 5.4.
    const room: Room = { roomId: RoomId.parse(randomUUID()), hostIdentityId, createdAtMs: nowMs, lastUsedAtMs: nowMs };
    await this.records.insert(room);
    return room;
  }

  /** @throws {Refusal} `not-found` when there never was such a room; `meeting-ended` when it was closed or left unused. */
  async require(roomId: RoomId): Promise<Room> {
    const room = await this.records.find(roomId);
    if (room === undefined) throw new Refusal('not-found', 'There is no meeting with this link.');
    const isUnused = this.clock.nowMs() - room.lastUsedAtMs >= this.config.roomUnusedMs;
    if (room.endedAtMs !== undefined || isUnused) throw new Refusal('meeting-ended', 'This meeting has ended.');
    return room;
  }

  /** Somebody was there just now: the room lives on for the time that unused rooms have. Safe to repeat. */
  async markUsed(roomId: RoomId): Promise<void> {
    await this.records.touch(roomId, this.clock.nowMs());
  }

  /** The link stops working, for good. Safe to repeat. */
  async end(roomId: RoomId): Promise<void> {
    await this.records.end(roomId, this.clock.nowMs());
  }
}
