import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { readSettings } from '../settings.ts';
import { claimPlace, explain, portLockFile } from './claim.ts';

const never = new AbortController().signal;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-claim-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, () => resolve()));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

it('says which process holds the port, and lets the folder go again', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, () => resolve()));
  const { port } = server.address() as AddressInfo;
  const settings = readSettings({ PORT: String(port), DATA_DIR: folder });
  await expect(claimPlace(settings, never)).rejects.toThrow(`taken by process ${process.pid}`);
  await new Promise((resolve) => server.close(resolve));
  const place = await claimPlace(settings, never);
  place.release();
});

it('says who is about to listen on the port, with other data and before anybody listens', async () => {
  const port = await freePort();
  const lockFile = portLockFile(port);
  writeFileSync(lockFile, JSON.stringify({ pid: process.ppid, note: 'http://localhost:1' }));
  try {
    const settings = readSettings({ PORT: String(port), DATA_DIR: folder });
    await expect(claimPlace(settings, never)).rejects.toThrow(
      `about to, at http://localhost:1 (process ${process.ppid})`,
    );
  } finally {
    rmSync(lockFile);
  }
});

it('keeps the port for itself until it lets go, and leaves nothing behind', async () => {
  const port = await freePort();
  const place = await claimPlace(readSettings({ PORT: String(port), DATA_DIR: folder }), never);
  expect(existsSync(portLockFile(port))).toBe(true);
  place.release();
  expect(existsSync(portLockFile(port))).toBe(false);
});

it('says what to do about a folder that cannot be used', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const settings = readSettings({ DATA_DIR: join(file, 'data') });
  await expect(claimPlace(settings, never)).rejects.toThrow(/cannot be used \(ENOTDIR\).*DATA_DIR=…/);
});

it('knows another Parley', () => {
  const holder = { pid: 42, command: 'node dist/server/src/main.js', parentCommand: 'node scripts/start.ts' };
  expect(explain(3000, { kind: 'taken', holder })).toBe(
    'Parley is already running at http://localhost:3000 (process 42); use PORT=… DATA_DIR=… to run a second one.',
  );
});

it('has a word for each case', () => {
  expect(explain(80, { kind: 'forbidden' })).toContain('PORT=3000');
  expect(explain(3000, { kind: 'taken', holder: undefined })).toContain('another user');
});
