import type { AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { loadServerConfig } from '#config';
import { silentLog, systemClock } from '#kernel';
import { createApp } from '../../src/create-app.js';
import { newDatabase } from '../../src/storage/database.js';
import { testDatabaseUrl } from './database.js';
import type { World } from './world.js';

/** Another server node on a world's database. */
export async function secondNode(
  world: World,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly app: NestExpressApplication; readonly url: string }> {
  const [row] = await world.query<{ schema: string }>('SELECT current_schema() AS schema');
  const database = await newDatabase(testDatabaseUrl(), {
    schema: row?.schema ?? 'public',
    queryMaxMs: 0,
  }).initialize();
  const config = loadServerConfig({
    DATABASE_URL: testDatabaseUrl(),
    SESSION_SECRET: 's'.repeat(48),
    MEDIA_CONTROL_SECRET: 'm'.repeat(48),
    ...environment,
  });
  const app = await createApp({ config, log: silentLog, clock: systemClock, database, clientDir: '/nonexistent' });
  await app.listen(0, '127.0.0.1');
  return { app, url: `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}` };
}
