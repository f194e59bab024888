import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placesOf, SecondHost, settingsOf, type Places } from './places.js';
import { freePort } from './ports.js';
import { openStores, storesOf, type OpenStores, type Stores } from './stores.js';

const START_WITHIN_MS = 120_000;

interface Parts {
  readonly process: ChildProcess;
  readonly port: number;
  readonly dataDir: string;
  readonly stores: OpenStores;
  readonly output: () => string;
}

/** What `npm start` starts, started from the project's folder as a person would, with its own port and data folder. */
export class Stack {
  readonly url: string;
  readonly port: number;
  readonly #process: ChildProcess;
  readonly #dataDir: string;
  readonly #output: () => string;
  readonly #stores: OpenStores;
  #second: SecondHost | undefined;

  private constructor(parts: Parts) {
    this.#process = parts.process;
    this.#dataDir = parts.dataDir;
    this.#output = parts.output;
    this.#stores = parts.stores;
    this.port = parts.port;
    this.url = `http://localhost:${parts.port}`;
  }

  /**
   * `{port}` in a setting is the port that it listens on. `places` is what meetings are spread over,
   * `stores` where everything is kept; the whole run's choice when left out.
   *
   * @throws {Error} with everything it printed, when it does not get ready.
   */
  static async start(
    environment: Readonly<Record<string, string>> = {},
    places: Places = placesOf(process.env),
    stores: Stores = storesOf(process.env),
  ): Promise<Stack> {
    const opened = await openStores(stores);
    try {
      return await Stack.#startOn(opened, environment, places);
    } catch (fault) {
      await opened.close();
      throw fault;
    }
  }

  static async #startOn(
    stores: OpenStores,
    environment: Readonly<Record<string, string>>,
    places: Places,
  ): Promise<Stack> {
    const port = await freePort();
    const dataDir = mkdtempSync(join(tmpdir(), 'parley-e2e-'));
    const settings = Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, value.replaceAll('{port}', String(port))]),
    );
    let printed = '';
    const child = spawn(process.execPath, ['scripts/start.ts'], {
      env: {
        ...process.env,
        PORT: String(port),
        DATA_DIR: dataDir,
        ...stores.settings,
        ...settingsOf(places),
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const collect = (chunk: Buffer): void => void (printed += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    await untilReady(child, () => printed);
    const stack = new Stack({ process: child, port, dataDir, stores, output: () => printed });
    if (places === 'two-hosts') stack.#second = await SecondHost.start(`http://127.0.0.1:${port}`, settings);
    return stack;
  }

  /** Everything it printed so far. */
  output(): string {
    return this.#output();
  }

  /** Process ids of one part, as the operating system sees them below the supervisor. */
  pidsOf(part: 'server' | 'media-host' | 'worker'): readonly number[] {
    const marks = {
      server: 'dist/server/src/main.js',
      'media-host': 'dist/media-workers/src/main.js',
      worker: 'mediasoup-worker',
    };
    const second = this.#second === undefined ? [] : [this.#second.pid, ...descendantsOf(this.#second.pid)];
    return [...descendantsOf(this.#process.pid ?? 0), ...second].filter((pid) => commandOf(pid).includes(marks[part]));
  }

  /** The media host whose worker this is. */
  hostOf(workerPid: number): number {
    const host = parentOf(workerPid);
    if (host === undefined) throw new Error(`There is no process ${workerPid} any more.`);
    return host;
  }

  /** Stops it as Ctrl-C would and waits for the end; its data goes too. */
  async stop(): Promise<void> {
    await this.#second?.stop();
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = new Promise((resolve) => this.#process.once('exit', resolve));
      this.#process.kill('SIGTERM');
      await ended;
    }
    await this.#stores.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}

async function untilReady(child: ChildProcess, printed: () => string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const give = setTimeout(
      () => settle(new Error(`Not ready in ${START_WITHIN_MS} ms:\n${printed()}`)),
      START_WITHIN_MS,
    );
    const look = (): void => {
      if (printed().includes('Parley is ready')) settle();
    };
    const died = (): void => settle(new Error(`It ended before it was ready:\n${printed()}`));
    function settle(fault?: Error): void {
      clearTimeout(give);
      child.stdout?.off('data', look);
      child.off('exit', died);
      if (fault === undefined) return resolve();
      child.kill('SIGTERM');
      reject(fault);
    }
    child.stdout?.on('data', look);
    child.on('exit', died);
  });
}

/** Reads the process tree from /proc: children, theirs, and so on. */
function descendantsOf(pid: number): readonly number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), parentOf(Number(name))] as const),
  );
  const found: number[] = [];
  for (let level = [pid]; level.length > 0;) {
    level = [...parents].filter(([, parent]) => parent !== undefined && level.includes(parent)).map(([child]) => child);
    found.push(...level);
  }
  return found;
}

function parentOf(pid: number): number | undefined {
  const status = readProc(pid, 'status');
  const line = /^PPid:\s+(\d+)$/m.exec(status);
  return line === null ? undefined : Number(line[1]);
}

function commandOf(pid: number): string {
  return readProc(pid, 'cmdline').replaceAll('\0', ' ');
}

/** '' when the process is gone meanwhile. */
function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
