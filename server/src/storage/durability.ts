import type { DataSource } from 'typeorm';
import type { ServerConfig } from '#config';
import type { Log } from '#kernel';

/** The database may lose what it has confirmed. Its message is fit for an operator. */
export class ForgetfulDatabase extends Error {
  override readonly name = 'ForgetfulDatabase';
}

/**
 * The settings by which a database confirms what a loss of power takes back: a message that was shown as sent would be
 * gone. Source: PostgreSQL's documentation, section 19.5.1.
 */
export async function forgetfulSettingsOf(database: DataSource): Promise<string[]> {
  const rows = await database.query<readonly { readonly name: string }[]>(
    "select name from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off'",
  );
  return rows.map(({ name }) => name).toSorted();
}

/** @throws {ForgetfulDatabase} in production, unless the operator says that theirs is safe in another way. */
export async function demandDurable(
  database: DataSource,
  { mode, databaseMayForget }: Pick<ServerConfig, 'mode' | 'databaseMayForget'>,
  log: Log,
): Promise<void> {
  const settings = await forgetfulSettingsOf(database);
  if (settings.length === 0 || databaseMayForget) return;
  if (mode !== 'production') {
    log.warn({ settings }, 'the database may lose what it has confirmed, since these settings of it are off');
    return;
  }
  const named = settings.join(' and ');
  throw new ForgetfulDatabase(
    `The database may lose what it has confirmed: ${named} ${settings.length === 1 ? 'is' : 'are'} off. Set ${settings.length === 1 ? 'it' : 'them'} to on in postgresql.conf, or, where its storage is safe in another way, set DATABASE_MAY_FORGET=yes.`,
  );
}
