import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { fakeRun } from './fake-run.ts';
import { inspectWorker, resolveWorker } from './index.ts';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'worker-index-'))));
afterEach(() => rm(folder, { recursive: true }));

it('takes the worker the environment names', async () => {
  const path = join(folder, 'worker');
  await writeFile(path, '', { mode: 0o755 });
  const worker = await resolveWorker({ log: () => undefined, env: { MEDIASOUP_WORKER_BIN: path } });
  expect(worker).toEqual({ path, origin: 'env', srtp: 'unknown', isPublished: false });
});

it.each(['absent', 'not executable', 'a folder'])('refuses a named worker that is %s, by its name', async (what) => {
  const path = what === 'a folder' ? folder : join(folder, 'worker');
  if (what === 'not executable') await writeFile(path, '', { mode: 0o644 });
  const outcome = resolveWorker({ log: () => undefined, env: { MEDIASOUP_WORKER_BIN: path } });
  await expect(outcome).rejects.toThrow(`MEDIASOUP_WORKER_BIN names "${path}"`);
});

it('inspects without building: what is wrong, what is missing, and the command for it', async () => {
  const { run, commands } = fakeRun({ 'g++': '', 'pkg-config': '', make: '', 'dpkg-source': '' });
  const env = { MEDIASOUP_WORKER_BIN: join(folder, 'absent') };
  expect(await inspectWorker(env, run)).toEqual({
    worker: undefined,
    problem: expect.stringContaining('absent'),
    missing: { required: ['flatbuffers-compiler'], useful: [] },
    installCommand: 'sudo apt-get install -y --no-install-recommends flatbuffers-compiler',
  });
  expect(commands.filter((line) => line.includes('apt-get'))).toEqual([]);
});

it('finds no worker in an empty cache, and nothing wrong with that', async () => {
  const complete = { 'g++': '', 'pkg-config': '', flatc: '', make: '', 'dpkg-source': '' };
  expect(await inspectWorker({ PARLEY_CACHE_DIR: folder }, fakeRun(complete).run)).toEqual({
    worker: undefined,
    problem: undefined,
    missing: { required: [], useful: [] },
    installCommand: undefined,
  });
});
