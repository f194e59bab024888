// The processes that make up a running Parley: server and media host, and the tools that watch the sources in development.
import { watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { readableLine } from '../log-line.ts';
import { Part, type PartEnd } from '../part.ts';
import { bundler, compiler, fromRoot, mediaHostMain, rootFolder, serverMain } from '../project.ts';
import type { Colour, Terminal } from '../terminal.ts';

export interface CrewOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
  readonly port: number;
  readonly isDev: boolean;
}

interface PartPlan {
  readonly name: string;
  readonly colour: Colour;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Folders under dist/ whose change means a restart, in development. */
  readonly watched: readonly string[];
}

const readyPollMs = 150;
const readyPatienceMs = 90_000;
const answerPatienceMs = 2000;
/** A part that ends so often before the first readiness has a fault that no restart mends. */
const hopelessCount = 4;
/** With which a part says that it cannot run as this machine is set up; config/src/environment.ts has it too. */
const unfitExitCode = 78;
/** The compiler writes many files at once. */
const restartDelayMs = 300;

export class Crew {
  readonly #options: CrewOptions;
  readonly #parts: Part[];
  readonly #watchers: { close: () => void }[] = [];
  #hopeless: string | undefined;
  #isReady = false;

  constructor(options: CrewOptions) {
    this.#options = options;
    this.#parts = plansFor(options).map((plan) => this.#partFor(plan));
  }

  start(): void {
    for (const part of this.#parts) part.start();
  }

  /** Ends all parts at once, and waits for the slowest. */
  async stop(): Promise<void> {
    for (const watcher of this.#watchers) watcher.close();
    await Promise.all(this.#parts.map((part) => part.stop()));
  }

  kill(): void {
    for (const part of this.#parts) part.kill();
  }

  /** Ready means that the server answers and a media host is connected to it. */
  async untilReady(signal: AbortSignal, onNote: (text: string) => void): Promise<void> {
    const untilMs = performance.now() + readyPatienceMs;
    for (;;) {
      const state = await this.#ask();
      // Looked at first: what answered may be somebody else on the same port.
      if (this.#hopeless !== undefined) throw new Error(this.#hopeless);
      if (state === undefined) break;
      onNote(state);
      if (performance.now() > untilMs)
        throw new Error(
          `it was not ready after ${readyPatienceMs / 1000} s: ${state}. The lines above say more; so may \`npm run doctor\`.`,
        );
      await sleep(readyPollMs, undefined, { signal });
    }
    this.#isReady = true;
    onNote('');
  }

  /** @returns what it still waits for; undefined when ready */
  async #ask(): Promise<string | undefined> {
    try {
      const answer = await fetch(`http://127.0.0.1:${this.#options.port}/readyz`, {
        signal: AbortSignal.timeout(answerPatienceMs),
      });
      const text = await answer.text();
      return answer.ok ? undefined : `waiting for ${missingFrom(text)}`;
    } catch {
      return 'waiting for the server';
    }
  }

  #partFor({ name, colour, args, env, watched }: PartPlan): Part {
    const { terminal } = this.#options;
    const label = terminal.paint(colour, `[${name}]`);
    const part = new Part({
      name,
      command: process.execPath,
      args,
      cwd: rootFolder,
      env,
      onLine: (line) => terminal.line(`${label} ${readableLine(line)}`),
      onEnd: (end) => {
        if (!this.#isReady) this.#hopeless ??= hopelessness(name, end);
        if (this.#hopeless !== undefined) return;
        const { how, nextStartMs } = end;
        terminal.line(`${label} ${terminal.paint('red', `ended (${how})`)}; it is started again in ${nextStartMs} ms`);
      },
    });
    if (watched.length > 0) this.#restartOnChange(part, watched);
    return part;
  }

  #restartOnChange(part: Part, folders: readonly string[]): void {
    let timer: NodeJS.Timeout | undefined;
    for (const folder of folders) {
      const watcher = watch(fromRoot('dist', folder), { recursive: true }, (_event, file) => {
        if (file === null || !file.endsWith('.js') || file.endsWith('.test.js')) return;
        clearTimeout(timer);
        timer = setTimeout(() => void part.restart(), restartDelayMs);
      });
      this.#watchers.push(watcher);
    }
    this.#watchers.push({ close: () => clearTimeout(timer) });
  }
}

/** Why starting a part once more would be in vain, in words for a person; undefined while it might help. */
export function hopelessness(name: string, { exitCode, failureCount }: PartEnd): string | undefined {
  if (exitCode === unfitExitCode) return `the ${name} cannot run with these settings. Its last lines above say why.`;
  if (failureCount < hopelessCount) return undefined;
  return `the ${name} ended ${failureCount} times before it was ready. Its last lines are above.`;
}

/** What `/readyz` lacks, as it says so itself: `{"missing": {"media": "no host is connected"}}`. */
function missingFrom(text: string): string {
  try {
    const { missing } = JSON.parse(text) as { missing?: Record<string, unknown> };
    return Object.entries(missing ?? {})
      .map(([what, why]) => `${what}: ${String(why)}`)
      .join(', ');
  } catch {
    return 'the media host';
  }
}

function plansFor({ env, port, isDev }: CrewOptions): PartPlan[] {
  const server = `http://127.0.0.1:${port}`;
  const node = ['--enable-source-maps'];
  const shared = ['contracts', 'kernel', 'config'];
  const plans: PartPlan[] = [
    { name: 'server', colour: 'cyan', args: [...node, serverMain], env, watched: isDev ? [...shared, 'server'] : [] },
    {
      name: 'media host',
      colour: 'magenta',
      args: [...node, mediaHostMain],
      env: { ...env, SERVER_URLS: server },
      watched: isDev ? [...shared, 'media-workers'] : [],
    },
  ];
  if (!isDev) return plans;
  return [
    ...plans,
    {
      name: 'compiler',
      colour: 'grey',
      args: [compiler, '-b', '--watch', '--preserveWatchOutput', 'server', 'media-workers'],
      env,
      watched: [],
    },
    {
      name: 'pages',
      colour: 'blue',
      args: [bundler, '-c', fromRoot('client', 'vite.config.ts')],
      env: { ...env, PARLEY_SERVER_URL: server },
      watched: [],
    },
  ];
}
