import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Accounts1763700200000 implements MigrationInterface {
  readonly name = 'Accounts1763700200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE accounts (
        account_id uuid PRIMARY KEY,
        email text NOT NULL UNIQUE,
        name text NOT NULL,
        language text,
        avatar_id uuid,
        password_hash text,
        created_at timestamptz(3) NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE external_identities (
        issuer text NOT NULL,
        subject text NOT NULL,
        account_id uuid NOT NULL REFERENCES accounts (account_id) ON DELETE CASCADE,
        PRIMARY KEY (issuer, subject)
      )`);
    await runner.query(`
      CREATE TABLE registrations (
        token_hash text PRIMARY KEY,
        email text NOT NULL,
        name text NOT NULL,
        language text,
        password_hash text NOT NULL,
        expires_at timestamptz(3) NOT NULL
      )`);
    await runner.query('CREATE INDEX registrations_email ON registrations (email)');
    await runner.query('CREATE INDEX registrations_expiry ON registrations (expires_at)');
    await runner.query(`
      CREATE TABLE password_resets (
        token_hash text PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts (account_id) ON DELETE CASCADE,
        expires_at timestamptz(3) NOT NULL
      )`);
    await runner.query('CREATE INDEX password_resets_account ON password_resets (account_id)');
    await runner.query('CREATE INDEX password_resets_expiry ON password_resets (expires_at)');
    await runner.query(`
      CREATE TABLE sessions (
        session_id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts (account_id) ON DELETE CASCADE,
        device text NOT NULL,
        created_at timestamptz(3) NOT NULL,
        last_used_at timestamptz(3) NOT NULL,
        generation integer NOT NULL,
        exchanged_at timestamptz(3)
      )`);
    await runner.query('CREATE INDEX sessions_account ON sessions (account_id, last_used_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['sessions', 'password_resets', 'registrations', 'external_identities', 'accounts']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}
