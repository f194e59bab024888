import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AccountChange, AccountId, AvatarId } from '#contracts';
import type { Account, AccountRecords, ExternalIdentity, Registration, Reset } from '../identity/account-records.js';
import { returned } from './returned.js';

const ACCOUNT = `accounts.account_id AS "accountId", email, name, language, avatar_id AS "avatarId",
  password_hash AS "passwordHash", created_at AS "createdAt"`;

/** One statement, so that an account never stands without the identity that it was made for. */
const CREATE = `
  WITH created AS (
    INSERT INTO accounts (account_id, email, name, language, password_hash, created_at)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (email) DO NOTHING RETURNING account_id
  ), known AS (
    INSERT INTO external_identities (issuer, subject, account_id)
    SELECT $7, $8, account_id FROM created WHERE $7::text IS NOT NULL
  )
  SELECT account_id FROM created`;

const SET_PASSWORD = `
  WITH changed AS (UPDATE accounts SET password_hash = $2 WHERE account_id = $1 RETURNING account_id),
  signed_out AS (DELETE FROM sessions WHERE account_id IN (SELECT account_id FROM changed))
  DELETE FROM password_resets WHERE account_id IN (SELECT account_id FROM changed)`;

const SET_AVATAR = `
  WITH before AS (SELECT account_id, avatar_id FROM accounts WHERE account_id = $1 FOR UPDATE)
  UPDATE accounts SET avatar_id = $2 FROM before WHERE accounts.account_id = before.account_id
  RETURNING before.avatar_id AS "avatarId"`;

const TAKE_REGISTRATION = `
  WITH taken AS (DELETE FROM registrations WHERE token_hash = $1 AND expires_at > $2 RETURNING *),
  void AS (DELETE FROM registrations WHERE email IN (SELECT email FROM taken) AND token_hash <> $1)
  SELECT token_hash AS "tokenHash", email, name, language, password_hash AS "passwordHash", expires_at AS "expiresAt"
  FROM taken`;

interface AccountRow {
  readonly accountId: AccountId;
  readonly email: string;
  readonly name: string;
  readonly language: string | null;
  readonly avatarId: AvatarId | null;
  readonly passwordHash: string | null;
  readonly createdAt: Date;
}

@Injectable()
export class PgAccountRecords implements AccountRecords {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  find(accountId: AccountId): Promise<Account | undefined> {
    return this.#one('account_id = $1', [accountId]);
  }

  findByEmail(email: string): Promise<Account | undefined> {
    return this.#one('email = $1', [email]);
  }

  findByExternal({ issuer, subject }: ExternalIdentity): Promise<Account | undefined> {
    return this.#one('account_id = (SELECT account_id FROM external_identities WHERE issuer = $1 AND subject = $2)', [
      issuer,
      subject,
    ]);
  }

  async create(account: Account, identity?: ExternalIdentity): Promise<boolean> {
    const { accountId, email, name, language, passwordHash, createdAtMs } = account;
    const values = [accountId, email, name, language ?? null, passwordHash ?? null, new Date(createdAtMs)];
    const rows = returned(
      await this.database.query(CREATE, [...values, identity?.issuer ?? null, identity?.subject ?? null]),
    );
    return rows.length > 0;
  }

  async attach(accountId: AccountId, { issuer, subject }: ExternalIdentity): Promise<void> {
    await this.database.query(
      'INSERT INTO external_identities (issuer, subject, account_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [issuer, subject, accountId],
    );
  }

  async change(accountId: AccountId, { name, language }: AccountChange): Promise<void> {
    await this.database.query(
      'UPDATE accounts SET name = coalesce($2, name), language = coalesce($3, language) WHERE account_id = $1',
      [accountId, name ?? null, language ?? null],
    );
  }

  async setAvatar(accountId: AccountId, avatarId: AvatarId | undefined): Promise<AvatarId | undefined> {
    const [row] = returned(await this.database.query(SET_AVATAR, [accountId, avatarId ?? null])) as {
      readonly avatarId: AvatarId | null;
    }[];
    return row?.avatarId ?? undefined;
  }

  async setPassword(accountId: AccountId, passwordHash: string): Promise<void> {
    await this.database.query(SET_PASSWORD, [accountId, passwordHash]);
  }

  async keepRegistration(registration: Registration, nowMs: number): Promise<void> {
    const { tokenHash, email, name, language, passwordHash, expiresAtMs } = registration;
    await this.database.query('DELETE FROM registrations WHERE expires_at <= $1', [new Date(nowMs)]);
    await this.database.query(
      `INSERT INTO registrations (token_hash, email, name, language, password_hash, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [tokenHash, email, name, language ?? null, passwordHash, new Date(expiresAtMs)],
    );
  }

  async takeRegistration(tokenHash: string, nowMs: number): Promise<Registration | undefined> {
    const [row] = returned(await this.database.query(TAKE_REGISTRATION, [tokenHash, new Date(nowMs)])) as (Omit<
      Registration,
      'expiresAtMs' | 'language'
    > & { readonly expiresAt: Date; readonly language: string | null })[];
    if (row === undefined) return undefined;
    const { expiresAt, language, ...kept } = row;
    return { ...kept, language: language ?? undefined, expiresAtMs: expiresAt.getTime() };
  }

  async keepReset({ tokenHash, accountId, expiresAtMs }: Reset, nowMs: number): Promise<void> {
    await this.database.query('DELETE FROM password_resets WHERE expires_at <= $1', [new Date(nowMs)]);
    await this.database.query('INSERT INTO password_resets (token_hash, account_id, expires_at) VALUES ($1, $2, $3)', [
      tokenHash,
      accountId,
      new Date(expiresAtMs),
    ]);
  }

  async takeReset(tokenHash: string, nowMs: number): Promise<AccountId | undefined> {
    const [row] = returned(
      await this.database.query(
        'DELETE FROM password_resets WHERE token_hash = $1 AND expires_at > $2 RETURNING account_id AS "accountId"',
        [tokenHash, new Date(nowMs)],
      ),
    ) as { readonly accountId: AccountId }[];
    return row?.accountId;
  }

  async #one(condition: string, values: readonly unknown[]): Promise<Account | undefined> {
    const [row] = returned(
      await this.database.query(`SELECT ${ACCOUNT} FROM accounts WHERE ${condition}`, [...values]),
    ) as AccountRow[];
    if (row === undefined) return undefined;
    const { createdAt, language, avatarId, passwordHash, ...same } = row;
    return {
      ...same,
      language: language ?? undefined,
      avatarId: avatarId ?? undefined,
      passwordHash: passwordHash ?? undefined,
      createdAtMs: createdAt.getTime(),
    };
  }
}
