import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { FileId } from '#contracts';
import type { Clock, Log } from '#kernel';
import { OBJECT_STORE, type ObjectStore } from '../../core/object-store.js';
import { CLOCK, LOG } from '../../core/tokens.js';
import { previewKey } from './file-content.js';
import { FILE_RECORDS, type FileRecords } from './file-records.js';

const SWEEP_EVERY_MS = 60_000;
const SWEEP_BATCH_COUNT = 100;

/** Deletes what nobody needs any more. Objects go before the rows that tell of them, so that none is forgotten. */
@Injectable()
export class FileRemoval implements OnApplicationBootstrap, OnApplicationShutdown {
  #stop: () => void = () => undefined;

  constructor(
    @Inject(FILE_RECORDS) private readonly records: FileRecords,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.#again();
  }

  onApplicationShutdown(): void {
    this.#stop();
  }

  /** Removes uploads that were given up, and files whose message is gone. Never rejects. */
  async sweep(): Promise<void> {
    try {
      let fileIds: readonly FileId[];
      do {
        fileIds = await this.records.expired(this.clock.nowMs(), SWEEP_BATCH_COUNT);
        for (const fileId of fileIds) await this.remove(fileId);
      } while (fileIds.length === SWEEP_BATCH_COUNT);
    } catch (fault) {
      this.log.warn({ fault }, 'old files could not be removed; trying again later');
    }
  }

  /** False when a message carries it. */
  async remove(fileId: FileId): Promise<boolean> {
    if (!(await this.records.condemn(fileId))) return false;
    await this.dropObjects(await this.records.objects(fileId));
    await this.records.remove(fileId);
    return true;
  }

  /** The pieces of a picture that was written anew. */
  async dropUnused(fileId: FileId): Promise<void> {
    const used = new Set((await this.records.parts(fileId)).map(({ objectKey }) => objectKey));
    const keys = await this.records.objects(fileId);
    await this.dropObjects(keys.filter((key) => !used.has(key) && key !== previewKey(fileId)));
  }

  async dropObjects(objectKeys: readonly string[]): Promise<void> {
    for (const key of objectKeys) await this.store.remove(key);
    await this.records.forgetObjects(objectKeys);
  }

  #again(): void {
    this.#stop = this.clock.after(SWEEP_EVERY_MS, () => void this.sweep().then(() => this.#again()));
  }
}
