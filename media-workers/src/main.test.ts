import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { UNFIT_EXIT_CODE } from '#config';
import { testPorts } from './testing/bench-worker.js';
import { eventually } from './testing/eventually.js';

/*
 * The process as it runs: started, asked to end, and started wrongly. It needs the built files, as `npm test` makes them.
 */

const MAIN = join(process.cwd(), 'dist/media-workers/src/main.js');
const SECRET = 'a credential that is long enough to be one';

let dataDir: string;
let child: ChildProcess;
let out: string;

beforeEach(async () => {
  expect(existsSync(MAIN)).toBe(true);
  dataDir = await mkdtemp(join(tmpdir(), 'parley-media-'));
  out = '';
});
afterEach(async () => {
  child.kill('SIGKILL');
  await rm(dataDir, { recursive: true });
});

function run(environment: Record<string, string>): Promise<number | null> {
  const { first, last } = testPorts();
  const { PATH = '', MEDIASOUP_WORKER_BIN = '' } = process.env;
  const given = {
    PATH,
    MEDIASOUP_WORKER_BIN,
    DATA_DIR: dataDir,
    MEDIA_WORKERS: '2',
    MEDIA_PORT_RANGE: `${first}-${last}`,
  };
  child = spawn(process.execPath, [MAIN], { env: { ...given, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve(code)));
}

const isRunning = (pid: number) => existsSync(`/proc/${pid}/exe`) || isAlive(pid);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const lines = () =>
  out
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { msg: string });

it.each(['SIGTERM', 'SIGINT'] as const)('ends on %s with nothing left behind', async (signal) => {
  const ended = run({ MEDIA_CONTROL_SECRET: SECRET, SERVER_URLS: 'http://127.0.0.1:9' });
  await eventually(() => (out.includes('media host ready') ? undefined : `the start; so far: ${out}`));
  child.kill(signal);
  expect(await ended).toBe(0);
  const workerPids = [...out.matchAll(/"workerPid":(\d+)/g)].map(([, pid]) => Number(pid));
  expect(workerPids).toHaveLength(2);
  await eventually(() => (workerPids.some(isRunning) ? 'the workers to end' : undefined));
  expect(out).not.toContain(SECRET);
  expect(lines().map(({ msg }) => msg)).not.toContain('media worker died');
});

it('says plainly what is wrong with its configuration', async () => {
  expect(await run({ MEDIA_PORT_RANGE: '9-1' })).toBe(UNFIT_EXIT_CODE);
  expect(out).toContain('MEDIA_CONTROL_SECRET: is not set');
  expect(out).toContain('MEDIA_PORT_RANGE:');
  expect(out).not.toContain('at file:');
});

it('says plainly why it cannot start', async () => {
  expect(await run({ MEDIA_CONTROL_SECRET: SECRET, MEDIA_LISTEN_ADDRESS: '203.0.113.9' })).toBe(UNFIT_EXIT_CODE);
  expect(out).toMatch(/^MEDIA_LISTEN_ADDRESS: cannot listen on 203\.0\.113\.9/m);
  expect(out).not.toContain('at file:');
});
