import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ServerConfig } from '#config';
import { FileId, Refusal, type ConversationId, type FileRequest, type FileUpload, type IdentityId } from '#contracts';
import { SharedTask, type Clock } from '#kernel';
import { CLOCK, SERVER_CONFIG } from '../../core/tokens.js';
import { FileContents } from './file-content.js';
import { FILE_RECORDS, type FileRecord, type FileRecords } from './file-records.js';
import { FileRemoval } from './file-removal.js';

/** An upload that is not gone on with is given up after this, in ms. */
const UNFINISHED_MS = 10 * 60_000;
/** A file that is whole waits so long for its message, in ms: as long as somebody may be offline with it in the outbox. */
const UNSAID_MS = 24 * 60 * 60_000;

/** Who uploads what, as it was proven. */
export interface Uploading {
  readonly conversationId: ConversationId;
  readonly uploaderId: IdentityId;
  readonly fileId: FileId;
}

/** Takes files in, piece by piece. Whether somebody may is asked before. */
@Injectable()
export class UploadsService {
  readonly #finishing = new SharedTask<FileId, FileRecord>();

  constructor(
    @Inject(FILE_RECORDS) private readonly records: FileRecords,
    @Inject(FileContents) private readonly contents: FileContents,
    @Inject(FileRemoval) private readonly removal: FileRemoval,
    @Inject(SERVER_CONFIG) private readonly config: ServerConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws {Refusal} `limit-reached`; `conflict` when the key stands for another file. */
  async begin(of: Omit<Uploading, 'fileId'>, { key, name, sizeBytes }: FileRequest): Promise<FileUpload> {
    const { files } = this.config;
    if (sizeBytes > files.fileMaxBytes) {
      throw new Refusal(
        'limit-reached',
        `Files may have at most ${Math.floor(files.fileMaxBytes / 1_048_576)} MB here.`,
      );
    }
    const wish = { ...of, fileId: FileId.parse(randomUUID()), key, name, sizeBytes };
    const file = await this.records.begin({ ...wish, expiresAtMs: this.#in(UNFINISHED_MS) }, files);
    if (file === 'full') throw new Refusal('limit-reached', 'There is no room for this file any more.');
    const isSame =
      file.conversationId === of.conversationId && (file.attachment !== undefined || file.sizeBytes === sizeBytes);
    if (!isSame) throw new Refusal('conflict', 'Another file has this key.');
    return this.#shown(file);
  }

  /** @throws {Refusal} `conflict` when the file has come elsewhere; as `examine` after the last piece. */
  async append(
    of: Uploading,
    { offsetBytes, bytes }: { readonly offsetBytes: number; readonly bytes: Uint8Array },
  ): Promise<FileUpload> {
    const file = await this.#own(of);
    const isNext = file.offsetBytes === offsetBytes && offsetBytes + bytes.length <= file.sizeBytes && bytes.length > 0;
    if (!isNext || file.attachment !== undefined) throw elsewhere();
    const part = await this.contents.keep(of.fileId, offsetBytes, bytes);
    const isTaken = await this.records.append(of.fileId, part, this.#in(UNFINISHED_MS));
    if (!isTaken) {
      await this.removal.dropObjects([part.objectKey]);
      throw elsewhere();
    }
    return this.#shown(await this.#own(of));
  }

  /** @throws {Refusal} `not-found` for anybody but its uploader. */
  async state(of: Uploading): Promise<FileUpload> {
    return this.#shown(await this.#own(of));
  }

  /** Safe to repeat. @throws {Refusal} `conflict` when a message carries it. */
  async abandon(of: Uploading): Promise<void> {
    const file = await this.records.find(of.fileId);
    if (file === undefined) return;
    requireOwn(file, of);
    if (!(await this.removal.remove(of.fileId))) throw new Refusal('conflict', 'A message carries this file.');
  }

  async #own(of: Uploading): Promise<FileRecord> {
    const file = await this.records.find(of.fileId);
    if (file === undefined) throw noFile();
    requireOwn(file, of);
    return file;
  }

  /** What was whole when its server died is looked at when somebody asks. */
  async #shown(file: FileRecord): Promise<FileUpload> {
    const isWhole = file.offsetBytes === file.sizeBytes;
    const known = isWhole && file.attachment === undefined ? await this.#finished(file) : file;
    const { fileId, sizeBytes, offsetBytes, expiresAtMs, attachment } = known;
    return { fileId, sizeBytes, offsetBytes, expiresAtMs, ...(attachment !== undefined && { attachment }) };
  }

  async #finished(file: FileRecord): Promise<FileRecord> {
    try {
      return await this.#finishing.get(file.fileId, () => this.#finish(file));
    } finally {
      this.#finishing.forget(file.fileId);
    }
  }

  async #finish(file: FileRecord): Promise<FileRecord> {
    const { fileId } = file;
    try {
      const content = await this.contents.examine(file);
      await this.records.finish(fileId, content, this.#in(UNSAID_MS));
      if (content.replacedBy !== undefined) await this.removal.dropUnused(fileId);
    } catch (thrown) {
      const isUnfit = thrown instanceof Refusal && thrown.code !== 'unavailable';
      if (isUnfit) await this.removal.remove(fileId);
      throw thrown;
    }
    const finished = await this.records.find(fileId);
    if (finished?.attachment === undefined) throw noFile();
    return finished;
  }

  #in(ms: number): number {
    return this.clock.nowMs() + ms;
  }
}

/** In the same words whether there is none, it is somebody else's, or of another conversation. */
function requireOwn(file: FileRecord, { conversationId, uploaderId }: Uploading): void {
  if (file.uploaderId !== uploaderId || file.conversationId !== conversationId) throw noFile();
}

export function noFile(): Refusal {
  return new Refusal('not-found', 'There is no such file.');
}

function elsewhere(): Refusal {
  return new Refusal('conflict', 'The upload has not come to where this piece begins.');
}
