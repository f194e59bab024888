import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { IdentityId, RoomId, RoomKind, RoomSettingsChange } from '#contracts';
import type { Room } from '../rooms/room.js';
import { momentMs, orUndefined } from './columns.js';

/** A row of `rooms`. */
@Entity({ name: 'rooms' })
export class RoomRow implements Room {
  @PrimaryColumn({ name: 'room_id', type: 'uuid' })
  roomId!: RoomId;

  @Column({ name: 'host_identity_id', type: 'uuid' })
  hostIdentityId!: IdentityId;

  @Column({ name: 'kind', type: 'text' })
  kind!: RoomKind;

  @Column({ name: 'title', type: 'text', nullable: true, transformer: orUndefined })
  title?: string | undefined;

  @Column({ name: 'chosen', type: 'jsonb' })
  chosen!: RoomSettingsChange;

  @Column({ name: 'password_hash', type: 'text', nullable: true, transformer: orUndefined })
  passwordHash?: string | undefined;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, transformer: momentMs })
  createdAtMs!: number;

  @Column({ name: 'last_used_at', type: 'timestamptz', precision: 3, transformer: momentMs })
  lastUsedAtMs!: number;

  @Column({ name: 'archived_at', type: 'timestamptz', precision: 3, nullable: true, transformer: momentMs })
  archivedAtMs?: number | undefined;

  @Column({ name: 'ended_at', type: 'timestamptz', precision: 3, nullable: true, transformer: momentMs })
  endedAtMs?: number | undefined;
}
