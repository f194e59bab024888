// `npm start`: everything Parley needs on one machine, from an empty folder to a running address, and everything stopped
// again at the end. `--dev` compiles and restarts on change.
import { constants } from 'node:os';

import { readSettings } from './settings.ts';
import { Startup } from './start/startup.ts';
import { Terminal } from './terminal.ts';

const terminal = new Terminal();
const stopping = new AbortController();
/** npm passes Ctrl-C on although the terminal has sent it already; a second one counts only after this time. */
const impatientAfterMs = 1000;
let stop: { readonly signal: NodeJS.Signals; readonly atMs: number } | undefined;
let startup: Startup | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stop !== undefined) {
      if (performance.now() - stop.atMs > impatientAfterMs) startup?.hurry();
      return;
    }
    stop = { signal, atMs: performance.now() };
    stopping.abort(new Error('stopped'));
  });
}
// A terminal that was closed must not end us by an error before everything is stopped.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
followNpm();
process.exit(await main());

async function main(): Promise<number> {
  const code = await start();
  try {
    await startup?.close();
    return code;
  } catch (error) {
    terminal.line(`Not everything could be stopped: ${(error as Error).message}`);
    return 1;
  }
}

async function start(): Promise<number> {
  try {
    const isDev = process.argv.includes('--dev');
    const settings = readSettings(process.env, { isDev });
    startup = new Startup({ settings, terminal, signal: stopping.signal, isDev });
    await startup.run();
    return 0;
  } catch (error) {
    if (stop !== undefined) return 128 + constants.signals[stop.signal];
    terminal.line(`${terminal.paint('red', 'Parley did not start:')} ${(error as Error).message}`);
    return 1;
  }
}

/** npm that is killed outright tells nobody, and we would run on unseen. */
function followNpm(): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent && stop === undefined) process.kill(process.pid, 'SIGTERM');
  }, 1000).unref();
}
