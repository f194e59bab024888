import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { connect, DatabaseUnreachable, newDatabase, placeOf } from '../src/storage/database.js';
import { MIGRATIONS } from '../src/storage/migrations/index.js';
import { isBehind, migrate } from '../src/storage/migrator.js';
import { silentLog, systemClock } from '#kernel';
import { openTestDatabase, type TestDatabase } from './support/database.js';
import { testDatabases } from './support/databases.js';

for (const { name, url } of testDatabases()) {
  describe(`migrations ${name}`, () => {
    let opened: TestDatabase;
    beforeAll(async () => {
      opened = await openTestDatabase(url);
    });
    afterAll(() => opened.drop());

    it('make just what the entities describe', async () => {
      const { upQueries } = await opened.database.driver.createSchemaBuilder().log();
      // Indexes and foreign keys stand in the migrations only; TypeORM would drop what it does not know.
      const missing = upQueries.map(({ query }) => query).filter((query) => !/DROP (CONSTRAINT|INDEX)/.test(query));
      expect(missing).toEqual([]);
      expect(await isBehind(opened.database)).toBe(false);
    });

    it('run once, however many nodes start', async () => {
      expect(await migrate(opened.database)).toEqual([]);
    });

    it('can be undone and done again, by two nodes at a time', async () => {
      for (const _ of MIGRATIONS) await opened.database.undoLastMigration();
      expect(await isBehind(opened.database)).toBe(true);
      const ran = await Promise.all([migrate(opened.database), migrate(opened.database)]);
      expect(ran.flat().toSorted()).toEqual(MIGRATIONS.map((one) => one.name).toSorted());
    });
  });
}

describe('a database that cannot be reached', () => {
  const url = 'postgres://parley:hunter2@127.0.0.1:1/parley';

  it('is named in the fault, its password is not', async () => {
    const failed = connect(newDatabase(url), { log: silentLog, clock: systemClock, maxMs: 0 });
    await expect(failed).rejects.toThrow(DatabaseUnreachable);
    await expect(failed).rejects.toThrow(
      'The database at 127.0.0.1:1 does not answer (ECONNREFUSED). Check DATABASE_URL',
    );
    await expect(failed).rejects.not.toThrow('hunter2');
  });

  it('is waited for no longer when waiting cannot help', async () => {
    const failed = connect(newDatabase('postgres://u:p@:none/x'), {
      log: silentLog,
      clock: systemClock,
      maxMs: 600_000,
    });
    await expect(failed).rejects.toThrow(DatabaseUnreachable);
  });

  it('may be a socket in the file system', () => {
    expect(placeOf(newDatabase('postgres://app@/postgres?host=/run/pg'))).toBe('/run/pg');
  });
});
