import type { Attachment, ConversationId, FileId, IdentityId } from '#contracts';

export const FILE_RECORDS = Symbol('FileRecords');

/** A file that was begun. */
export interface FileRecord {
  readonly fileId: FileId;
  readonly conversationId: ConversationId;
  readonly uploaderId: IdentityId;
  readonly name: string;
  readonly sizeBytes: number;
  /** So much of it is stored. */
  readonly offsetBytes: number;
  readonly expiresAtMs: number;
  /** Once its content was found to be fit. */
  readonly attachment: Attachment | undefined;
  /** The message that carries it. */
  readonly seq: number | undefined;
}

export interface NewFile extends Pick<FileRecord, 'fileId' | 'conversationId' | 'uploaderId' | 'name' | 'sizeBytes'> {
  readonly key: string;
  readonly expiresAtMs: number;
}

/** One stretch of a file, kept as an object of its own. */
export interface FilePart {
  readonly objectKey: string;
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

/** What the content of a file turned out to be. */
export interface FileContent {
  readonly name: string;
  readonly mediaType: string;
  readonly picture?: { readonly widthPx: number; readonly heightPx: number } | undefined;
  /** In place of what was uploaded: the picture as it was written anew. */
  readonly replacedBy?: FilePart | undefined;
}

/** Where it is noted what was uploaded. Each method is one atomic step, and refuses with `unavailable` while the database is away. */
export interface FileRecords {
  /** The upload of this key, made at first need. `full`: its uploader or its conversation has no room left. */
  begin(
    file: NewFile,
    quota: { readonly personMaxBytes: number; readonly conversationMaxBytes: number },
  ): Promise<FileRecord | 'full'>;
  find(fileId: FileId): Promise<FileRecord | undefined>;
  /** Notes an object before it is written. */
  reserve(fileId: FileId, part: FilePart): Promise<void>;
  /** The object is written: it continues the file. False when the file has come elsewhere meanwhile, or is gone. */
  append(fileId: FileId, part: FilePart, expiresAtMs: number): Promise<boolean>;
  /** The stretches of the file, in order. */
  parts(fileId: FileId): Promise<readonly FilePart[]>;
  /** Every object of the file, part of it or not. */
  objects(fileId: FileId): Promise<readonly string[]>;
  /** Takes note of the content, once. */
  finish(fileId: FileId, content: FileContent, expiresAtMs: number): Promise<void>;
  forgetObjects(objectKeys: readonly string[]): Promise<void>;
  /** Nothing can be done with it any more, so that its objects can be deleted. False for one that a message carries. */
  condemn(fileId: FileId): Promise<boolean>;
  /** The row goes last, when no object is left. */
  remove(fileId: FileId): Promise<void>;
  /**
   * Sets files aside for one message of their uploader; in the order given. Undefined unless all of them are whole, of this
   * conversation, and of no other message.
   */
  claim(of: {
    readonly conversationId: ConversationId;
    readonly uploaderId: IdentityId;
    readonly messageKey: string;
    readonly fileIds: readonly FileId[];
    /** They do not expire before this, so that the message can be stored meanwhile. */
    readonly keptUntilMs: number;
  }): Promise<readonly Attachment[] | undefined>;
  /** Files that no message carries and whose time is over. */
  expired(nowMs: number, limit: number): Promise<readonly FileId[]>;
}
