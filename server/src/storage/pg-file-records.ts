import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Refusal, type Attachment, type ConversationId, type FileId, type IdentityId } from '#contracts';
import type { FileContent, FilePart, FileRecord, FileRecords, NewFile } from '../chat/files/file-records.js';
import { orAway } from './away.js';
import { attachmentFrom, type AttachmentRow } from './file-rows.js';
import { returned } from './returned.js';

const COLUMNS = `
  file_id AS "fileId", conversation_id AS "conversationId", uploader_id AS "uploaderId", name,
  size_bytes::float8 AS "sizeBytes", offset_bytes::float8 AS "offsetBytes", expires_at AS "expiresAt",
  media_type AS "mediaType", width_px AS "widthPx", height_px AS "heightPx", seq`;

/** Two begin at once: the second sees what the first has taken. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended(w.id, 0)) FROM unnest($1::text[]) AS w(id)`;

const OF_KEY = `SELECT ${COLUMNS}, is_over AS "isOver" FROM chat_files WHERE uploader_id = $1 AND key = $2`;

const KEPT = `
  SELECT coalesce(sum(size_bytes) FILTER (WHERE uploader_id = $1), 0)::float8 AS "ofPerson",
    coalesce(sum(size_bytes) FILTER (WHERE conversation_id = $2), 0)::float8 AS "ofConversation"
  FROM chat_files WHERE uploader_id = $1 OR conversation_id = $2`;

const INSERT = `
  INSERT INTO chat_files (file_id, conversation_id, uploader_id, key, name, size_bytes, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${COLUMNS}`;

const FIND = `SELECT ${COLUMNS} FROM chat_files WHERE file_id = $1 AND NOT is_over`;

const RESERVE = `
  INSERT INTO chat_file_parts (object_key, file_id, offset_bytes, size_bytes)
  SELECT $2, file_id, $3, $4 FROM chat_files WHERE file_id = $1
  ON CONFLICT (object_key) DO NOTHING`;

const APPEND = `
  WITH grown AS (
    UPDATE chat_files SET offset_bytes = offset_bytes + $4, expires_at = $5
    WHERE file_id = $1 AND offset_bytes = $3 AND offset_bytes + $4 <= size_bytes AND media_type IS NULL
      AND NOT is_over
    RETURNING file_id
  )
  UPDATE chat_file_parts p SET is_stored = true FROM grown
  WHERE p.file_id = grown.file_id AND p.object_key = $2 RETURNING p.object_key`;

const PARTS = `
  SELECT object_key AS "objectKey", offset_bytes::float8 AS "offsetBytes", size_bytes AS "sizeBytes"
  FROM chat_file_parts WHERE file_id = $1 AND is_stored ORDER BY offset_bytes`;

const OBJECTS = `SELECT object_key AS "objectKey" FROM chat_file_parts WHERE file_id = $1`;

const REPLACE = `
  UPDATE chat_file_parts SET is_stored = (object_key = $2) WHERE file_id = $1`;

const FINISH = `
  UPDATE chat_files SET name = $2, media_type = $3, width_px = $4, height_px = $5, expires_at = $6,
    size_bytes = coalesce($7, size_bytes), offset_bytes = coalesce($7, offset_bytes)
  WHERE file_id = $1 AND media_type IS NULL RETURNING file_id`;

const FORGET = `DELETE FROM chat_file_parts WHERE object_key = ANY($1::text[])`;

/** No piece and no message finds it after this. */
const CONDEMN = `
  UPDATE chat_files SET is_over = true WHERE file_id = $1 AND seq IS NULL RETURNING file_id`;

const REMOVE = `DELETE FROM chat_files WHERE file_id = $1 AND seq IS NULL`;

/** One that the same message has claimed already may be claimed again: its answer was lost. */
const CLAIM = `
  UPDATE chat_files f SET message_key = $3, position = w.position,
    expires_at = CASE WHEN f.seq IS NULL THEN greatest(f.expires_at, $5) ELSE f.expires_at END
  FROM unnest($4::uuid[]) WITH ORDINALITY AS w(file_id, position)
  WHERE f.file_id = w.file_id AND f.conversation_id = $1 AND f.uploader_id = $2 AND f.media_type IS NOT NULL
    AND NOT f.is_over AND (f.seq IS NOT NULL OR f.expires_at > now())
    AND (f.message_key IS NULL OR f.message_key = $3)
    AND f.seq IS NOT DISTINCT FROM (
      SELECT m.seq FROM messages m WHERE m.conversation_id = $1 AND m.sender_id = $2 AND m.key = $3)
  RETURNING w.position, f.file_id AS "fileId", f.name, f.size_bytes::float8 AS "sizeBytes", f.media_type AS "mediaType",
    f.width_px AS "widthPx", f.height_px AS "heightPx"`;

const EXPIRED = `SELECT file_id AS "fileId" FROM chat_files WHERE seq IS NULL AND expires_at <= $1 LIMIT $2`;

type Row = Omit<FileRecord, 'attachment' | 'seq' | 'expiresAtMs'> &
  Omit<AttachmentRow, 'mediaType'> & {
    readonly expiresAt: Date;
    readonly mediaType: string | null;
    readonly seq: number | null;
  };

@Injectable()
export class PgFileRecords implements FileRecords {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  begin(
    file: NewFile,
    quota: { readonly personMaxBytes: number; readonly conversationMaxBytes: number },
  ): Promise<FileRecord | 'full'> {
    const { fileId, conversationId, uploaderId, key, name, sizeBytes, expiresAtMs } = file;
    return this.#inTransaction(async (manager) => {
      await manager.query(LOCK, [[conversationId, uploaderId].toSorted()]);
      const [known] = await manager.query<(Row & { isOver: boolean })[]>(OF_KEY, [uploaderId, key]);
      if (known?.isOver === true) throw new Refusal('conflict', 'This upload is over; begin another one.');
      if (known !== undefined) return recordFrom(known);
      const [kept] = await manager.query<{ ofPerson: number; ofConversation: number }[]>(KEPT, [
        uploaderId,
        conversationId,
      ]);
      const isFull =
        kept === undefined ||
        kept.ofPerson + sizeBytes > quota.personMaxBytes ||
        kept.ofConversation + sizeBytes > quota.conversationMaxBytes;
      if (isFull) return 'full';
      const values = [fileId, conversationId, uploaderId, key, name, sizeBytes, new Date(expiresAtMs)];
      const [row] = returned(await manager.query(INSERT, values)) as readonly Row[];
      if (row === undefined) throw new Error('A file that was just begun is gone.');
      return recordFrom(row);
    });
  }

  async find(fileId: FileId): Promise<FileRecord | undefined> {
    const [row] = await this.#ask<Row>(FIND, [fileId]);
    return row === undefined ? undefined : recordFrom(row);
  }

  async reserve(fileId: FileId, { objectKey, offsetBytes, sizeBytes }: FilePart): Promise<void> {
    await this.#ask(RESERVE, [fileId, objectKey, offsetBytes, sizeBytes]);
  }

  async append(fileId: FileId, { objectKey, offsetBytes, sizeBytes }: FilePart, expiresAtMs: number): Promise<boolean> {
    const rows = await this.#ask(APPEND, [fileId, objectKey, offsetBytes, sizeBytes, new Date(expiresAtMs)]);
    return rows.length > 0;
  }

  parts(fileId: FileId): Promise<readonly FilePart[]> {
    return this.#ask<FilePart>(PARTS, [fileId]);
  }

  async objects(fileId: FileId): Promise<readonly string[]> {
    const rows = await this.#ask<{ objectKey: string }>(OBJECTS, [fileId]);
    return rows.map(({ objectKey }) => objectKey);
  }

  async finish(fileId: FileId, content: FileContent, expiresAtMs: number): Promise<void> {
    const { name, mediaType, picture, replacedBy } = content;
    await this.#inTransaction(async (manager) => {
      const values = [fileId, name, mediaType, picture?.widthPx ?? null, picture?.heightPx ?? null];
      const rows = returned(
        await manager.query(FINISH, [...values, new Date(expiresAtMs), replacedBy?.sizeBytes ?? null]),
      );
      if (rows.length > 0 && replacedBy !== undefined) await manager.query(REPLACE, [fileId, replacedBy.objectKey]);
    });
  }

  async forgetObjects(objectKeys: readonly string[]): Promise<void> {
    await this.#ask(FORGET, [[...objectKeys]]);
  }

  async condemn(fileId: FileId): Promise<boolean> {
    return (await this.#ask(CONDEMN, [fileId])).length > 0;
  }

  async remove(fileId: FileId): Promise<void> {
    await this.#ask(REMOVE, [fileId]);
  }

  claim({
    conversationId,
    uploaderId,
    messageKey,
    fileIds,
    keptUntilMs,
  }: {
    readonly conversationId: ConversationId;
    readonly uploaderId: IdentityId;
    readonly messageKey: string;
    readonly fileIds: readonly FileId[];
    readonly keptUntilMs: number;
  }): Promise<readonly Attachment[] | undefined> {
    return this.#inTransaction(async (manager) => {
      const values = [conversationId, uploaderId, messageKey, [...fileIds], new Date(keptUntilMs)];
      const rows = returned(await manager.query(CLAIM, values)) as readonly (AttachmentRow & { position: number })[];
      // All or none: what was set aside for a message that cannot be is free again.
      if (rows.length !== fileIds.length) throw new NotAll();
      return rows.toSorted((one, other) => one.position - other.position).map(attachmentFrom);
    }).catch((thrown: unknown) => {
      if (thrown instanceof NotAll) return undefined;
      throw thrown;
    });
  }

  async expired(nowMs: number, limit: number): Promise<readonly FileId[]> {
    const rows = await this.#ask<{ fileId: FileId }>(EXPIRED, [new Date(nowMs), limit]);
    return rows.map(({ fileId }) => fileId);
  }

  async #ask<T>(statement: string, values: unknown[]): Promise<readonly T[]> {
    return returned(await orAway(this.database.query(statement, values))) as readonly T[];
  }

  #inTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return orAway(this.database.transaction(work));
  }
}

/** Takes a transaction back. */
class NotAll extends Error {
  override readonly name = 'NotAll';
}

function recordFrom({ mediaType, seq, expiresAt, widthPx, heightPx, ...row }: Row): FileRecord {
  const { fileId, conversationId, uploaderId, name, sizeBytes, offsetBytes } = row;
  return {
    fileId,
    conversationId,
    uploaderId,
    name,
    sizeBytes,
    offsetBytes,
    seq: seq ?? undefined,
    expiresAtMs: expiresAt.getTime(),
    attachment:
      mediaType === null ? undefined : attachmentFrom({ fileId, name, sizeBytes, mediaType, widthPx, heightPx }),
  };
}
