import { DataSource, type QueryRunner } from 'typeorm';
import { backoffMs, type Clock, type Log } from '#kernel';
import { markAbsence } from '../core/absence.js';
import { isAway } from './away.js';
import { ENTITIES } from './entities.js';
import { MIGRATIONS } from './migrations/index.js';

/** How long the start waits for a database that is starting too, in ms. */
export const DATABASE_WAIT_MAX_MS = 60_000;
const CONNECT_MAX_MS = 5_000;
/** Longest a statement may run, in ms. The slowest of ours is a lookup by key. */
const STATEMENT_MAX_MS = 10_000;
/** Longest an answer is waited for, in ms. Past the one above, nobody is there who could cancel the statement. */
const QUERY_MAX_MS = 12_000;
const POOL_MAX_COUNT = 10;
const WAIT = { firstMs: 200, maxMs: 5_000, jitterRatio: 0.2 };

/** Marks what fails because the database is away, wherever it is asked. All ways of TypeORM's lead over a runner. */
class WatchedDatabase extends DataSource {
  override createQueryRunner(...mode: Parameters<DataSource['createQueryRunner']>): QueryRunner {
    const runner = super.createQueryRunner(...mode);
    const connect = runner.connect.bind(runner) as () => Promise<Connection>;
    const query = runner.query.bind(runner);
    runner.connect = () => watched(connect());
    runner.query = ((...asked: Parameters<typeof query>) => watched(inTime(query(...asked), connect))) as typeof query;
    return runner;
  }
}

/** Of the driver, as far as it is needed here. */
interface Connection {
  readonly end: () => Promise<void>;
}

const OUT_OF_TIME = 'Query read timeout';

/** A query without an answer takes its connection along: whoever was given that one next would wait behind it. */
async function inTime<T>(asked: Promise<T>, connect: () => Promise<Connection>): Promise<T> {
  try {
    return await asked;
  } catch (fault) {
    if (fault instanceof Error && fault.message === OUT_OF_TIME) (await connect()).end().catch(() => undefined);
    throw fault;
  }
}

async function watched<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (fault) {
    if (fault instanceof Error && isAway(fault)) markAbsence(fault);
    throw fault;
  }
}

/** The database, not connected yet. */
export function newDatabase(
  databaseUrl: string,
  options: { readonly schema?: string; readonly queryMaxMs?: number } = {},
): DataSource {
  return new WatchedDatabase({
    type: 'postgres',
    url: databaseUrl,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    // Ids are made by the application, so the database needs no extension for them.
    installExtensions: false,
    synchronize: false,
    logging: false,
    poolSize: POOL_MAX_COUNT,
    connectTimeoutMS: CONNECT_MAX_MS,
    applicationName: 'parley',
    ...(options.schema !== undefined && { schema: options.schema }),
    extra: {
      statement_timeout: STATEMENT_MAX_MS,
      query_timeout: options.queryMaxMs ?? QUERY_MAX_MS,
      keepAlive: true,
      ...(options.schema !== undefined && { options: `-c search_path=${options.schema}` }),
    },
  });
}

export interface Waiting {
  readonly log: Log;
  readonly clock: Clock;
  /** Gives up after this long, in ms. */
  readonly maxMs: number;
}

/** The database could not be reached in time. Its message is fit for an operator and holds no password. */
export class DatabaseUnreachable extends Error {
  override readonly name = 'DatabaseUnreachable';
}

/**
 * Connects, trying again with growing pauses while the database does not answer.
 *
 * @throws {DatabaseUnreachable} when it did not answer in time, or answers that it will not let us in.
 */
export async function connect(database: DataSource, { log, clock, maxMs }: Waiting): Promise<DataSource> {
  const startedMs = clock.monotonicMs();
  for (let failedCount = 0; ; failedCount += 1) {
    try {
      return await database.initialize();
    } catch (fault) {
      const place = placeOf(database);
      const waitMs = backoffMs(WAIT, failedCount);
      const isOver = clock.monotonicMs() - startedMs + waitMs > maxMs;
      if (isOver || !isPassing(fault)) {
        throw new DatabaseUnreachable(
          `The database at ${place} ${reasonOf(fault)}. Check DATABASE_URL, and that the server runs there.`,
        );
      }
      if (failedCount === 0) log.warn({ place }, 'the database does not answer yet; waiting for it');
      await new Promise<void>((resolve) => void setTimeout(resolve, waitMs));
    }
  }
}

const UNREADABLE = new URL('postgres://an-unreadable-address/');

/** Where the database is, for messages: the address without user, password or options. */
export function placeOf(database: DataSource): string {
  const given = (database.options as { readonly url?: string }).url ?? '';
  // A socket in the file system is named by `?host=`, with nothing where other addresses have their host.
  const { hostname, port, searchParams } =
    URL.parse(given) ?? URL.parse(given.replace('@/', '@localhost/')) ?? UNREADABLE;
  return `${searchParams.get('host') ?? hostname}${port === '' ? '' : `:${port}`}`;
}

/** An address that is none, a wrong password, a missing role, a missing database: waiting mends none of them. */
const LASTING: Readonly<Record<string, string>> = {
  ERR_INVALID_URL: 'cannot be looked for',
  '28P01': 'refuses the password',
  '28000': 'refuses the user',
  '3D000': 'has no database of this name',
};

function isPassing(fault: unknown): boolean {
  return !(codeOf(fault) in LASTING);
}

function reasonOf(fault: unknown): string {
  const code = codeOf(fault);
  return LASTING[code] ?? `does not answer${code === '' ? '' : ` (${code})`}`;
}

function codeOf(fault: unknown): string {
  return typeof fault === 'object' && fault !== null && 'code' in fault && typeof fault.code === 'string'
    ? fault.code
    : '';
}
