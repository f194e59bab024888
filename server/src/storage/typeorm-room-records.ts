import { Inject, Injectable } from '@nestjs/common';
import { getRepositoryToken } from '@nestjs/typeorm';
import { IsNull, LessThan, type Repository } from 'typeorm';
import type { RoomId } from '#contracts';
import type { RoomRecords } from '../rooms/room-records.js';
import type { Room } from '../rooms/room.js';
import { RoomRow } from './room.row.js';

@Injectable()
export class TypeOrmRoomRecords implements RoomRecords {
  constructor(@Inject(getRepositoryToken(RoomRow)) private readonly rows: Repository<RoomRow>) {}

  async insert(room: Room): Promise<void> {
    await this.rows.insert(room);
  }

  async find(roomId: RoomId): Promise<Room | undefined> {
    return (await this.rows.findOneBy({ roomId })) ?? undefined;
  }

  async touch(roomId: RoomId, atMs: number): Promise<void> {
    await this.rows.update({ roomId, lastUsedAtMs: LessThan(atMs) }, { lastUsedAtMs: atMs });
  }

  async end(roomId: RoomId, atMs: number): Promise<void> {
    await this.rows.update({ roomId, endedAtMs: IsNull() }, { endedAtMs: atMs });
  }
}
