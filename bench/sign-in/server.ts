/* The server as it is, on a database of its own, with accounts to sign in to; tells how late its event loop is. Started by run.ts. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { silentLog, systemClock } from '#kernel';
import { built, script } from '../built.js';
import { ACCOUNT_COUNT, PASSWORD } from './load.js';

/** How late timers came, beyond what they asked for. */
export interface Lag {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface Database {
  query<R>(statement: string, values?: readonly unknown[]): Promise<R>;
  initialize(): Promise<Database>;
}

interface App {
  listen(port: number, address: string): Promise<unknown>;
  getHttpServer(): { address(): AddressInfo };
  close(): Promise<void>;
}

const RESOLUTION_MS = 5;
const NS_PER_MS = 1e6;
/** What is measured is the work, not the refusals. */
const MANY = { maxCount: 1_000_000, windowMs: 60_000 };

const { loadServerConfig } = await built<{ loadServerConfig: (environment: object) => object }>(
  '../../config/src/index.js',
);
const { newDatabase } = await built<{ newDatabase: (url: string) => Database }>('storage/database.js');
const { migrate } = await built<{ migrate: (database: Database) => Promise<unknown> }>('storage/migrator.js');
const { createApp } = await built<{ createApp: (parts: object) => Promise<App> }>('create-app.js');
const { DEFAULT_LIMITS } = await built<{ DEFAULT_LIMITS: object }>('wire/limits.js');
const { Passwords } = await built<{ Passwords: new () => { hash(password: string): Promise<string> } }>(
  'identity/passwords.js',
);
const { startDatabase } = await script<{
  readonly startDatabase: (of: object) => Promise<{ readonly url: string; stop(): Promise<void> }>;
}>('database.ts');

const folder = mkdtempSync(join(tmpdir(), 'parley-bench-sign-in-'));
const postgres = await startDatabase({ dataDir: folder, log: () => undefined });
const database = await newDatabase(postgres.url).initialize();
await migrate(database);
const hash = await new Passwords().hash(PASSWORD);
for (let index = 0; index < ACCOUNT_COUNT; index += 1) {
  await database.query(
    `INSERT INTO accounts (account_id, email, name, password_hash, created_at) VALUES ($1, $2, 'Ada', $3, now())`,
    [randomUUID(), `person-${index}@example.org`, hash],
  );
}
const config = loadServerConfig({
  DATABASE_URL: postgres.url,
  SESSION_SECRET: randomUUID() + randomUUID(),
  MEDIA_CONTROL_SECRET: randomUUID() + randomUUID(),
});
const limits = { ...DEFAULT_LIMITS, addressSignIns: MANY, emailSignIns: MANY };
const app = await createApp({ config, limits, database, log: silentLog, clock: systemClock, clientDir: folder });
await app.listen(0, '127.0.0.1');

const lag = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
lag.enable();
const lateMs = (percent: number) => Math.max(0, lag.percentile(percent) / NS_PER_MS - RESOLUTION_MS);
process.on('message', (order) => {
  if (order === 'begin') lag.reset();
  if (order === 'end') process.send?.({ p50Ms: lateMs(50), p99Ms: lateMs(99) } satisfies Lag);
  if (order === 'stop') void stop();
});
process.send?.({ url: `http://127.0.0.1:${app.getHttpServer().address().port}` });

async function stop(): Promise<void> {
  await app.close();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}
