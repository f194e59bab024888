import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Client } from 'pg';

import { startDatabase } from './database.ts';
import { readPostmaster } from './postmaster.ts';

let dataDir: string;
const log = (): void => {};

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'parley-db-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows as unknown[];
}

it('keeps what was written, in a private folder, and leaves no server behind', async () => {
  const first = await startDatabase({ dataDir, log });
  await query(first.url, 'create table note (text text)');
  await query(first.url, `insert into note values ('kept')`);
  const cluster = join(dataDir, 'pg', 'cluster');
  expect(statSync(cluster).mode & 0o077).toBe(0);
  await first.stop();
  expect(readPostmaster(cluster)).toBeUndefined();

  const second = await startDatabase({ dataDir, log });
  expect(await query(second.url, 'select text from note')).toEqual([{ text: 'kept' }]);
  await second.stop();
});

it('protects data as PostgreSQL does by itself', async () => {
  const database = await startDatabase({ dataDir, log });
  const rows = await query(
    database.url,
    `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'listen_addresses') order by name`,
  );
  await database.stop();
  expect(rows).toEqual([
    { name: 'data_checksums', setting: 'on' },
    { name: 'fsync', setting: 'on' },
    { name: 'full_page_writes', setting: 'on' },
    { name: 'listen_addresses', setting: '' },
    { name: 'synchronous_commit', setting: 'on' },
  ]);
});

it('comes back at the same address after it was killed', async () => {
  const database = await startDatabase({ dataDir, log });
  const { pid } = readPostmaster(join(dataDir, 'pg', 'cluster'))!;
  process.kill(pid, 'SIGKILL');
  while (database.isRunning()) await new Promise((resolve) => setImmediate(resolve));
  await database.restart();
  expect(await query(database.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await database.stop();
});

it('is used on when it runs already, as after a crash of what started it', async () => {
  const first = await startDatabase({ dataDir, log });
  const second = await startDatabase({ dataDir, log });
  expect(second.url).toBe(first.url);
  await second.stop();
  expect(first.isRunning()).toBe(false);
  await first.stop();
});

it('begins anew where a first start was interrupted', async () => {
  const database = await startDatabase({ dataDir, log });
  await database.stop();
  rmSync(join(dataDir, 'pg', 'cluster'), { recursive: true });
  writeFileSync(join(dataDir, 'pg', 'cluster.new'), 'half');
  const again = await startDatabase({ dataDir, log });
  expect(again.isRunning()).toBe(true);
  await again.stop();
});

it('starts where nobody else may enter, too, as with a umask that keeps everything to oneself', async () => {
  const umask = process.umask(0o077);
  try {
    const database = await startDatabase({ dataDir: join(mkdtempSync(join(dataDir, 'own-')), 'data'), log });
    const [row] = (await query(database.url, 'show data_directory')) as { data_directory: string }[];
    await database.stop();
    rmSync(dirname(row!.data_directory), { recursive: true });
  } finally {
    process.umask(umask);
  }
});
