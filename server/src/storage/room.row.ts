import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { IdentityId, RoomId } from '#contracts';
import type { Room } from '../rooms/room.js';
import { momentMs } from './columns.js';

/** A row of `rooms`. */
@Entity({ name: 'rooms' })
export class RoomRow implements Room {
  @PrimaryColumn({ name: 'room_id', type: 'uuid' })
  roomId!: RoomId;

  @Column({ name: 'host_identity_id', type: 'uuid' })
  hostIdentityId!: IdentityId;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, transformer: momentMs })
  createdAtMs!: number;

  @Column({ name: 'last_used_at', type: 'timestamptz', precision: 3, transformer: momentMs })
  lastUsedAtMs!: number;

  @Column({ name: 'ended_at', type: 'timestamptz', precision: 3, nullable: true, transformer: momentMs })
  endedAtMs?: number | undefined;
}
