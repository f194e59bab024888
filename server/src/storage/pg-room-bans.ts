import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { RoomId } from '#contracts';
import type { Ban, RoomBans } from '../rooms/room-bans.js';
import { returned } from './returned.js';

const ADD = `
  WITH member AS (
    DELETE FROM room_members USING accounts
    WHERE room_members.email = accounts.email AND room_id = $2 AND account_id = $3::uuid
  )
  INSERT INTO room_bans (ban_id, room_id, account_id, name, banned_at)
  SELECT $1::uuid, $2::uuid, $3::uuid, $4, $5::timestamptz
  WHERE (SELECT count(*) FROM room_bans WHERE room_id = $2 AND account_id <> $3) < $6
  ON CONFLICT (room_id, account_id) DO UPDATE SET name = excluded.name
  RETURNING ban_id`;

const REMOVE = 'DELETE FROM room_bans WHERE ban_id = $1 AND room_id = $2 RETURNING name';

const FIND = `
  SELECT ban_id AS "banId", room_id AS "roomId", account_id AS "accountId", name, banned_at AS "bannedAt"
  FROM room_bans WHERE room_id = $1 ORDER BY banned_at DESC, ban_id`;

type BanRow = Omit<Ban, 'bannedAtMs'> & { readonly bannedAt: Date };

@Injectable()
export class PgRoomBans implements RoomBans {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async add({ banId, roomId, accountId, name, bannedAtMs }: Ban, maxCount: number): Promise<boolean> {
    const values = [banId, roomId, accountId, name, new Date(bannedAtMs), maxCount];
    return returned(await this.database.query(ADD, values)).length > 0;
  }

  async remove({ banId, roomId }: Pick<Ban, 'banId' | 'roomId'>): Promise<Pick<Ban, 'name'> | undefined> {
    const rows = returned(await this.database.query(REMOVE, [banId, roomId])) as readonly Pick<Ban, 'name'>[];
    return rows[0];
  }

  async of(roomId: RoomId): Promise<readonly Ban[]> {
    const rows = returned(await this.database.query(FIND, [roomId])) as readonly BanRow[];
    return rows.map(({ bannedAt, ...same }) => ({ ...same, bannedAtMs: bannedAt.getTime() }));
  }
}
