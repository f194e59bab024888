import { spawn } from 'node:child_process';

/** What a command left behind. A command ended by a signal has no exit code. */
export interface RunResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
}

/** Runs a program without a shell. Never rejects for an exit code: `exitCode` tells. Tests put a fake here. */
export type Run = (command: string, args: readonly string[], options?: RunOptions) => Promise<RunResult>;

/**
 * The real `Run`. The program does not hear Ctrl-C by itself: pass a `signal` that aborts on it. A program that cannot be
 * started at all answers with exit code 127, as a shell would.
 * @throws the signal's reason when `signal` aborts; the program is ended first.
 */
export const run: Run = async (command, args, options = {}) => {
  options.signal?.throwIfAborted();
  const { promise, resolve } = Promise.withResolvers<RunResult>();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that ending it ends what it has started too: a compiler is a driver and its children.
    detached: true,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const end = (): void => endGroup(child.pid);
  options.signal?.addEventListener('abort', end, { once: true });
  child.once('error', (error) => resolve({ exitCode: 127, stdout, stderr: error.message }));
  child.once('close', (code) => resolve({ exitCode: code ?? undefined, stdout, stderr }));
  const result = await promise;
  options.signal?.removeEventListener('abort', end);
  options.signal?.throwIfAborted();
  return result;
};

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch (error) {
    // It has ended by itself in the meantime, or runs as root through sudo: then its own end is waited for.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/**
 * Runs a program that has to succeed, and gives back its standard output.
 * @throws Error with the command line and the end of what it wrote, when it does not.
 */
export async function runOrThrow(
  runner: Run,
  command: readonly [string, ...string[]],
  options?: RunOptions,
): Promise<string> {
  const [program, ...args] = command;
  const result = await runner(program, args, options);
  if (result.exitCode === 0) return result.stdout;
  const said = (result.stderr.trim() || result.stdout.trim()).slice(-3_000);
  throw new Error(`"${command.join(' ')}" failed (exit code ${result.exitCode ?? 'none'}):\n${said}`);
}
