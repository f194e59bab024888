import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret } from '#kernel/secret';
import { DiskObjectStore } from '../src/storage/disk-object-store.js';
import type { ObjectStore } from '../src/core/object-store.js';
import { S3ObjectStore } from '../src/storage/s3-object-store.js';
import { startS3Server, type S3Server } from './support/s3-server.js';

let folder: string;
let bucket: S3Server;
let s3: S3ObjectStore;

function s3Store(accessKeyId: string): S3ObjectStore {
  const secretAccessKey = new Secret('secret');
  return new S3ObjectStore({
    bucket: 'parley',
    region: 'eu-central-1',
    endpoint: bucket.url,
    accessKeyId,
    secretAccessKey,
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-objects-'));
  bucket = await startS3Server('parley', 'KEY');
  s3 = s3Store('KEY');
});
afterAll(async () => {
  s3.close();
  await bucket.close();
  await rm(folder, { recursive: true });
});

/** What every ObjectStore must do. */
function describeObjectStore(name: string, open: () => ObjectStore): void {
  describe(`objects ${name}`, () => {
    const newKey = () => `things/${randomUUID()}`;
    const object = (text: string, contentType = 'image/webp') => ({ bytes: Buffer.from(text), contentType });

    it('come back as they were put in, and the last one counts', async () => {
      const [store, key] = [open(), newKey()];
      await store.put(key, object('first', 'text/plain'));
      await store.put(key, object('\0\u00ff second'));
      const found = await store.get(key);
      expect(Buffer.from(found!.bytes).toString()).toBe('\0\u00ff second');
      expect(found!.contentType).toBe('image/webp');
    });

    it('that are not there, or not any more, are none', async () => {
      const [store, key] = [open(), newKey()];
      expect(await store.get(key)).toBeUndefined();
      await store.put(key, object('x'));
      await store.remove(key);
      await store.remove(key);
      expect(await store.get(key)).toBeUndefined();
    });

    it.each(['', 'x', '/etc/passwd', '../x/y', 'a/../../b', 'a/b%2f', 'a/B', 'a//b', 'a/b\0', `a/${'b'.repeat(300)}`])(
      'have no key such as "%s"',
      async (key) => {
        await expect(open().put(key, object('x'))).rejects.toThrow('This is no key');
        await expect(open().get(key)).rejects.toThrow('This is no key');
        await expect(open().remove(key)).rejects.toThrow('This is no key');
      },
    );
  });
}

describeObjectStore('on a disk', () => new DiskObjectStore(folder));
describeObjectStore('in a bucket', () => s3);

it('a disk keeps nothing half-written', async () => {
  const store = new DiskObjectStore(folder);
  const key = `whole/${randomUUID()}`;
  await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      store.put(key, { bytes: Buffer.alloc(50_000, index), contentType: 'a/b' }),
    ),
  );
  const { bytes } = (await store.get(key))!;
  expect(new Set(bytes).size).toBe(1);
  expect((await readdir(join(folder, 'whole'))).toSorted()).toEqual([key.slice(6), `${key.slice(6)}.type`]);
});

it('a bucket that does not let us in is a fault, not an empty one', async () => {
  const stranger = s3Store('OTHER');
  await expect(stranger.get('things/one')).rejects.toThrow('AccessDenied');
  stranger.close();
});
