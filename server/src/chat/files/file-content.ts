import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Refusal, type FileId } from '#contracts';
import type { ServerConfig } from '#config';
import { TaskQueue } from '#kernel';
import { OBJECT_STORE, type ObjectStore } from '../../core/object-store.js';
import { SERVER_CONFIG } from '../../core/tokens.js';
import { claimsToBePicture, HEAD_BYTES, mediaTypeOf, pictureFormatOf } from './file-kind.js';
import { FILE_RECORDS, type FileContent, type FilePart, type FileRecord, type FileRecords } from './file-records.js';
import { cleanPicture, notAPicture } from './picture.js';

/**
 * What files hold. Looks at it by its bytes, and writes pictures anew. Objects have names of our making, so that none that
 * somebody sends ever reaches a disk.
 */
@Injectable()
export class FileContents {
  /** One picture at a time: opening one takes a core and much memory. */
  readonly #work = new TaskQueue();

  constructor(
    @Inject(FILE_RECORDS) private readonly records: FileRecords,
    @Inject(OBJECT_STORE) private readonly store: ObjectStore,
    @Inject(SERVER_CONFIG) private readonly config: ServerConfig,
  ) {}

  /**
   * What a file that is whole turns out to be. Its new objects are written and noted.
   *
   * @throws {Refusal} `invalid-input` for what calls itself a picture and is none; `limit-reached` for too large a picture.
   */
  async examine(file: FileRecord): Promise<FileContent> {
    const parts = await this.records.parts(file.fileId);
    const mediaType = mediaTypeOf(await this.#head(parts));
    const format = pictureFormatOf(mediaType);
    if (format === undefined) {
      if (claimsToBePicture(file.name)) throw notAPicture();
      return { name: file.name, mediaType };
    }
    const { pictureMaxBytes } = this.config.files;
    if (file.sizeBytes > pictureMaxBytes) throw new Refusal('limit-reached', 'This picture is too large.');
    return this.#work.run(async () => {
      const picture = await cleanPicture(file.name, format, await this.#whole(parts));
      const { name, widthPx, heightPx } = picture;
      const replacedBy = await this.keep(file.fileId, 0, picture.bytes);
      const preview = { objectKey: previewKey(file.fileId), offsetBytes: 0, sizeBytes: picture.preview.length };
      await this.#put(file.fileId, preview, picture.preview);
      return { name, mediaType: picture.mediaType, picture: { widthPx, heightPx }, replacedBy };
    });
  }

  /** Stores bytes of a file. No part of it yet. */
  async keep(fileId: FileId, offsetBytes: number, bytes: Uint8Array): Promise<FilePart> {
    const part = { objectKey: `files/${fileId}/${randomUUID()}`, offsetBytes, sizeBytes: bytes.length };
    await this.#put(fileId, part, bytes);
    return part;
  }

  async #put(fileId: FileId, part: FilePart, bytes: Uint8Array): Promise<void> {
    await this.records.reserve(fileId, part);
    await this.store.put(part.objectKey, { bytes, contentType: 'application/octet-stream' });
  }

  async #head(parts: readonly FilePart[]): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for (let [at, count] = [0, 0]; at < parts.length && count < HEAD_BYTES; at += 1) {
      const bytes = await this.#part(parts[at] as FilePart);
      count += bytes.length;
      pieces.push(bytes);
    }
    return Buffer.concat(pieces).subarray(0, HEAD_BYTES);
  }

  async #whole(parts: readonly FilePart[]): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for (const part of parts) pieces.push(await this.#part(part));
    return Buffer.concat(pieces);
  }

  async #part({ objectKey }: FilePart): Promise<Uint8Array> {
    const object = await this.store.get(objectKey);
    if (object === undefined) throw new Refusal('unavailable', 'A part of this file is not there. Please try again.');
    return object.bytes;
  }
}

export function previewKey(fileId: FileId): string {
  return `files/${fileId}/preview`;
}
