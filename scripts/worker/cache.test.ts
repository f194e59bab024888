import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { builtPath, cacheKey, findBuilt, keep, type BuildIdentity } from './cache.ts';
import { fakeRun } from './fake-run.ts';
import { hashFolders } from './sources.ts';

const identity: BuildIdentity = {
  version: '3.27.1',
  sourceHash: 'source',
  shimsHash: 'shims',
  compiler: 'g++ 12 for x86_64-linux-gnu',
  recipe: 'flags and patches',
};

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'worker-cache-'))));
afterEach(() => rm(folder, { recursive: true }));

async function put(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, 'binary', { mode: 0o755 });
  return path;
}

it('gives the same key to the same build', () => {
  expect(cacheKey({ ...identity })).toBe(cacheKey(identity));
});

it.each(Object.keys(identity) as (keyof BuildIdentity)[])('gives another key when %s differs', (part) => {
  expect(cacheKey({ ...identity, [part]: 'other' })).not.toBe(cacheKey(identity));
});

it('does not mistake one part for the next', () => {
  const [left, right] = ['ab', 'b'].map((sourceHash, index) =>
    cacheKey({ ...identity, sourceHash, shimsHash: index === 0 ? 'c' : 'ac' }),
  );
  expect(left).not.toBe(right);
});

it('hashes content and place of files', async () => {
  await put(join(folder, 'a/one.h'));
  const before = await hashFolders([folder]);
  expect(await hashFolders([folder])).toBe(before);
  await writeFile(join(folder, 'a/one.h'), 'changed');
  expect(await hashFolders([folder])).not.toBe(before);
});

it('prefers the build over OpenSSL', async () => {
  await put(builtPath(folder, 'key', 'system'));
  const openssl = await put(builtPath(folder, 'key', 'openssl'));
  const { run } = fakeRun({ [folder]: 41 });
  expect(await findBuilt(run, folder, 'key')).toEqual({ path: openssl, srtp: 'openssl' });
});

it('leaves out a build that no longer starts', async () => {
  const system = await put(builtPath(folder, 'key', 'system'));
  const openssl = await put(builtPath(folder, 'key', 'openssl'));
  const { run } = fakeRun({ [openssl]: 127, [system]: 41 });
  expect(await findBuilt(run, folder, 'key')).toEqual({ path: system, srtp: 'system' });
});

it('finds nothing in an empty cache', async () => {
  expect(await findBuilt(fakeRun({}).run, folder, 'key')).toBeUndefined();
});

it('keeps a binary executable and leaves nothing beside it, also in place of an older one', async () => {
  const path = await put(builtPath(folder, 'key', 'openssl'));
  const binary = join(folder, 'made');
  await writeFile(binary, 'newer', { mode: 0o600 });
  await keep(binary, path);
  expect(await readFile(path, 'utf8')).toBe('newer');
  expect((await stat(path)).mode & 0o777).toBe(0o755);
  expect(await readdir(dirname(path))).toHaveLength(1);
});
