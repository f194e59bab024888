import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { Client } from 'pg';

/** Redis has sixteen databases; the first is for the tests of the server, and each file that runs at the same time has one. */
const REDIS_DATABASES_COUNT = 16;

/** Where a server keeps what must survive: in the database that it brings along, or in Postgres and Redis beside it. */
export const STORES = ['embedded', 'servers'] as const;
export type Stores = (typeof STORES)[number];

/** `E2E_STORES` is for all journeys of a run; see `npm run test:faults`. */
export function storesOf(environment: NodeJS.ProcessEnv, otherwise: Stores = 'embedded'): Stores {
  const asked = environment['E2E_STORES'] ?? otherwise;
  const stores = STORES.find((one) => one === asked);
  if (stores === undefined) throw new Error(`E2E_STORES must be one of ${STORES.join(', ')}.`);
  return stores;
}

export interface OpenStores {
  readonly settings: Readonly<Record<string, string>>;
  /** After everything that uses them. */
  close(): Promise<void>;
}

/** New and empty. */
export async function openStores(stores: Stores): Promise<OpenStores> {
  if (stores === 'embedded') return { settings: { DATABASE_URL: '', REDIS_URL: '' }, close: () => Promise.resolve() };
  const redisUrl = await emptyRedis();
  const database = await newDatabase();
  return {
    settings: { DATABASE_URL: database.url, REDIS_URL: redisUrl },
    close: () => database.drop(),
  };
}

async function emptyRedis(): Promise<string> {
  const server = process.env['TEST_REDIS_URL'];
  if (server === undefined) throw new Error('TEST_REDIS_URL is not set; run the journeys with `npm test`.');
  const worker = Number(process.env['JEST_WORKER_ID'] ?? 1);
  const url = `${server}/${1 + (worker % (REDIS_DATABASES_COUNT - 1))}`;
  const redis = new Redis(url, { lazyConnect: true });
  await redis.connect();
  await redis.flushdb();
  redis.disconnect();
  return url;
}

/** A database of one's own in the Postgres of the system's packages, or where there is none, in the one that the tests started. */
async function newDatabase(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const server = process.env['TEST_SYSTEM_DATABASE_URL'] ?? process.env['TEST_DATABASE_URL'];
  if (server === undefined) throw new Error('TEST_DATABASE_URL is not set; run the journeys with `npm test`.');
  const name = `e2e_${randomBytes(8).toString('hex')}`;
  await inServer(server, `CREATE DATABASE ${name}`);
  return {
    url: server.replace(/^(\w+:\/\/[^/]*\/)[^?]*/, `$1${name}`),
    drop: () => inServer(server, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function inServer(connectionString: string, statement: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
