import { testDatabaseUrl } from './database.js';

/** Every database that the records must behave alike on: the one that is brought along and, where set, the system's. */
export function testDatabases(): readonly { readonly name: string; readonly url: string }[] {
  const system = process.env['TEST_SYSTEM_DATABASE_URL'];
  return [
    { name: 'on the bundled database', url: testDatabaseUrl() },
    ...(system === undefined ? [] : [{ name: 'on the system’s database', url: system }]),
  ];
}
