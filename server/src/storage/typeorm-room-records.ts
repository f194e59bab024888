import { Inject, Injectable } from '@nestjs/common';
import { getRepositoryToken } from '@nestjs/typeorm';
import { IsNull, LessThan, type Repository } from 'typeorm';
import type { Access, AccountId, IdentityId, MemberRole, RoomId, RoomKind, RoomSettingsChange } from '#contracts';
import type { RoomListing, RoomRecords, RoomUpdate } from '../rooms/room-records.js';
import type { Room, RoomVisit } from '../rooms/room.js';
import { returned } from './returned.js';
import { RoomRow } from './room.row.js';

const ROOM = `rooms.room_id AS "roomId", host_identity_id AS "hostIdentityId", kind, title, chosen,
  rooms.password_hash AS "passwordHash", rooms.created_at AS "createdAt", last_used_at AS "lastUsedAt",
  archived_at AS "archivedAt", ended_at AS "endedAt"`;

const BY_LINK = `room_links.room_id = rooms.room_id AND identity_id = $1::uuid
  AND (expires_at IS NULL OR expires_at > now())`;

/** `$1` is the identity that asks, or null. Of several links the co-host's counts, which also comes first by its letters. */
const TIES = `
  (SELECT role FROM room_members JOIN accounts USING (email)
    WHERE room_members.room_id = rooms.room_id AND account_id = $1::uuid) AS "memberRole",
  EXISTS (SELECT FROM room_links JOIN room_link_entries USING (link_id) WHERE ${BY_LINK}) AS "hasLink",
  (SELECT min(role) FROM room_links JOIN room_link_entries USING (link_id) WHERE ${BY_LINK}) AS "linkRole",
  EXISTS (SELECT FROM room_password_entries
    WHERE room_password_entries.room_id = rooms.room_id AND identity_id = $1::uuid) AS "hasShownPassword",
  EXISTS (SELECT FROM seats JOIN meetings USING (meeting_id)
    WHERE meetings.room_id = rooms.room_id AND seats.identity_id = $1::uuid) AS "wasThere",
  EXISTS (SELECT FROM room_bans WHERE room_bans.room_id = rooms.room_id AND account_id = $1::uuid) AS "isBanned"`;

/** Stored before a host who changed it is answered, so it holds on every node. */
const ACCESS = `
  (SELECT state -> 'access' FROM meeting_states JOIN meetings USING (meeting_id)
    WHERE meetings.room_id = rooms.room_id AND meetings.ended_at IS NULL) AS access`;

const SET_PASSWORD = `
  WITH changed AS (UPDATE rooms SET password_hash = $2 WHERE room_id = $1 RETURNING room_id)
  DELETE FROM room_password_entries WHERE room_id IN (SELECT room_id FROM changed)`;

/** What a link led to is gone with the room. What is planned in it goes when its invitees are told. */
const END = `
  WITH ended AS (UPDATE rooms SET ended_at = $2 WHERE room_id = $1 AND ended_at IS NULL RETURNING room_id),
  links AS (DELETE FROM room_links WHERE room_id IN (SELECT room_id FROM ended))
  DELETE FROM room_password_entries WHERE room_id IN (SELECT room_id FROM ended)`;

const LIST = `
  SELECT ${ROOM}, ${TIES} FROM rooms
  WHERE ended_at IS NULL AND kind = 'persistent' AND (archived_at IS NOT NULL) = $2::boolean
    AND ($3::text IS NULL OR title ILIKE $3)
    AND ($4::timestamptz IS NULL OR (last_used_at, room_id) < ($4, $5::uuid))
    AND CASE WHEN $6::boolean THEN host_identity_id = $1::uuid ELSE room_id IN (
      SELECT room_id FROM room_members JOIN accounts USING (email) WHERE account_id = $1::uuid) END
  ORDER BY last_used_at DESC, room_id DESC LIMIT $7`;

const MEMBER_NAMES = `
  SELECT name FROM accounts JOIN rooms ON host_identity_id = account_id WHERE room_id = $1
  UNION SELECT name FROM accounts JOIN room_members USING (email) WHERE room_id = $1`;

interface VisitRow {
  readonly roomId: RoomId;
  readonly hostIdentityId: IdentityId;
  readonly kind: RoomKind;
  readonly title: string | null;
  readonly chosen: RoomSettingsChange;
  readonly passwordHash: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly archivedAt: Date | null;
  readonly endedAt: Date | null;
  readonly memberRole: MemberRole | null;
  readonly hasLink: boolean;
  readonly linkRole: MemberRole | null;
  readonly hasShownPassword: boolean;
  readonly wasThere: boolean;
  readonly isBanned: boolean;
  /** Left out of lists. */
  readonly access?: Access | null;
}

@Injectable()
export class TypeOrmRoomRecords implements RoomRecords {
  constructor(@Inject(getRepositoryToken(RoomRow)) private readonly rows: Repository<RoomRow>) {}

  async insert(room: Room): Promise<void> {
    await this.rows.insert(room);
  }

  async find(roomId: RoomId): Promise<Room | undefined> {
    return (await this.rows.findOneBy({ roomId })) ?? undefined;
  }

  async visit(roomId: RoomId, identityId: IdentityId | undefined): Promise<RoomVisit | undefined> {
    const statement = `SELECT ${ROOM}, ${TIES}, ${ACCESS} FROM rooms WHERE room_id = $2`;
    const [row] = returned(await this.rows.query(statement, [identityId ?? null, roomId])) as readonly VisitRow[];
    return row === undefined ? undefined : visitOf(row);
  }

  async touch(roomId: RoomId, atMs: number): Promise<void> {
    await this.rows.update({ roomId, lastUsedAtMs: LessThan(atMs) }, { lastUsedAtMs: atMs });
  }

  async end(roomId: RoomId, atMs: number): Promise<void> {
    await this.rows.query(END, [roomId, new Date(atMs)]);
  }

  async closedAmong(roomIds: readonly RoomId[]): Promise<readonly RoomId[]> {
    const statement = `SELECT room_id AS "roomId" FROM rooms
      WHERE room_id = ANY ($1::uuid[]) AND (ended_at IS NOT NULL OR archived_at IS NOT NULL)`;
    const rows = returned(await this.rows.query(statement, [[...roomIds]])) as readonly Pick<VisitRow, 'roomId'>[];
    return rows.map(({ roomId }) => roomId);
  }

  async change(roomId: RoomId, { title, chosen, archivedAtMs }: RoomUpdate): Promise<void> {
    await this.rows.query(
      `UPDATE rooms SET title = coalesce($2, title), chosen = coalesce($3::jsonb, chosen),
         archived_at = CASE WHEN $4::boolean THEN $5::timestamptz ELSE archived_at END
       WHERE room_id = $1`,
      [
        roomId,
        title ?? null,
        chosen === undefined ? null : JSON.stringify(chosen),
        archivedAtMs !== undefined,
        typeof archivedAtMs === 'number' ? new Date(archivedAtMs) : null,
      ],
    );
  }

  async setPassword(roomId: RoomId, passwordHash: string | undefined): Promise<void> {
    await this.rows.query(SET_PASSWORD, [roomId, passwordHash ?? null]);
  }

  async passwordShown(roomId: RoomId, identityId: IdentityId): Promise<void> {
    await this.rows.query(
      'INSERT INTO room_password_entries (room_id, identity_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [roomId, identityId],
    );
  }

  async list({ accountId, scope, isArchived, search, after, maxCount }: RoomListing): Promise<readonly RoomVisit[]> {
    const values = [
      accountId,
      isArchived,
      search === undefined ? null : `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`,
      after === undefined ? null : new Date(after.lastUsedAtMs),
      after?.roomId ?? null,
      scope === 'mine',
      maxCount,
    ];
    return (returned(await this.rows.query(LIST, values)) as readonly VisitRow[]).map(visitOf);
  }

  async memberNames(roomId: RoomId): Promise<readonly string[]> {
    const rows = returned(await this.rows.query(MEMBER_NAMES, [roomId])) as readonly { readonly name: string }[];
    return rows.map(({ name }) => name);
  }

  async countOf(accountId: AccountId): Promise<number> {
    const hostIdentityId = accountId as string as IdentityId;
    return this.rows.countBy({ hostIdentityId, kind: 'persistent', endedAtMs: IsNull() });
  }

  async handOver(roomId: RoomId, from: IdentityId, to: AccountId): Promise<void> {
    const hostIdentityId = to as string as IdentityId;
    const theirs = { roomId, hostIdentityId: from, endedAtMs: IsNull() };
    await this.rows.update(theirs, { hostIdentityId, kind: 'persistent' });
  }
}

function visitOf(row: VisitRow): RoomVisit {
  const { roomId, hostIdentityId, kind, title, chosen, passwordHash, archivedAt, endedAt } = row;
  const { memberRole, hasLink, linkRole, hasShownPassword, wasThere, isBanned } = row;
  return {
    room: {
      roomId,
      hostIdentityId,
      kind,
      chosen,
      title: title ?? undefined,
      passwordHash: passwordHash ?? undefined,
      createdAtMs: row.createdAt.getTime(),
      lastUsedAtMs: row.lastUsedAt.getTime(),
      archivedAtMs: archivedAt?.getTime(),
      endedAtMs: endedAt?.getTime(),
    },
    ties: {
      memberRole: memberRole ?? undefined,
      hasLink,
      linkRole: linkRole ?? undefined,
      hasShownPassword,
      wasThere,
      isBanned,
    },
    access: row.access ?? undefined,
  };
}
