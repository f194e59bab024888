import { ConfigurationError, loadServerConfig } from '#config';
import { systemClock } from '#kernel';
import 'reflect-metadata';
import { openLog } from './core/log.js';
import { connect, DATABASE_WAIT_MAX_MS, DatabaseUnreachable, newDatabase, placeOf } from './storage/database.js';
import { migrate } from './storage/migrator.js';

/* Brings the database up to date. Exits with 0 when it is, with 1 when it could not be. */
try {
  const config = loadServerConfig(process.env);
  const log = openLog(config.logLevel);
  // A step may take as long as it needs, and so may waiting for another node that takes it.
  const database = await connect(newDatabase(config.databaseUrl, { queryMaxMs: 0 }), {
    log,
    clock: systemClock,
    maxMs: DATABASE_WAIT_MAX_MS,
  });
  try {
    const ran = await migrate(database);
    const what = ran.length === 0 ? 'was up to date already' : `is up to date now; ran ${ran.join(', ')}`;
    process.stdout.write(`The database at ${placeOf(database)} ${what}.\n`);
  } finally {
    await database.destroy();
  }
} catch (fault) {
  if (!(fault instanceof ConfigurationError) && !(fault instanceof DatabaseUnreachable)) throw fault;
  process.stderr.write(`${fault.message}\n`);
  process.exitCode = 1;
}
