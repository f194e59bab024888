import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AccountId, AvatarId, SessionId } from '#contracts';
import type { Exchange, Session, SessionRecords } from '../identity/session-records.js';
import type { SignedIn } from '../wire/rest/bearer.js';
import { returned } from './returned.js';

const BEGIN = `
  WITH begun AS (
    INSERT INTO sessions (session_id, account_id, device, created_at, last_used_at, generation)
    VALUES ($1, $2, $3, $4, $5, 0)
  )
  DELETE FROM sessions WHERE session_id IN (
    SELECT session_id FROM sessions WHERE account_id = $2 ORDER BY last_used_at DESC OFFSET $6 - 1
  ) RETURNING session_id AS "sessionId"`;

/** `$1` session, `$2` generation, `$3` now, `$4` exchanged after, `$5` used after. */
const EXCHANGE = `
  UPDATE sessions SET
    last_used_at = $3,
    generation = CASE WHEN generation = $2 THEN generation + 1 ELSE generation END,
    exchanged_at = CASE WHEN generation = $2 THEN $3 ELSE exchanged_at END
  WHERE session_id = $1 AND last_used_at > $5
    AND (generation = $2 OR (generation = $2 + 1 AND exchanged_at > $4))
  RETURNING account_id AS "accountId", generation`;

interface ExchangedRow {
  readonly accountId: AccountId;
  readonly generation: number;
}

interface SessionRow {
  readonly sessionId: SessionId;
  readonly device: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
}

@Injectable()
export class PgSessionRecords implements SessionRecords {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async begin({ sessionId, accountId, device, createdAtMs, lastUsedAtMs }: Session, maxCount: number) {
    const values = [sessionId, accountId, device, new Date(createdAtMs), new Date(lastUsedAtMs), maxCount];
    const ended = returned(await this.database.query(BEGIN, values)) as Pick<SessionRow, 'sessionId'>[];
    return ended.map((one) => one.sessionId);
  }

  async find({ accountId, sessionId }: SignedIn) {
    const statement = `SELECT avatar_id AS "avatarId" FROM sessions JOIN accounts USING (account_id)
      WHERE session_id = $1 AND account_id = $2`;
    const [row] = returned(await this.database.query(statement, [sessionId, accountId])) as {
      readonly avatarId: AvatarId | null;
    }[];
    return row === undefined ? undefined : { avatarId: row.avatarId ?? undefined };
  }

  async exchange({
    sessionId,
    generation,
    atMs,
    graceMs,
    unusedMs,
  }: Parameters<SessionRecords['exchange']>[0]): Promise<Exchange> {
    const values = [sessionId, generation, new Date(atMs), new Date(atMs - graceMs), new Date(atMs - unusedMs)];
    const [row] = returned(await this.database.query(EXCHANGE, values)) as ExchangedRow[];
    if (row !== undefined) return { kind: 'exchanged', ...row };
    // Its seal was right and yet it does not count: it was exchanged long ago, or its session is over.
    const [ended] = returned(
      await this.database.query('DELETE FROM sessions WHERE session_id = $1 RETURNING account_id AS "accountId"', [
        sessionId,
      ]),
    ) as { readonly accountId: AccountId }[];
    return ended === undefined ? { kind: 'none' } : { kind: 'reused', accountId: ended.accountId };
  }

  async list(accountId: AccountId, usedAfterMs: number): Promise<readonly Session[]> {
    const rows = returned(
      await this.database.query(
        `SELECT session_id AS "sessionId", device, created_at AS "createdAt", last_used_at AS "lastUsedAt"
         FROM sessions WHERE account_id = $1 AND last_used_at > $2 ORDER BY last_used_at DESC, session_id`,
        [accountId, new Date(usedAfterMs)],
      ),
    ) as SessionRow[];
    return rows.map(({ createdAt, lastUsedAt, ...same }) => ({
      ...same,
      accountId,
      createdAtMs: createdAt.getTime(),
      lastUsedAtMs: lastUsedAt.getTime(),
    }));
  }

  async end({ accountId, sessionId }: SignedIn): Promise<boolean> {
    const statement = 'DELETE FROM sessions WHERE session_id = $1 AND account_id = $2 RETURNING session_id';
    return returned(await this.database.query(statement, [sessionId, accountId])).length > 0;
  }

  async endAll(accountId: AccountId): Promise<void> {
    await this.database.query('DELETE FROM sessions WHERE account_id = $1', [accountId]);
  }
}
