import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { IdentityId, RoomId } from '#contracts';
import type { KeptPresence, NamedPerson, PresenceRecords } from '../presence/presence-records.js';
import { orAway } from './away.js';
import { PgPeople } from './pg-people.js';

const FIND = `
  SELECT identity_id AS "identityId", last_active_at AS "lastActiveAt", is_visible AS "isVisible"
  FROM presence WHERE identity_id = ANY($1::uuid[])`;

/** In the order of ids, so that two nodes that write at once never wait for each other in a circle. */
const TOUCH = `
  INSERT INTO presence AS p (identity_id, last_active_at)
  SELECT w.identity_id, w.at FROM unnest($1::uuid[], $2::timestamptz[]) AS w(identity_id, at) ORDER BY w.identity_id
  ON CONFLICT (identity_id) DO UPDATE SET last_active_at = greatest(p.last_active_at, excluded.last_active_at)`;

const SET_VISIBLE = `
  INSERT INTO presence (identity_id, is_visible) VALUES ($1, $2)
  ON CONFLICT (identity_id) DO UPDATE SET is_visible = excluded.is_visible`;

const PEOPLE_OF = `
  SELECT last.identity_id AS "identityId", last.name, last.is_guest AS "isGuest" FROM (
    SELECT DISTINCT ON (s.identity_id) s.identity_id, s.name, s.is_guest, s.joined_at
    FROM meetings g JOIN seats s USING (meeting_id)
    WHERE g.room_id = $1 AND s.joined_at > $2 ORDER BY s.identity_id, s.joined_at DESC
  ) last ORDER BY last.joined_at DESC LIMIT $3`;

interface PresenceRow {
  readonly identityId: IdentityId;
  readonly lastActiveAt: Date | null;
  readonly isVisible: boolean;
}

@Injectable()
export class PgPresenceRecords implements PresenceRecords {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(PgPeople) private readonly people: PgPeople,
  ) {}

  async find(identityIds: readonly IdentityId[]): Promise<readonly KeptPresence[]> {
    const rows = await orAway(this.database.query<PresenceRow[]>(FIND, [[...identityIds]]));
    return rows.map(({ lastActiveAt, ...row }) => ({ ...row, lastActiveAtMs: lastActiveAt?.getTime() }));
  }

  async touch(seen: readonly { readonly identityId: IdentityId; readonly atMs: number }[]): Promise<void> {
    const ids = seen.map(({ identityId }) => identityId);
    await orAway(this.database.query(TOUCH, [ids, seen.map(({ atMs }) => new Date(atMs))]));
  }

  async setVisible(identityId: IdentityId, isVisible: boolean): Promise<void> {
    await orAway(this.database.query(SET_VISIBLE, [identityId, isVisible]));
  }

  met(identityId: IdentityId, others: readonly IdentityId[]): Promise<ReadonlySet<IdentityId>> {
    return this.people.met(identityId, others);
  }

  async peopleOf(
    roomId: RoomId,
    { sinceMs, limit }: { readonly sinceMs: number; readonly limit: number },
  ): Promise<readonly NamedPerson[]> {
    return orAway(this.database.query<NamedPerson[]>(PEOPLE_OF, [roomId, new Date(sinceMs), limit]));
  }
}
