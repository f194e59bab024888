// Starting, ending and outliving other processes.
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';

export interface Outcome {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions extends Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'> {
  /** Ends the whole process group of the command. */
  readonly signal?: AbortSignal | undefined;
  /** Called with every piece of output as it comes. */
  readonly onOutput?: ((text: string) => void) | undefined;
  /** It ends even when this process is killed outright; for commands that take long. */
  readonly isTied?: boolean;
}

const keptOutputLength = 200_000;

/** Runs a command to its end. Never rejects for what the command does, only when it could not be started or was aborted. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { signal, onOutput, isTied = false, ...spawnOptions } = options;
  signal?.throwIfAborted();
  // A group of its own, so that Ctrl-C in the terminal reaches it through us alone, and so that its children end with it.
  const child = spawn(command, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] = (output[stream] + text).slice(-keptOutputLength);
      onOutput?.(text);
    });
  }
  const stop = (): void => signalGroup(child, 'SIGTERM');
  signal?.addEventListener('abort', stop);
  const keeper = isTied ? tieToUs(child) : undefined;
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    signal?.throwIfAborted();
    return { code: code ?? undefined, ...output };
  } finally {
    signal?.removeEventListener('abort', stop);
    keeper?.dismiss();
  }
}

/** Signals a child started with `detached: true`, and everything it has started. Does nothing when it has ended. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

export function waitForEnd(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** Asks a child to end, and makes it end when it does not within the time given. Safe to repeat. */
export async function endGroup(child: ChildProcess, patienceMs: number): Promise<void> {
  if (hasEnded(child)) return;
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), patienceMs);
  await waitForEnd(child);
  clearTimeout(timer);
}

export interface Keeper {
  /** The keeper leaves without doing anything. */
  dismiss: () => void;
}

/**
 * Sees to it that a command runs when this process is killed outright and can clean up nothing itself. The keeper is a
 * shell that waits for the end of a pipe from us: the kernel closes it whatever we die of.
 */
export function keepUntilDeath(
  command: readonly string[],
  options: Pick<SpawnOptions, 'uid' | 'gid' | 'env'> = {},
): Keeper {
  const script = 'if read -r _; then exit 0; fi; exec "$@" >/dev/null 2>&1';
  const keeper = spawn('/bin/sh', ['-c', script, 'parley-keeper', ...command], {
    ...options,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  keeper.on('error', () => {});
  const pipe = keeper.stdin;
  pipe.on('error', () => {});
  keeper.unref();
  (pipe as unknown as { unref: () => void }).unref();
  return { dismiss: () => pipe.end('dismissed\n') };
}

/** Ends a child started with `detached: true`, and what it has started, when this process is killed outright. */
export function tieToUs(child: ChildProcess): Keeper {
  if (child.pid === undefined) return { dismiss: () => {} };
  const script = 'kill -s TERM -- "-$1"; sleep 3; kill -s KILL -- "-$1"';
  return keepUntilDeath(['/bin/sh', '-c', script, 'sh', String(child.pid)]);
}
