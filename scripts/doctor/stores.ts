import { Redis } from 'ioredis';
import { Client } from 'pg';

import { unprivilegedAccount } from '../account.ts';
import { embeddedBinaries, systemBinaries } from '../postgres-binaries.ts';
import { run } from '../processes.ts';
import type { Settings } from '../settings.ts';
import { join } from 'node:path';
import { fault, firstLine, ok, warning, type Finding } from './finding.ts';

const connectPatienceMs = 5000;
/** gen_random_uuid() without an extension came with it. */
const oldestMajor = 13;

export interface DatabaseFacts {
  readonly version: string;
  readonly fsync: string;
  readonly synchronousCommit: string;
  readonly fullPageWrites: string;
}

export function checkDatabase(settings: Settings): Promise<Finding[]> {
  return settings.databaseUrl === undefined ? checkEmbedded(settings) : checkGiven(settings.databaseUrl);
}

async function checkEmbedded({ dataDir }: Settings): Promise<Finding[]> {
  const topic = 'database';
  try {
    const account = await unprivilegedAccount(join(dataDir, 'pg'));
    const copyFolder = account.uid === undefined ? dataDir : '/var/lib/parley';
    const folder = (await embeddedBinaries({ account, copyFolder })) ?? systemBinaries();
    if (folder === undefined)
      return [
        fault(
          topic,
          'there is no PostgreSQL for this machine',
          'set DATABASE_URL, or install the package "postgresql"',
        ),
      ];
    const outcome = await run(join(folder, 'postgres'), ['--version'], { ...account, cwd: '/' });
    if (outcome.code === 0) return [ok(topic, `${outcome.stdout.trim()}, started along with Parley`)];
    return [
      fault(
        topic,
        `PostgreSQL does not run here: ${firstLine(outcome.stderr)}`,
        'set DATABASE_URL to a server, or install the package "postgresql"',
      ),
    ];
  } catch (error) {
    return [fault(topic, firstLine(error), 'set DATABASE_URL to a server')];
  }
}

async function checkGiven(url: string): Promise<Finding[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: connectPatienceMs });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<DatabaseFacts>(
      `select current_setting('server_version') as version, current_setting('fsync') as fsync,
        current_setting('synchronous_commit') as "synchronousCommit", current_setting('full_page_writes') as "fullPageWrites"`,
    );
    return rows.flatMap((facts) => judgeDatabase(facts));
  } catch (error) {
    return [
      fault(
        'database',
        `DATABASE_URL cannot be reached: ${firstLine(error)}`,
        'start that server, or correct DATABASE_URL; unset it to use the one that comes along',
      ),
    ];
  } finally {
    await client.end().catch(() => {});
  }
}

/** A database may be there and yet lose what it has confirmed. */
export function judgeDatabase({ version, fsync, synchronousCommit, fullPageWrites }: DatabaseFacts): Finding[] {
  const topic = 'database';
  const findings: Finding[] = [];
  if (Number.parseInt(version, 10) < oldestMajor)
    findings.push(fault(topic, `PostgreSQL ${version} is too old`, `use version ${oldestMajor} or newer`));
  if (fsync !== 'on')
    findings.push(fault(topic, 'fsync is off: a power failure destroys the data', 'set fsync = on in postgresql.conf'));
  if (fullPageWrites !== 'on')
    findings.push(
      fault(
        topic,
        'full_page_writes is off: a power failure can destroy the data',
        'set full_page_writes = on in postgresql.conf',
      ),
    );
  if (synchronousCommit === 'off') {
    findings.push(
      warning(
        topic,
        'synchronous_commit is off: a power failure loses messages that were confirmed',
        'set synchronous_commit = on in postgresql.conf',
      ),
    );
  }
  return findings.length > 0 ? findings : [ok(topic, `PostgreSQL ${version}, which keeps what it confirms`)];
}

export async function checkRedis(url: string | undefined): Promise<Finding> {
  const topic = 'Redis';
  if (!url) return ok(topic, 'not used: one server alone needs none');
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectPatienceMs,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  let reason = '';
  redis.on('error', (error: Error) => (reason = firstLine(error)));
  try {
    await redis.connect();
    const version = /^redis_version:(\S+)/m.exec(await redis.info('server'))?.[1] ?? 'of unknown version';
    return ok(topic, `${version} answers`);
  } catch (error) {
    return fault(
      topic,
      `REDIS_URL cannot be reached: ${reason || firstLine(error)}`,
      'start that server, or correct REDIS_URL; unset it when there is only one Parley server',
    );
  } finally {
    redis.disconnect();
  }
}
