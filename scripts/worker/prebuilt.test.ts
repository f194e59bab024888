import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { downloadPrebuilt, mayUsePrebuilt, prebuiltName, prebuiltPath } from './prebuilt.ts';
import { run } from './run.ts';

let folder: string;
let cache: string;
let server: Server;
let archive: Buffer | undefined;
let lines: string[];
const asked: (string | undefined)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'worker-prebuilt-'));
  cache = join(folder, 'cache');
  archive = undefined;
  lines = [];
  asked.length = 0;
  server = createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(archive === undefined ? 404 : 200).end(archive);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

function download(): Promise<string | undefined> {
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return downloadPrebuilt({
    run,
    mediasoup: { version: '1.2.3', workerFolder: folder, repositoryUrl: 'http://never.invalid', patches: [] },
    cache,
    env: { MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL: base },
    log: (line) => void lines.push(line),
  });
}

/** Serves an archive whose "worker" ends with the given code, as the real one does with 41. */
async function serveWorkerEndingWith(exitCode: number): Promise<void> {
  const binary = join(folder, 'mediasoup-worker');
  await writeFile(binary, `#!/bin/sh\nexit ${exitCode}\n`);
  await chmod(binary, 0o755);
  execFileSync('tar', ['-czf', 'worker.tgz', 'mediasoup-worker'], { cwd: folder });
  archive = await readFile(join(folder, 'worker.tgz'));
}

it('keeps a published worker that starts here', async () => {
  await serveWorkerEndingWith(41);
  const path = await download();
  expect(path).toBe(prebuiltPath(cache, '1.2.3'));
  expect(await readFile(path!, 'utf8')).toContain('exit 41');
  expect(asked).toEqual([`/1.2.3/${prebuiltName('1.2.3')}.tgz`]);
});

it.each([
  ['does not start here', 127],
  ['is something else', 0],
])('falls through with one line and keeps nothing when it %s', async (_, exitCode) => {
  await serveWorkerEndingWith(exitCode);
  expect(await download()).toBeUndefined();
  expect(lines).toEqual([expect.stringContaining('does not start')]);
  expect(await readdir(cache)).toEqual([]);
});

it('falls through with one line when there is none for this machine', async () => {
  expect(await download()).toBeUndefined();
  expect(lines).toEqual([expect.stringContaining('404')]);
});

it('names the file as mediasoup does', () => {
  expect(prebuiltName('3.27.1', { platform: 'linux', arch: 'x64', release: '6.1.0-9' })).toBe(
    'mediasoup-worker-3.27.1-linux-x64-kernel6',
  );
  expect(prebuiltName('3.27.1', { platform: 'darwin', arch: 'arm64', release: '24.1.0' })).toBe(
    'mediasoup-worker-3.27.1-darwin-arm64',
  );
});

it('is left out when a build is asked for', () => {
  expect(mayUsePrebuilt({})).toBe(true);
  expect(mayUsePrebuilt({ PARLEY_WORKER: 'build' })).toBe(false);
  expect(mayUsePrebuilt({ MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD: 'true' })).toBe(false);
});
