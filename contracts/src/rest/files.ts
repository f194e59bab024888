import { z } from 'zod';
import { FileId, RoomId } from '../ids.js';
import { Attachment, FILE_MAX_BYTES, FileName } from '../signalling/attachments.js';
import { AtMs } from './common.js';

/** Most bytes in one piece of an upload. */
export const FILE_PIECE_MAX_BYTES = 1024 * 1024;

/**
 * Where a conversation lives in a meeting (a room's, or a private one), this names the room, so that a balancer finds the
 * server that runs it, as on the socket.
 */
export const ConversationQuery = z.strictObject({ room: RoomId.exactOptional() });
export type ConversationQuery = z.output<typeof ConversationQuery>;

/** `GET /file-limits`. */
export const FileLimits = z.strictObject({
  fileMaxBytes: z.int().positive().max(FILE_MAX_BYTES),
  pictureMaxBytes: z.int().positive().max(FILE_MAX_BYTES),
});
export type FileLimits = z.output<typeof FileLimits>;

/** `POST /conversations/{conversationId}/files`. */
export const FileRequest = z.strictObject({
  /** Made by the client for one file; a second request with it finds the same upload, and how far it has come. */
  key: z.uuid(),
  name: FileName,
  sizeBytes: z.int().positive().max(FILE_MAX_BYTES),
});
export type FileRequest = z.output<typeof FileRequest>;

/** An upload, as far as it has come. */
export const FileUpload = z.strictObject({
  fileId: FileId,
  sizeBytes: z.int().positive().max(FILE_MAX_BYTES),
  /** So much is stored; the next piece begins here. */
  offsetBytes: z.int().nonnegative().max(FILE_MAX_BYTES),
  /** Unless a message carries it by then, it is deleted. */
  expiresAtMs: AtMs,
  /** Once the last piece was there and its content was found to be fit: what a message can carry from now on. */
  attachment: Attachment.exactOptional(),
});
export type FileUpload = z.output<typeof FileUpload>;

/** `PATCH /conversations/{conversationId}/files/{fileId}`. */
export const PieceQuery = z.strictObject({
  ...ConversationQuery.shape,
  /** Where this piece begins: the `offsetBytes` of the last answer. */
  offsetBytes: z.coerce.number().int().min(0).max(FILE_MAX_BYTES),
});
export type PieceQuery = z.output<typeof PieceQuery>;
