// A Redis for tests: on a free loopback port, keeping nothing.
import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';

import { endGroup, hasEnded, run, signalGroup, tieToUs, waitForEnd } from './processes.ts';

export interface RedisServer {
  readonly url: string;
  /** Safe to repeat. */
  stop: () => Promise<void>;
  /** Ends it as a crash does, without a word to anybody. */
  kill: () => Promise<void>;
}

const attemptCount = 5;
const stopPatienceMs = 5000;

/** @returns undefined when this machine has no redis-server */
export function findRedis(): Promise<string | undefined> {
  return findProgram('redis-server');
}

/** @returns where a program of that name is, if it is on the path */
export async function findProgram(name: string): Promise<string | undefined> {
  const outcome = await run('/bin/sh', ['-c', 'command -v "$1"', 'sh', name]);
  return outcome.code === 0 ? outcome.stdout.trim() : undefined;
}

/** Starts a server of its own for the caller, on a port that is free unless one is given. */
export async function startRedis(port?: number): Promise<RedisServer> {
  const program = await findRedis();
  if (program === undefined) throw new Error('redis-server is not installed');
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOn(program, port ?? (await freePort()));
    } catch (error) {
      // Between finding the port free and Redis taking it, somebody else may have taken it.
      if (attempt === attemptCount) throw error;
    }
  }
}

async function startOn(program: string, port: number): Promise<RedisServer> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', tmpdir()];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  const keeper = tieToUs(child);
  const stop = async (): Promise<void> => {
    await endGroup(child, stopPatienceMs);
    keeper.dismiss();
  };
  const kill = async (): Promise<void> => {
    signalGroup(child, 'SIGKILL');
    await waitForEnd(child);
    keeper.dismiss();
  };
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('Ready to accept connections')) resolve();
    });
    child
      .once('error', reject)
      .once('exit', () => reject(new Error(`redis-server ended: ${output.trim().split('\n').at(-1)}`)));
  }).catch(async (error: unknown) => {
    if (!hasEnded(child)) await stop();
    keeper.dismiss();
    throw error;
  });
  // Nobody reads on, and a full pipe would halt it.
  child.stdout.removeAllListeners('data').resume();
  child.unref();
  return { url: `redis://127.0.0.1:${port}`, stop, kill };
}

/** A loopback port that nobody held a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
