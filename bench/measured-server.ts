/* The server as it is, on a database of its own; tells how late its event loop is. Started by measured.ts. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { silentLog, systemClock } from '#kernel';
import { built, script } from './built.js';
import { PASSWORD, type Lag, type MeasuredOptions } from './measured.js';

interface Database {
  query<R>(statement: string, values?: readonly unknown[]): Promise<R>;
  initialize(): Promise<Database>;
}

interface App {
  listen(port: number, address: string): Promise<unknown>;
  getHttpServer(): { address(): AddressInfo; keepAliveTimeout: number };
  close(): Promise<void>;
}

const RESOLUTION_MS = 5;
const NS_PER_MS = 1e6;
const MANY = { maxCount: 1_000_000, windowMs: 60_000 };

const options = JSON.parse(process.argv[2] ?? '{}') as MeasuredOptions;
const { environment = {}, unlimited = [], accountCount = 0 } = options;

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

const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
const postgres = await startDatabase({ dataDir: folder, log: () => undefined });
const database = await newDatabase(postgres.url).initialize();
await migrate(database);
const hash = accountCount === 0 ? undefined : await new Passwords().hash(PASSWORD);
for (let index = 0; index < accountCount; index += 1) {
  await database.query(
    `INSERT INTO accounts (account_id, email, name, password_hash, created_at) VALUES ($1, $2, 'Ada', $3, now())`,
    [randomUUID(), `person-${index}@example.org`, hash],
  );
}
const config = loadServerConfig({
  DATABASE_URL: postgres.url,
  SESSION_SECRET: randomUUID() + randomUUID(),
  MEDIA_CONTROL_SECRET: randomUUID() + randomUUID(),
  ...environment,
});
const limits = { ...DEFAULT_LIMITS, ...Object.fromEntries(unlimited.map((name) => [name, MANY])) };
const app = await createApp({ config, limits, database, log: silentLog, clock: systemClock, clientDir: folder });
await app.listen(0, '127.0.0.1');
// Whoever asks may wait for a core longer than the server keeps an idle connection, and would find it reset.
app.getHttpServer().keepAliveTimeout = 120_000;

const lag = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
lag.enable();
const lateMs = (ns: number) => Math.max(0, ns / NS_PER_MS - RESOLUTION_MS);
process.on('message', (order) => {
  if (order === 'begin') lag.reset();
  if (order === 'end') process.send?.(late());
  if (order === 'stop') void stop();
});
// Whoever started us is gone, and nobody else would end the database.
process.once('disconnect', () => void stop());
process.send?.({ url: `http://127.0.0.1:${app.getHttpServer().address().port}` });

function late(): Lag {
  const [p50Ms, p99Ms] = [lateMs(lag.percentile(50)), lateMs(lag.percentile(99))];
  return { p50Ms, p99Ms, maxMs: lateMs(lag.max) };
}

async function stop(): Promise<void> {
  await app.close();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}
