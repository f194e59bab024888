import { build, usualBuildMs } from '../build.ts';
import { startDatabase, type Database } from '../database.ts';
import { inWords } from '../estimate.ts';
import { readableLine } from '../log-line.ts';
import { run } from '../processes.ts';
import { migrateMain, rootFolder } from '../project.ts';
import { secretsFor } from '../secrets.ts';
import type { Settings } from '../settings.ts';
import type { Step, Terminal } from '../terminal.ts';
import { inspectWorker, resolveWorker, type ResolvedWorker } from '../worker/index.ts';
import { compileBeside } from './better-worker.ts';
import { claimPlace } from './claim.ts';
import { builtConfig, checkConfiguration } from './configuration.ts';
import { watchDatabase } from './database-watch.ts';
import { Crew } from './crew.ts';

export interface StartupOptions {
  readonly settings: Settings;
  readonly terminal: Terminal;
  /** Ends whatever step is going on. */
  readonly signal: AbortSignal;
  readonly isDev: boolean;
}

/** On a machine with two cores. */
const firstBuildMs = 15_000;

/** Takes the steps in order, and undoes them in the opposite one. */
export class Startup {
  readonly #options: StartupOptions;
  readonly #undo: (() => Promise<void> | void)[] = [];
  #crew: Crew | undefined;

  constructor(options: StartupOptions) {
    this.#options = options;
  }

  /** Returns when it was running and is to stop. @throws Error with a sentence for a person */
  async run(): Promise<void> {
    const { terminal, settings, signal } = this.#options;
    const startedAtMs = performance.now();
    const place = await claimPlace(settings, signal);
    this.#undo.push(() => place.release());
    const worker = await this.#step('media worker', (step) => this.#worker(step));
    await this.#step('build', (step) => this.#build(step), usualBuildMs() ?? firstBuildMs);
    // From here on what is written is data, which is nobody else's business.
    process.umask(0o077);
    const env = this.#environment(worker.path);
    checkConfiguration(env, await builtConfig());
    env['DATABASE_URL'] = await this.#step('database', () => this.#database());
    await this.#step('migrations', () => this.#migrate(env));
    await this.#step('server and media host', (step) => this.#launch(env, step));
    terminal.line(terminal.paint('grey', `started in ${inWords(performance.now() - startedAtMs)}; Ctrl-C stops it`));
    terminal.line(`Parley is ready: ${settings.address}`);
    if (worker.isPublished && process.env['PARLEY_WORKER'] !== 'published') void this.#compileBeside();
    await this.#untilStopped();
  }

  /** Nobody waits any longer for a part to end by itself. */
  hurry(): void {
    this.#crew?.kill();
  }

  /** Stops all that `run` has started, last started first. Safe to repeat. */
  async close(): Promise<void> {
    for (let undo = this.#undo.pop(); undo !== undefined; undo = this.#undo.pop()) await undo();
  }

  async #step<T>(name: string, work: (step: Step) => Promise<T>, usualMs?: number): Promise<T> {
    const result = await this.#options.terminal.step({ name, usualMs }, work);
    this.#options.signal.throwIfAborted();
    return result;
  }

  async #worker(step: Step): Promise<ResolvedWorker> {
    const { terminal, signal } = this.#options;
    const worker = await resolveWorker({
      log: (line) => terminal.line(`  ${line}`),
      onProgress: ({ step: what, doneCount, totalCount, leftMs }) => {
        step.note(what);
        if (totalCount > 0) step.progress(doneCount / totalCount, leftMs);
      },
      signal,
    });
    step.note(worker.origin);
    return worker;
  }

  /** Never rejects. */
  async #compileBeside(): Promise<void> {
    const { terminal, signal } = this.#options;
    const { installCommand } = await inspectWorker(process.env);
    await compileBeside({ terminal, signal, installCommand });
  }

  async #build(step: Step): Promise<void> {
    const { signal, isDev } = this.#options;
    const { isFresh } = await build({ signal, isWithoutPages: isDev, onNote: (text) => step.note(text) });
    step.note(isFresh ? 'done' : 'nothing has changed');
  }

  #environment(workerBin: string): NodeJS.ProcessEnv {
    const { settings, isDev } = this.#options;
    return {
      ...process.env,
      ...secretsFor(process.env, settings.dataDir),
      PARLEY_ENV: settings.environmentName,
      PORT: String(settings.port),
      DATA_DIR: settings.dataDir,
      MEDIASOUP_WORKER_BIN: workerBin,
      // In development the pages come from Vite's address, and sockets are accepted from where the pages come.
      ...(isDev && { PUBLIC_URL: settings.address }),
    };
  }

  async #database(): Promise<string> {
    const { settings, terminal, signal } = this.#options;
    if (settings.databaseUrl !== undefined) return settings.databaseUrl;
    const log = (text: string): void => terminal.line(`${terminal.paint('grey', '[database]')} ${text}`);
    const database: Database = await startDatabase({ dataDir: settings.dataDir, log });
    const watch = watchDatabase({ database, log });
    this.#undo.push(async () => {
      await watch.stop();
      await database.stop();
    });
    signal.throwIfAborted();
    return database.url;
  }

  async #migrate(env: NodeJS.ProcessEnv): Promise<void> {
    const { terminal, signal } = this.#options;
    // Such as that it waits for a database, which may take a minute. Its outcome is no log line, and is told below.
    const onOutput = (text: string): void => {
      for (const line of text.split('\n').filter((one) => one.startsWith('{')))
        terminal.line(`${terminal.paint('grey', '[migrations]')} ${readableLine(line)}`);
    };
    const outcome = await run(process.execPath, ['--enable-source-maps', migrateMain], {
      cwd: rootFolder,
      env,
      signal,
      onOutput,
      isTied: true,
    });
    if (outcome.code !== 0)
      throw new Error(`the database could not be brought up to date.\n${(outcome.stderr || outcome.stdout).trim()}`);
  }

  async #launch(env: NodeJS.ProcessEnv, step: Step): Promise<void> {
    const { settings, terminal, signal, isDev } = this.#options;
    const crew = new Crew({ env, terminal, port: settings.port, isDev });
    this.#crew = crew;
    this.#undo.push(() => crew.stop());
    crew.start();
    await crew.untilReady(signal, (text) => step.note(text));
  }

  #untilStopped(): Promise<void> {
    const { signal, terminal } = this.#options;
    return new Promise((resolve) => {
      const stop = (): void => {
        terminal.line('Stopping.');
        resolve();
      };
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
  }
}
