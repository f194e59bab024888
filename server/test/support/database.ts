import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { newDatabase } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrator.js';

/** A migrated database of one test file's own: a schema of its own, in a server that all share. */
export interface TestDatabase {
  readonly database: DataSource;
  drop(): Promise<void>;
}

/** @throws when TEST_DATABASE_URL is not set; `npm test` sets it. */
export function testDatabaseUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (url === undefined) throw new Error('TEST_DATABASE_URL is not set; run the tests with `npm test`.');
  return url;
}

export async function openTestDatabase(url = testDatabaseUrl()): Promise<TestDatabase> {
  const schema = `test_${randomBytes(8).toString('hex')}`;
  await inServer(url, `CREATE SCHEMA ${schema}`);
  // No limit of ours, here and beside it: a machine that stood still for a moment must not end the queries of a test.
  const database = await newDatabase(url, { schema, queryMaxMs: 0 }).initialize();
  await migrate(database);
  return {
    database,
    async drop() {
      if (database.isInitialized) await database.destroy();
      await inServer(url, `DROP SCHEMA ${schema} CASCADE`);
    },
  };
}

async function inServer(url: string, statement: string): Promise<void> {
  const server = await new DataSource({ type: 'postgres', url, installExtensions: false }).initialize();
  await server.query(statement);
  await server.destroy();
}
