import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { asRefusal } from '../core/absence.js';
import { newDatabase } from './database.js';

/** As when the server goes down: the connection that asks is ended. */
const END_CONNECTION = 'select pg_terminate_backend(pg_backend_pid())';

let database: DataSource;

beforeAll(async () => {
  database = await newDatabase(process.env['TEST_DATABASE_URL'] ?? '').initialize();
});
afterAll(() => database.destroy());

function faultOf(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => undefined,
    (fault: unknown) => fault,
  );
}

it('lets the doors say that the database was away, however it was asked', async () => {
  const plain = await faultOf(database.query(END_CONNECTION));
  expect(asRefusal(plain)).toMatchObject({ code: 'unavailable' });
  const within = await faultOf(database.transaction((manager) => manager.query(END_CONNECTION)));
  expect(asRefusal(within)).toMatchObject({ code: 'unavailable' });
  expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
});

it('does not take a fault of ours for that', async () => {
  const fault = await faultOf(database.query('select from where'));
  expect(fault).toBeInstanceOf(Error);
  expect(asRefusal(fault)).toBe(fault);
});

it('does not wait for ever for an answer, and goes on over other connections', async () => {
  const hasty = await newDatabase(process.env['TEST_DATABASE_URL'] ?? '', { queryMaxMs: 500 }).initialize();
  try {
    // As many as the pool holds: none of them may be handed on while it still waits.
    const faults = await Promise.all(Array.from({ length: 10 }, () => faultOf(hasty.query('select pg_sleep(5)'))));
    expect(faults.map(asRefusal)).toEqual(Array(10).fill(expect.objectContaining({ code: 'unavailable' })));
    expect(await hasty.query('select 1 as one')).toEqual([{ one: 1 }]);
  } finally {
    await hasty.destroy();
  }
});
