// A PostgreSQL and a Redis of a test's own, which it may stop and kill: `node scripts/jest/faulty-services.ts`. Says where they
// are in a line of JSON, then does what each line that it is told says, and answers `done`. Ends when its input does.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { startDatabase } from '../database.ts';
import { keepUntilDeath } from '../processes.ts';
import { findRedis, startRedis, type RedisServer } from '../redis.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'parley-faulty-db-'));
const keeper = keepUntilDeath(['/bin/sh', '-c', 'sleep 5; rm -rf "$1"', 'sh', dataDir]);
const database = await startDatabase({ dataDir, log: () => {} });
let redis: RedisServer | undefined = (await findRedis()) === undefined ? undefined : await startRedis();
const redisUrl = redis?.url;

const acts: Readonly<Record<string, () => Promise<void>>> = {
  'kill database': async () => {
    const pid = database.pid();
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  },
  'stop database': () => database.stop(),
  'start database': () => database.restart(),
  'kill redis': async () => redis?.kill(),
  'start redis': async () => {
    if (redisUrl !== undefined) redis = await startRedis(Number(new URL(redisUrl).port));
  },
};

console.log(JSON.stringify({ databaseUrl: database.url, redisUrl }));
for await (const line of createInterface({ input: process.stdin })) {
  const act = acts[line];
  if (act === undefined) throw new Error(`Nobody knows how to "${line}".`);
  await act();
  console.log('done');
}
await Promise.all([database.stop(), redis?.stop()]);
rmSync(dataDir, { recursive: true, force: true });
keeper.dismiss();
