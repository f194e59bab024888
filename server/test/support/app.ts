import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { DataSource } from 'typeorm';
import { loadServerConfig } from '#config';
import { GuestIssued } from '#contracts';
import { systemClock, type Log, type LogFields } from '#kernel';
import 'reflect-metadata';
import { createApp } from '../../src/create-app.js';
import type { WireLimits } from '../../src/wire/limits.js';
import { openTestDatabase, testDatabaseUrl } from './database.js';

export const PUBLIC_URL = 'http://meet.example.org';

export interface TestApp {
  readonly app: NestExpressApplication;
  readonly url: string;
  readonly database: DataSource;
  /** Everything that was logged, for looking for what must not be there. */
  readonly logged: readonly string[];
  guest(): Promise<GuestIssued>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly limits?: WireLimits;
}

/** The whole server on a free port, with a database of its own. */
export async function startTestApp({ environment = {}, limits }: TestAppOptions = {}): Promise<TestApp> {
  const testDatabase = await openTestDatabase();
  const config = loadServerConfig({
    PUBLIC_URL,
    DATABASE_URL: testDatabaseUrl(),
    SESSION_SECRET: 's'.repeat(48),
    MEDIA_CONTROL_SECRET: 'm'.repeat(48),
    ...environment,
  });
  const logged: string[] = [];
  const clientDir = await builtClient();
  const parts = { config, log: recordingLog(logged), clock: systemClock, database: testDatabase.database, clientDir };
  const discard = () => Promise.all([testDatabase.drop(), rm(clientDir, { recursive: true })]);
  const app = await createApp(limits === undefined ? parts : { ...parts, limits }).catch(async (fault: unknown) => {
    await discard();
    throw fault;
  });
  await app.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  return {
    app,
    url,
    database: testDatabase.database,
    logged,
    async guest() {
      const answer = await fetch(`${url}/api/v1/guests`, { method: 'POST' });
      return GuestIssued.parse(await answer.json());
    },
    async close() {
      await app.close();
      await discard();
    },
  };
}

/** A folder such as the build of the client leaves. */
async function builtClient(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-client-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Parley</title><div id="app"></div>');
  await writeFile(join(folder, 'assets', 'main-1a2b3c4d.js'), 'export const answer = 42;');
  return folder;
}

export function recordingLog(lines: string[]): Log {
  const write = (fields: LogFields, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`);
  const log: Log = { error: write, warn: write, info: write, debug: write, child: () => log };
  return log;
}
