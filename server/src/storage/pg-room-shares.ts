import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { IdentityId, LinkId, MemberId, MemberRole, RoomId } from '#contracts';
import type { Member, RoomLink, RoomShares } from '../rooms/room-shares.js';
import { returned } from './returned.js';

const MEMBER = 'member_id AS "memberId", room_id AS "roomId", email, role, added_at AS "addedAt"';

const ADD_MEMBER = `
  INSERT INTO room_members (member_id, room_id, email, role, added_at)
  SELECT $1::uuid, $2::uuid, $3, $4, $5::timestamptz
  WHERE (SELECT count(*) FROM room_members WHERE room_id = $2 AND email <> $3) < $6
  ON CONFLICT (room_id, email) DO UPDATE SET role = excluded.role
  RETURNING ${MEMBER}`;

const ADD_LINK = `
  INSERT INTO room_links (link_id, room_id, label, created_at, expires_at, role)
  SELECT $1::uuid, $2::uuid, $3, $4::timestamptz, $5::timestamptz, $7
  WHERE (SELECT count(*) FROM room_links WHERE room_id = $2 AND (expires_at IS NULL OR expires_at > $4)) < $6
  RETURNING link_id`;

const OPEN_LINK = `
  WITH open AS (
    SELECT link_id, room_id FROM room_links WHERE link_id = $1 AND (expires_at IS NULL OR expires_at > $3)
  ), entered AS (
    INSERT INTO room_link_entries (link_id, identity_id) SELECT link_id, $2::uuid FROM open ON CONFLICT DO NOTHING
  )
  SELECT room_id AS "roomId" FROM open`;

interface MemberRow {
  readonly memberId: MemberId;
  readonly roomId: RoomId;
  readonly email: string;
  readonly role: MemberRole;
  readonly addedAt: Date;
}

interface LinkRow {
  readonly linkId: LinkId;
  readonly label: string | null;
  readonly role: MemberRole | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

@Injectable()
export class PgRoomShares implements RoomShares {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  addMember({ memberId, roomId, email, role, addedAtMs }: Member, maxCount: number): Promise<Member | undefined> {
    return this.#member(ADD_MEMBER, [memberId, roomId, email, role, new Date(addedAtMs), maxCount]);
  }

  changeMember({ memberId, roomId, role }: Pick<Member, 'memberId' | 'roomId' | 'role'>): Promise<Member | undefined> {
    const statement = `UPDATE room_members SET role = $3 WHERE member_id = $1 AND room_id = $2 RETURNING ${MEMBER}`;
    return this.#member(statement, [memberId, roomId, role]);
  }

  async removeMember({ memberId, roomId }: Pick<Member, 'memberId' | 'roomId'>): Promise<void> {
    await this.database.query('DELETE FROM room_members WHERE member_id = $1 AND room_id = $2', [memberId, roomId]);
  }

  async members(roomId: RoomId): Promise<readonly Member[]> {
    const statement = `SELECT ${MEMBER} FROM room_members WHERE room_id = $1 ORDER BY added_at, member_id`;
    return (returned(await this.database.query(statement, [roomId])) as readonly MemberRow[]).map(memberOf);
  }

  async addLink(link: RoomLink, maxCount: number): Promise<boolean> {
    const { linkId, roomId, label, role, createdAtMs, expiresAtMs } = link;
    const expiresAt = expiresAtMs === undefined ? null : new Date(expiresAtMs);
    const values = [linkId, roomId, label ?? null, new Date(createdAtMs), expiresAt, maxCount, role ?? null];
    return returned(await this.database.query(ADD_LINK, values)).length > 0;
  }

  async removeLink({ linkId, roomId }: Pick<RoomLink, 'linkId' | 'roomId'>): Promise<void> {
    await this.database.query('DELETE FROM room_links WHERE link_id = $1 AND room_id = $2', [linkId, roomId]);
  }

  async links(roomId: RoomId, nowMs: number): Promise<readonly RoomLink[]> {
    const rows = returned(
      await this.database.query(
        `SELECT link_id AS "linkId", label, role, created_at AS "createdAt", expires_at AS "expiresAt" FROM room_links
         WHERE room_id = $1 AND (expires_at IS NULL OR expires_at > $2) ORDER BY created_at DESC, link_id`,
        [roomId, new Date(nowMs)],
      ),
    ) as readonly LinkRow[];
    return rows.map(({ linkId, label, role, createdAt, expiresAt }) => ({
      linkId,
      roomId,
      label: label ?? undefined,
      role: role ?? undefined,
      createdAtMs: createdAt.getTime(),
      expiresAtMs: expiresAt?.getTime(),
    }));
  }

  async openLink(linkId: LinkId, identityId: IdentityId, nowMs: number): Promise<RoomId | undefined> {
    const rows = returned(await this.database.query(OPEN_LINK, [linkId, identityId, new Date(nowMs)])) as readonly {
      roomId: RoomId;
    }[];
    return rows[0]?.roomId;
  }

  async #member(statement: string, values: readonly unknown[]): Promise<Member | undefined> {
    const [row] = returned(await this.database.query(statement, [...values])) as readonly MemberRow[];
    return row === undefined ? undefined : memberOf(row);
  }
}

function memberOf({ addedAt, ...same }: MemberRow): Member {
  return { ...same, addedAtMs: addedAt.getTime() };
}
