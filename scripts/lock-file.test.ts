import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { isAlive, startOfProcess, takeLock } from './lock-file.mjs';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-lock-'));
  path = join(folder, 'lock');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('names the holder to whoever comes second', async () => {
  const other = spawn('sleep', ['60']);
  writeFileSync(path, JSON.stringify({ pid: other.pid, note: 'http://localhost:3000' }));
  expect(takeLock(path)).toEqual({ heldBy: { pid: other.pid, note: 'http://localhost:3000' } });
  const ended = new Promise((resolve) => other.once('exit', resolve));
  other.kill('SIGKILL');
  await ended;
  expect(takeLock(path)).toHaveProperty('release');
});

it('takes over from a dead process whose number somebody else has now', () => {
  writeFileSync(path, JSON.stringify({ pid: process.ppid, startedAt: '1' }));
  expect(takeLock(path)).toHaveProperty('release');
});

it.each(['', '{', '{"pid":"x"}'])('takes over a lock that says nothing (%j)', (text) => {
  writeFileSync(path, text);
  expect(takeLock(path)).toHaveProperty('release');
});

it('leaves nothing behind', () => {
  const lock = takeLock(path);
  if ('release' in lock) lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

it('tells processes apart by when they began', () => {
  const startedAt = startOfProcess(process.pid);
  expect(isAlive({ pid: process.pid, ...(startedAt && { startedAt }) })).toBe(true);
  if (existsSync('/proc/self/stat')) expect(isAlive({ pid: process.pid, startedAt: '1' })).toBe(false);
});
