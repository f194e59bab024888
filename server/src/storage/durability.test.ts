import { afterEach, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { silentLog } from '#kernel';
import { newDatabase } from './database.js';
import { demandDurable, ForgetfulDatabase, forgetfulSettingsOf } from './durability.js';

let database: DataSource | undefined;

afterEach(async () => database?.destroy());

/** The server of the tests, with settings of its own for these connections. */
async function databaseWith(options: string): Promise<DataSource> {
  const url = process.env['TEST_DATABASE_URL'] ?? '';
  database = await newDatabase(
    `${url}${url.includes('?') ? '&' : '?'}options=${encodeURIComponent(options)}`,
  ).initialize();
  return database;
}

it('knows what is off', async () => {
  const settings = await forgetfulSettingsOf(await databaseWith('-c synchronous_commit=off'));
  expect(settings).toContain('synchronous_commit');
});

it('refuses such a database in production, names the setting, and takes the operator’s word', async () => {
  const forgetful = await databaseWith('-c synchronous_commit=off');
  const judged = demandDurable(forgetful, { mode: 'production', databaseMayForget: false }, silentLog);
  await expect(judged).rejects.toThrow(ForgetfulDatabase);
  await expect(judged).rejects.toThrow('synchronous_commit');
  await demandDurable(forgetful, { mode: 'production', databaseMayForget: true }, silentLog);
});

it('warns of it elsewhere', async () => {
  const told: unknown[] = [];
  const log = { ...silentLog, warn: (about: unknown) => void told.push(about) };
  await demandDurable(
    await databaseWith('-c synchronous_commit=off'),
    { mode: 'local', databaseMayForget: false },
    log,
  );
  expect(told).toEqual([{ settings: expect.arrayContaining(['synchronous_commit']) }]);
});
