import type { Attachment, ConversationId, RoomId } from '#contracts';
import type { CallFailure } from '../call-failure.js';
import type { Readable } from '../store.js';

/* What the engine shows of files to whoever draws them. */

/** Where files are sent to and read from. */
export interface FilePlace {
  readonly conversationId: ConversationId;
  /** Of a conversation that lives in a meeting: a room's, or a private one. */
  readonly roomId?: RoomId | undefined;
}

export type TransferState =
  | { readonly kind: 'sending'; readonly sentRatio: number }
  /** No server answers; it goes on by itself from where it was. */
  | { readonly kind: 'waiting'; readonly sentRatio: number }
  | { readonly kind: 'done'; readonly attachment: Attachment }
  | { readonly kind: 'failed'; readonly why: CallFailure }
  | { readonly kind: 'cancelled' };

/** A file on its way into a conversation. */
export interface FileTransfer {
  readonly name: string;
  readonly sizeBytes: number;
  readonly state: Readable<TransferState>;
  /** Begins anew, or goes on, after a failure. */
  retry(): void;
  /** Gives it up, here and on the server. Safe to repeat; does nothing for one that a message carries. */
  cancel(): void;
}
