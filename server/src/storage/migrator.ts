import type { DataSource } from 'typeorm';

/** Any number, as long as it is the same for each server node: whoever holds this lock migrates. */
const MIGRATION_LOCK = 7_275_391;

/** Brings the schema up to date and returns the names of what was run. Nodes that start together take turns. */
export async function migrate(database: DataSource): Promise<readonly string[]> {
  const guard = database.createQueryRunner();
  try {
    await guard.query('SET statement_timeout = 0');
    await guard.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const ran = await database.runMigrations();
    return ran.map(({ name }) => name);
  } finally {
    await guard.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await guard.query('RESET statement_timeout');
    await guard.release();
  }
}

/** True while the schema is older than this code. */
export async function isBehind(database: DataSource): Promise<boolean> {
  return database.showMigrations();
}
