import { join } from 'node:path';
import type { ServerConfig } from '#config';
import { DiskObjectStore } from './disk-object-store.js';
import type { ObjectStore } from '../core/object-store.js';
import { S3ObjectStore } from './s3-object-store.js';

/** The bucket where one is configured, the disk of this machine otherwise. */
export function openStore({ objectStore }: Pick<ServerConfig, 'objectStore'>): ObjectStore {
  const { dataDir, s3 } = objectStore;
  return s3 === undefined ? new DiskObjectStore(join(dataDir, 'uploads')) : new S3ObjectStore(s3);
}
