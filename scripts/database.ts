// The database of a single machine: a real PostgreSQL that needs no installation, reached through a socket in a private
// folder, so that it listens on no port and two copies of Parley never meet.
import {
  chownSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

import { canReach, makeFolder, unprivilegedAccount, type Account } from './account.ts';
import { embeddedBinaries, systemBinaries } from './postgres-binaries.ts';
import { clearStalePid, readPostmaster } from './postmaster.ts';
import { keepUntilDeath, run, type Keeper, type Outcome } from './processes.ts';

export interface DatabaseOptions {
  readonly dataDir: string;
  readonly log: (text: string) => void;
  /** `embedded` (the default) falls back to the system's PostgreSQL; `system` takes only that. */
  readonly programs?: 'embedded' | 'system';
}

export interface Database {
  readonly url: string;
  /** Whether the server still runs. */
  isRunning: () => boolean;
  /** The server's process; undefined while none runs. */
  pid: () => number | undefined;
  /** Starts it again after it died. The address stays the same. */
  restart: () => Promise<void>;
  /** Safe to repeat. No server process is left afterwards. */
  stop: () => Promise<void>;
}

/** Where things go that must be reachable by the unprivileged account when the project's own folder is not. */
const sharedFolder = '/var/lib/parley';
const socketPrefix = 'parley-pg-';
/** PostgreSQL's own limit for a socket's path is 107 bytes; `/.s.PGSQL.5432` and the random part need 30. */
const longestSocketParentBytes = 70;
const startTimeoutS = 60;
/**
 * The settings of the server. Everything that protects data is left as PostgreSQL has it, which is on. There are more
 * connections than one server's pool needs, so that a second server node, psql and the tests find one.
 */
const settings = [
  'listen_addresses=',
  'max_connections=60',
  'shared_buffers=128MB',
  'logging_collector=off',
  'log_min_messages=warning',
];

/** Starts the database whose data is under `dataDir`, or takes over the one that a crash left running there. */
export async function startDatabase(options: DatabaseOptions): Promise<Database> {
  const place = await preparePlace(options);
  const server = new LocalServer(place, options.log);
  await server.start();
  return {
    url: server.url,
    isRunning: () => server.isRunning(),
    pid: () => server.pid(),
    restart: () => server.start(),
    stop: () => server.stop(),
  };
}

interface Place {
  readonly account: Account;
  readonly binFolder: string;
  /** What initdb makes; PostgreSQL calls it PGDATA. */
  readonly clusterFolder: string;
  readonly logFile: string;
}

async function preparePlace({ dataDir, programs = 'embedded' }: DatabaseOptions): Promise<Place> {
  const wanted = resolve(dataDir);
  makeFolder(wanted);
  const account = await unprivilegedAccount(join(wanted, 'pg'));
  const base = await reachableBase(wanted, account);
  const home = join(base, 'pg');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  giveTo(home, account);
  const copyFolder = account.uid === undefined ? wanted : sharedFolder;
  const embedded = programs === 'embedded' ? await embeddedBinaries({ account, copyFolder }) : undefined;
  const binFolder = embedded ?? systemBinaries();
  if (binFolder === undefined) {
    throw new Error(
      'There is no PostgreSQL for this machine: set DATABASE_URL to a server, or install the package "postgresql".',
    );
  }
  return { account, binFolder, clusterFolder: join(home, 'cluster'), logFile: join(home, 'server.log') };
}

/** A folder under /root, for one, cannot be reached by anybody else: then the database lives under /var/lib. */
async function reachableBase(dataFolder: string, account: Account): Promise<string> {
  if (await canReach(dataFolder, account)) return dataFolder;
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 12);
  const base = join(sharedFolder, name);
  for (const folder of [sharedFolder, base]) makeFolder(folder);
  return base;
}

function giveTo(folder: string, { uid, gid }: Account): void {
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
}

class LocalServer {
  readonly #place: Place;
  readonly #log: (text: string) => void;
  #socketFolder = '';
  #pid: number | undefined;
  #keeper: Keeper | undefined;

  constructor(place: Place, log: (text: string) => void) {
    this.#place = place;
    this.#log = log;
  }

  get url(): string {
    return `postgres://parley@/postgres?host=${encodeURIComponent(this.#socketFolder)}`;
  }

  isRunning(): boolean {
    return this.pid() !== undefined;
  }

  pid(): number | undefined {
    return readPostmaster(this.#place.clusterFolder)?.pid === this.#pid ? this.#pid : undefined;
  }

  async start(): Promise<void> {
    const startedAtMs = performance.now();
    await this.#createCluster();
    const isAdopted = await this.#adopt();
    if (!isAdopted) await this.#launch();
    this.#keepAnEye();
    const tookMs = Math.round(performance.now() - startedAtMs);
    this.#log(`PostgreSQL ${isAdopted ? 'was running already and is used on' : 'started'} (${tookMs} ms)`);
  }

  async stop(): Promise<void> {
    this.#pid = undefined;
    if (readPostmaster(this.#place.clusterFolder) !== undefined) {
      await this.#control('stop', ['-m', 'fast', '-w', '-t', '20']);
      // Fast mode waits for a last checkpoint; what has not ended after 20 s will recover from its log next time.
      if (readPostmaster(this.#place.clusterFolder) !== undefined)
        await this.#control('stop', ['-m', 'immediate', '-w', '-t', '10']);
    }
    this.#keeper?.dismiss();
    this.#keeper = undefined;
    rmSync(this.#socketFolder, { recursive: true, force: true });
  }

  /** Made under another name and renamed when whole, so that an interrupted first start leaves nothing half-made behind. */
  async #createCluster(): Promise<void> {
    const { clusterFolder } = this.#place;
    if (existsSync(join(clusterFolder, 'PG_VERSION'))) return this.#checkVersion();
    const half = join(dirname(clusterFolder), 'cluster.new');
    rmSync(half, { recursive: true, force: true });
    const args = ['-D', half, '-U', 'parley', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--data-checksums'];
    const outcome = await this.#run('initdb', args);
    if (outcome.code !== 0)
      throw new Error(`The database could not be created in ${half}: ${lastLines(outcome.stderr || outcome.stdout)}`);
    renameSync(half, clusterFolder);
  }

  async #checkVersion(): Promise<void> {
    const ours = readFileSync(join(this.#place.clusterFolder, 'PG_VERSION'), 'utf8').trim();
    const outcome = await this.#run('postgres', ['--version']);
    const theirs = /(\d+)(?:\.|devel|beta|rc)/.exec(outcome.stdout)?.[1];
    if (theirs !== undefined && theirs !== ours) {
      throw new Error(
        `The data in ${this.#place.clusterFolder} was written by PostgreSQL ${ours}, but version ${theirs} is installed: dump it with the old version and load it into the new one.`,
      );
    }
  }

  async #adopt(): Promise<boolean> {
    const { clusterFolder } = this.#place;
    await clearStalePid(clusterFolder);
    const postmaster = readPostmaster(clusterFolder);
    if (postmaster === undefined) return false;
    const status = await this.#control('status', []);
    const isOurSocket = this.#socketFolder === '' || this.#socketFolder === postmaster.socketFolder;
    if (status.code === 0 && postmaster.status === 'ready' && isOurSocket && existsSync(postmaster.socketFolder)) {
      this.#socketFolder = postmaster.socketFolder;
      this.#pid = postmaster.pid;
      return true;
    }
    // It is going down, coming up for somebody who has died, or not to be reached: begin anew from a stopped server.
    await this.#control('stop', ['-m', 'fast', '-w', '-t', '20']);
    return false;
  }

  async #launch(): Promise<void> {
    if (this.#socketFolder === '') this.#socketFolder = await this.#makeSocketFolder();
    else this.#renewSocketFolder();
    // Nothing runs on this cluster any more, so a lock left here is a dead server's; while that is a zombie, PostgreSQL would believe it.
    rmSync(join(this.#socketFolder, '.s.PGSQL.5432.lock'), { force: true });
    const options = ['-k', this.#socketFolder, ...settings.flatMap((setting) => ['-c', `'${setting}'`])].join(' ');
    const outcome = await this.#control('start', [
      '-w',
      '-t',
      String(startTimeoutS),
      '-l',
      this.#place.logFile,
      '-o',
      options,
    ]);
    const postmaster = readPostmaster(this.#place.clusterFolder);
    if (outcome.code !== 0 || postmaster === undefined) {
      throw new Error(`The database did not start: ${this.#reason(outcome)} (its log: ${this.#place.logFile})`);
    }
    this.#pid = postmaster.pid;
  }

  #reason(outcome: Outcome): string {
    return lastLines(endOfFile(this.#place.logFile) || outcome.stderr || outcome.stdout);
  }

  async #makeSocketFolder(): Promise<string> {
    this.#removeOldSocketFolder();
    for (const parent of [tmpdir(), '/tmp', '/var/tmp']) {
      if (Buffer.byteLength(parent) > longestSocketParentBytes || !existsSync(parent)) continue;
      if (!(await canReach(parent, this.#place.account))) continue;
      const folder = mkdtempSync(join(parent, socketPrefix));
      giveTo(folder, this.#place.account);
      return folder;
    }
    throw new Error(
      'No folder for temporary files was found whose path is short enough for a socket: set TMPDIR to a short one.',
    );
  }

  /** The keeper of an earlier start may have removed it with the server that we had taken over. */
  #renewSocketFolder(): void {
    if (existsSync(this.#socketFolder)) return;
    mkdirSync(this.#socketFolder, { mode: 0o700 });
    giveTo(this.#socketFolder, this.#place.account);
  }

  /** A server that was killed has left its socket's folder behind; its options still name it. */
  #removeOldSocketFolder(): void {
    const optionsFile = join(this.#place.clusterFolder, 'postmaster.opts');
    const text = existsSync(optionsFile) ? readFileSync(optionsFile, 'utf8') : '';
    const folder = /"-k" "([^"]+)"/.exec(text)?.[1];
    if (folder === undefined || !basename(folder).startsWith(socketPrefix)) return;
    const found = lstatSync(folder, { throwIfNoEntry: false });
    if (found?.isDirectory() && found.uid === statSync(this.#place.clusterFolder).uid)
      rmSync(folder, { recursive: true, force: true });
  }

  #keepAnEye(): void {
    this.#keeper?.dismiss();
    const { account, binFolder, clusterFolder } = this.#place;
    // Only when it is empty: a next start may have taken the server over and be using it.
    const script = '"$1" -D "$2" -m fast -w stop; rmdir "$3"';
    const args = [join(binFolder, 'pg_ctl'), clusterFolder, this.#socketFolder];
    this.#keeper = keepUntilDeath(['/bin/sh', '-c', script, 'sh', ...args], account);
  }

  #control(action: 'start' | 'stop' | 'status', args: string[]): Promise<Outcome> {
    return this.#run('pg_ctl', ['-D', this.#place.clusterFolder, ...args, action]);
  }

  #run(program: string, args: string[]): Promise<Outcome> {
    // Settings meant for other clients and servers (PGDATA, PGHOST, PGPORT) would be taken up by these programs too.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')));
    return run(join(this.#place.binFolder, program), args, {
      ...this.#place.account,
      cwd: '/',
      env: { ...env, LC_ALL: 'C.UTF-8' },
    });
  }
}

function endOfFile(file: string): string {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const { size } = statSync(file);
      const buffer = Buffer.alloc(Math.min(size, 2000));
      readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
      return buffer.toString('utf8');
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return '';
  }
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join(' | ');
}
