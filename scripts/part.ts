// One process of ours that has to run all the time: started again when it ends, until it is told to stop.
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

import { Backoff } from './backoff.ts';
import { endGroup, hasEnded, signalGroup, tieToUs } from './processes.ts';

export interface PartOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Every line it prints. */
  readonly onLine: (line: string) => void;
  /** It has ended by itself. */
  readonly onEnd: (end: PartEnd) => void;
}

export interface PartEnd {
  readonly how: string;
  /** Undefined for one that was ended by a signal, or could not be started. */
  readonly exitCode: number | undefined;
  /** How often in a row it has ended without having been healthy in between. */
  readonly failureCount: number;
  readonly nextStartMs: number;
}

export const restartPolicy = { firstMs: 200, maxMs: 5000, healthyAfterMs: 30_000 };
const stopPatienceMs = 10_000;

export class Part {
  readonly #options: PartOptions;
  readonly #backoff = new Backoff(restartPolicy);
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failureCount = 0;
  #isWanted = false;

  constructor(options: PartOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  start(): void {
    this.#isWanted = true;
    this.#launch();
  }

  /** Ends the process and what it has started; it is not started again. Safe to repeat. */
  async stop(): Promise<void> {
    this.#isWanted = false;
    clearTimeout(this.#timer);
    if (this.#child !== undefined) await endGroup(this.#child, stopPatienceMs);
  }

  /** For those who cannot wait. */
  kill(): void {
    this.#isWanted = false;
    clearTimeout(this.#timer);
    if (this.#child !== undefined) void endGroup(this.#child, 0);
  }

  /** Ends it and starts it again at once; the one that follows is not counted as a failure. */
  async restart(): Promise<void> {
    if (!this.#isWanted) return;
    await this.stop();
    this.start();
  }

  #launch(): void {
    const { command, args, cwd, env, onLine } = this.#options;
    const startedAtMs = performance.now();
    // A group of its own: Ctrl-C in the terminal must reach us alone, who then stop the parts in order.
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.#child = child;
    const keeper = tieToUs(child);
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => line.trim() !== '' && onLine(line));
    child.once('error', (error) => this.#ended(child, { how: error.message, exitCode: undefined, startedAtMs }));
    child.once('exit', (code, signal) => {
      keeper.dismiss();
      // What it had started (a media worker) does not outlive it.
      signalGroup(child, 'SIGKILL');
      const how = signal === null ? `code ${code}` : `signal ${signal}`;
      this.#ended(child, { how, exitCode: code ?? undefined, startedAtMs });
    });
  }

  #ended(child: ChildProcess, end: { how: string; exitCode: number | undefined; startedAtMs: number }): void {
    if (!this.#isWanted || child !== this.#child || !hasEnded(child)) return;
    const { how, exitCode, startedAtMs } = end;
    const ranForMs = performance.now() - startedAtMs;
    this.#failureCount = ranForMs >= restartPolicy.healthyAfterMs ? 1 : this.#failureCount + 1;
    const nextStartMs = this.#backoff.delayAfterMs(ranForMs);
    this.#options.onEnd({ how, exitCode, failureCount: this.#failureCount, nextStartMs });
    if (this.#isWanted) this.#timer = setTimeout(() => this.#launch(), nextStartMs);
  }
}
