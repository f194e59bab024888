import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog, systemClock } from '#kernel';
import { built, median, script } from '../built.js';

const ROUND_COUNT = 3;
const MESSAGE_COUNT = 4_000;
const CONVERSATION_COUNT = 20;
/** Senders that wait for an answer at any moment; enough that groups form, as they do when many write at once. */
const WAITING_COUNT = 200;
/** Commits of single messages run at once on so many connections, which is all that the pool has. */
const SINGLE_WAITING_COUNT = 10;
/** Source: sysconf(_SC_CLK_TCK), 100 on Linux. */
const TICKS_PER_S = 100;

interface Message {
  readonly conversationId: string;
  readonly senderId: string;
  readonly senderName: string;
  readonly key: string;
  readonly text: string;
  readonly sentAtMs: number;
  readonly mentions: readonly string[];
}

type Append = (message: Message) => Promise<unknown>;

interface Database {
  query<R>(statement: string, values?: readonly unknown[]): Promise<R>;
  initialize(): Promise<Database>;
  destroy(): Promise<void>;
}

interface Storage {
  readonly newDatabase: (url: string) => Database;
  readonly migrate: (database: Database) => Promise<unknown>;
  readonly PgMessageStore: new (database: Database) => { append(messages: readonly Message[]): Promise<unknown> };
  readonly MessageWriter: new (parts: object) => { append: Append };
}

/** Grouped commits against one commit per message, through the same statements, on a database of their own. */
export async function compareStoring(): Promise<void> {
  const storage: Storage = {
    ...(await built<Pick<Storage, 'newDatabase'>>('storage/database.js')),
    ...(await built<Pick<Storage, 'migrate'>>('storage/migrator.js')),
    ...(await built<Pick<Storage, 'PgMessageStore'>>('storage/pg-message-store.js')),
    ...(await built<Pick<Storage, 'MessageWriter'>>('chat/message-writer.js')),
  };
  const { startDatabase } = await script<{
    readonly startDatabase: (of: object) => Promise<{ readonly url: string; stop(): Promise<void> }>;
  }>('database.ts');
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-chat-'));
  const server = await startDatabase({ dataDir: folder, log: () => undefined });
  const database = await storage.newDatabase(server.url).initialize();
  try {
    await storage.migrate(database);
    await compare(database, storage);
  } finally {
    await database.destroy();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(database: Database, { PgMessageStore, MessageWriter }: Storage): Promise<void> {
  const conversationIds = await conversations(database);
  const store = new PgMessageStore(database);
  const single: Append = (message) => store.append([message]);
  const ratios: number[] = [];
  const grouped: number[] = [];
  for (let round = 0; round < ROUND_COUNT; round += 1) {
    const writer = new MessageWriter({ store, clock: systemClock, log: silentLog, onStored: () => undefined });
    const alone = await measure(database, conversationIds, { append: single, waitingCount: SINGLE_WAITING_COUNT });
    const together = await measure(database, conversationIds, {
      append: (message) => writer.append(message),
      waitingCount: WAITING_COUNT,
    });
    ratios.push(together.perCpuSecond / alone.perCpuSecond);
    grouped.push(together.perCpuSecond);
    console.log(`storing, one commit per message: ${described(alone)}`);
    console.log(`storing, commits grouped:        ${described(together)}`);
  }
  console.log(
    `storing: ${median(grouped).toFixed(0)} messages per CPU-second of Postgres, ` +
      `${median(ratios).toFixed(1)} times those with one commit each (median of ${ROUND_COUNT})`,
  );
}

interface Turn {
  readonly perCpuSecond: number;
  readonly perSecond: number;
  readonly p95Ms: number;
}

async function measure(
  database: Database,
  conversationIds: readonly string[],
  { append, waitingCount }: { readonly append: Append; readonly waitingCount: number },
): Promise<Turn> {
  const waitedMs: number[] = [];
  const senderId = randomUUID();
  let left = MESSAGE_COUNT;
  const sender = async () => {
    while (left > 0) {
      left -= 1;
      const beganMs = performance.now();
      await append({
        conversationId: conversationIds[left % conversationIds.length] ?? '',
        senderId,
        senderName: 'Somebody',
        key: randomUUID(),
        text: `A message of about the length that people write, number ${left}.`,
        sentAtMs: Date.now(),
        mentions: [],
      });
      waitedMs.push(performance.now() - beganMs);
    }
  };
  const before = await cpuSeconds(database);
  const beganMs = performance.now();
  await Promise.all(Array.from({ length: waitingCount }, sender));
  const tookS = (performance.now() - beganMs) / 1_000;
  const cpuS = (await cpuSeconds(database)) - before;
  return {
    perCpuSecond: MESSAGE_COUNT / cpuS,
    perSecond: MESSAGE_COUNT / tookS,
    p95Ms: waitedMs.toSorted((a, b) => a - b)[Math.floor(waitedMs.length * 0.95)] ?? Number.NaN,
  };
}

/** What all processes of the database server have used so far: those that serve us and those behind them. */
async function cpuSeconds(database: Database): Promise<number> {
  const rows = await database.query<{ pid: number }[]>('SELECT pid FROM pg_stat_activity');
  return rows.reduce((sum, { pid }) => sum + ticksOf(pid) / TICKS_PER_S, 0);
}

/** User and system time; the fields after the name, which may hold blanks. Source: proc(5). */
function ticksOf(pid: number): number {
  const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) /);
  const fields = after.split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

async function conversations(database: Database): Promise<string[]> {
  const ids = Array.from({ length: CONVERSATION_COUNT }, () => randomUUID());
  await database.query(
    `INSERT INTO conversations (conversation_id, kind, created_at, last_said_at)
     SELECT id, 'group', now(), now() FROM unnest($1::uuid[]) AS id`,
    [ids],
  );
  // Every connection of the pool is opened before anything is measured, since those that open later would not be counted.
  await Promise.all(Array.from({ length: SINGLE_WAITING_COUNT }, () => database.query('SELECT pg_sleep(0.2)')));
  return ids;
}

function described({ perCpuSecond, perSecond, p95Ms }: Turn): string {
  return `${perCpuSecond.toFixed(0)} per CPU-second, ${perSecond.toFixed(0)} per second, answered in ${p95Ms.toFixed(0)} ms (p95)`;
}
