import { mkdtempSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from '@jest/globals';

import { clearStalePid, parsePostmaster, readPostmaster } from './postmaster.ts';

const file = [
  '4711',
  '/srv/parley/pg/cluster',
  '1763715600',
  '5432',
  '/tmp/parley-pg-abc',
  '',
  '  1234 5678',
  'ready   ',
  '',
].join('\n');

it('reads what a running server says', () => {
  expect(parsePostmaster(file)).toEqual({ pid: 4711, socketFolder: '/tmp/parley-pg-abc', status: 'ready' });
});

it('reads a file that is only begun', () => {
  expect(parsePostmaster('4711\n/srv\n')).toEqual({ pid: 4711, socketFolder: '', status: 'starting' });
  expect(parsePostmaster('')).toBeUndefined();
});

it('does not take another process with that number for the server, and clears the file', async () => {
  const cluster = mkdtempSync(join(tmpdir(), 'parley-cluster-'));
  try {
    const pidFile = join(cluster, 'postmaster.pid');
    writeFileSync(pidFile, file.replace('4711', String(process.pid)));
    expect(readPostmaster(cluster)).toBeUndefined();
    await clearStalePid(cluster);
    expect(existsSync(pidFile)).toBe(false);
  } finally {
    rmSync(cluster, { recursive: true, force: true });
  }
});
