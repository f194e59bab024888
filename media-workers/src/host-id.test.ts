import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { hostIdFrom } from './host-id.js';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-host-id-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

it('makes an id once and keeps it, also when two starts meet', async () => {
  const [one, two] = await Promise.all([
    hostIdFrom(undefined, join(dataDir, 'new')),
    hostIdFrom(undefined, join(dataDir, 'new')),
  ]);
  expect(two).toBe(one);
  expect(await hostIdFrom(undefined, join(dataDir, 'new'))).toBe(one);
});

it('prefers the configured one', async () => {
  const given = '00000000-0000-4000-8000-000000000001';
  expect(await hostIdFrom(given, dataDir)).toBe(given);
});

it('says what to mend when the kept one is no id or cannot be kept', async () => {
  await writeFile(join(dataDir, 'media-host-id'), 'nonsense');
  await expect(hostIdFrom(undefined, dataDir)).rejects.toThrow('holds no UUID. Delete it');
  await expect(hostIdFrom(undefined, join(dataDir, 'media-host-id', 'below-a-file'))).rejects.toThrow(
    /^DATA_DIR: cannot keep/,
  );
});
