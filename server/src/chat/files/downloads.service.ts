import { Inject, Injectable } from '@nestjs/common';
import { Refusal, type FileId } from '#contracts';
import { OBJECT_STORE, type ObjectStore } from '../../core/object-store.js';
import type { Standing } from '../conversation.js';
import { previewKey } from './file-content.js';
import { FILE_RECORDS, type FileRecord, type FileRecords } from './file-records.js';
import { noFile } from './uploads.service.js';

/** A file as it goes out: piece by piece, so that no more than one is in memory. */
export interface Download {
  readonly name: string;
  readonly sizeBytes: number;
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** Hands files out to those who may read the message that carries them, and to who has uploaded them. */
@Injectable()
export class DownloadsService {
  constructor(
    @Inject(FILE_RECORDS) private readonly records: FileRecords,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
  ) {}

  /** @throws {Refusal} `not-found`, for whatever reason. */
  async file(standing: Standing, fileId: FileId): Promise<Download> {
    const { attachment } = await this.#readable(standing, fileId);
    return { ...attachment, pieces: this.#pieces(fileId) };
  }

  /** @throws {Refusal} `not-found`, also for what is no picture. */
  async preview(standing: Standing, fileId: FileId): Promise<Uint8Array> {
    const { attachment } = await this.#readable(standing, fileId);
    const object = attachment.picture === undefined ? undefined : await this.store.get(previewKey(fileId));
    if (object === undefined) throw noFile();
    return object.bytes;
  }

  async #readable({ place, identityId, fromSeq }: Standing, fileId: FileId) {
    const file = await this.records.find(fileId);
    if (file?.attachment === undefined || file.conversationId !== place.conversationId) throw noFile();
    const isTheirs = file.seq === undefined ? file.uploaderId === identityId : file.seq >= fromSeq;
    if (!isTheirs) throw noFile();
    return file as FileRecord & { readonly attachment: NonNullable<FileRecord['attachment']> };
  }

  async *#pieces(fileId: FileId): AsyncIterable<Uint8Array> {
    for (const { objectKey } of await this.records.parts(fileId)) {
      const object = await this.store.get(objectKey);
      if (object === undefined) throw new Refusal('unavailable', 'A part of this file is not there. Please try again.');
      yield object.bytes;
    }
  }
}
