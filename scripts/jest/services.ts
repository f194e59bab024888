// The servers that tests talk to. All of them are new and empty, and gone afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startDatabase } from '../database.ts';
import { systemBinaries } from '../postgres-binaries.ts';
import { keepUntilDeath } from '../processes.ts';
import { findRedis, startRedis } from '../redis.ts';
import { resolveWorker } from '../worker/index.ts';

export interface TestServices {
  /** For the environment of the tests. */
  readonly env: Readonly<Record<string, string>>;
  stop: () => Promise<void>;
}

interface Service {
  readonly env: Readonly<Record<string, string>>;
  stop: () => Promise<void>;
}

/** What the environment names already (a database of the developer's own) is not started. */
export async function startTestServices(): Promise<TestServices> {
  const settled = await Promise.allSettled([
    workerService(),
    databaseService('TEST_DATABASE_URL', 'embedded'),
    systemDatabaseService(),
    redisService(),
  ]);
  const services = settled.flatMap((one) => (one.status === 'fulfilled' && one.value !== undefined ? [one.value] : []));
  const stop = async (): Promise<void> => void (await Promise.all(services.map((service) => service.stop())));
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  return { env: Object.assign({}, ...services.map((service) => service.env)) as Record<string, string>, stop };
}

/** A database of one's own, in a folder for temporary files. */
export async function databaseService(variable: string, programs: 'embedded' | 'system'): Promise<Service | undefined> {
  if (process.env[variable]) return undefined;
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-test-db-'));
  // When the tests are killed outright, the server is stopped by its own keeper, and its data goes after it.
  const keeper = keepUntilDeath(['/bin/sh', '-c', 'sleep 5; rm -rf "$1"', 'sh', dataDir]);
  const removeData = (): void => {
    rmSync(dataDir, { recursive: true, force: true });
    keeper.dismiss();
  };
  try {
    const database = await startDatabase({ dataDir, programs, log: () => {} });
    const stop = async (): Promise<void> => {
      await database.stop();
      removeData();
    };
    return { env: { [variable]: database.url }, stop };
  } catch (error) {
    removeData();
    throw error;
  }
}

/** The PostgreSQL of the system's packages is usually an older one, and tests run on both. */
async function systemDatabaseService(): Promise<Service | undefined> {
  return systemBinaries() === undefined ? undefined : databaseService('TEST_SYSTEM_DATABASE_URL', 'system');
}

async function redisService(): Promise<Service | undefined> {
  if (process.env['TEST_REDIS_URL'] || (await findRedis()) === undefined) return undefined;
  const redis = await startRedis();
  return { env: { TEST_REDIS_URL: redis.url }, stop: redis.stop };
}

async function workerService(): Promise<Service> {
  const worker = await resolveWorker({ log: (line) => console.error(line) });
  return { env: { MEDIASOUP_WORKER_BIN: worker.path }, stop: () => Promise.resolve() };
}
