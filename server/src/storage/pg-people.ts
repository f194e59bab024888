import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { IdentityId, KnownPerson } from '#contracts';
import type { ChatPeople } from '../chat/people.js';
import { orAway } from './away.js';

/** By their accounts; guests as they called themselves when they last sat in a meeting. */
const NAMES = `
  SELECT w.identity_id AS "identityId", coalesce(a.name, s.name) AS name FROM unnest($1::uuid[]) AS w(identity_id)
  LEFT JOIN accounts a ON a.account_id = w.identity_id
  LEFT JOIN LATERAL (
    SELECT name FROM seats WHERE seats.identity_id = w.identity_id ORDER BY joined_at DESC LIMIT 1
  ) s ON true
  WHERE coalesce(a.name, s.name) IS NOT NULL`;

/** Those who sat in one meeting with somebody, whether at the same moment or not. */
const MET = `
  SELECT w.identity_id AS "identityId" FROM unnest($2::uuid[]) AS w(identity_id)
  WHERE EXISTS (
    SELECT FROM seats mine JOIN seats theirs USING (meeting_id)
    WHERE mine.identity_id = $1 AND theirs.identity_id = w.identity_id
  )`;

const FIND = `
  SELECT a.account_id AS "identityId", a.name FROM (
    SELECT theirs.identity_id, max(theirs.joined_at) AS met_at
    FROM seats mine JOIN seats theirs USING (meeting_id)
    WHERE mine.identity_id = $1 AND theirs.identity_id <> $1 GROUP BY theirs.identity_id
  ) met JOIN accounts a ON a.account_id = met.identity_id
  WHERE strpos(lower(a.name), lower($2)) > 0 ORDER BY met.met_at DESC LIMIT $3`;

@Injectable()
export class PgPeople implements ChatPeople {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async names(identityIds: readonly IdentityId[]): Promise<ReadonlyMap<IdentityId, string>> {
    const rows = await orAway(
      this.database.query<{ identityId: IdentityId; name: string }[]>(NAMES, [[...identityIds]]),
    );
    return new Map(rows.map(({ identityId, name }) => [identityId, name]));
  }

  async met(identityId: IdentityId, others: readonly IdentityId[]): Promise<ReadonlySet<IdentityId>> {
    const rows = await orAway(this.database.query<{ identityId: IdentityId }[]>(MET, [identityId, [...others]]));
    return new Set(rows.map((row) => row.identityId));
  }

  async find(
    identityId: IdentityId,
    { search, limit }: { readonly search: string; readonly limit: number },
  ): Promise<readonly KnownPerson[]> {
    return orAway(this.database.query<KnownPerson[]>(FIND, [identityId, search, limit]));
  }
}
