import type {
  ChatMessage,
  Conversation,
  ConversationId,
  ConversationMember,
  IdentityId,
  MeetingId,
  RoomId,
} from '#contracts';
import type { Appended, ConversationPlace, NewMessage } from './conversation.js';

export const CHAT_RECORDS = Symbol('ChatRecords');
export const MESSAGE_STORE = Symbol('MessageStore');

/** Where messages are added. All methods of these ports refuse with `unavailable` while the database is away. */
export interface MessageStore {
  /**
   * Stores messages of any conversations in one commit, all or none, numbered in the order given. A key that its sender
   * has used before keeps its message. Undefined stands for a conversation that is gone.
   */
  append(messages: readonly NewMessage[]): Promise<readonly (Appended | undefined)[]>;
}

/** Whom a conversation is shown to, and from which message on. */
export interface Reader {
  readonly conversationId: ConversationId;
  readonly identityId: IdentityId;
  readonly fromSeq: number;
}

/** A change to a message that was said before, and its number among the conversation's changes. */
export interface Changed {
  readonly message: ChatMessage;
  readonly change: number;
  /** False when all was so already: the last change that was made is given then. */
  readonly isNew: boolean;
}

/** A conversation to be found or made. `foundBy` says what there may be only one of. */
export interface NewConversation {
  /** Of a group: who made it. */
  readonly ownerId?: IdentityId | undefined;
  readonly conversationId: ConversationId;
  readonly kind: 'direct' | 'group' | 'private';
  readonly foundBy: string;
  readonly title?: string | undefined;
  readonly meetingId?: MeetingId | undefined;
  readonly members: readonly { readonly identityId: IdentityId; readonly name: string }[];
  readonly atMs: number;
}

export interface Marks {
  readonly identityId: IdentityId;
  readonly deliveredSeq: number;
  readonly readSeq: number;
}

/** Where conversations are kept. Each method is one atomic step. */
export interface ChatRecords {
  /** The conversation of a room, made at first need; notes the number with which this meeting begins. */
  roomPlace(
    roomId: RoomId,
    meeting: { readonly meetingId: MeetingId; readonly conversationId: ConversationId; readonly atMs: number },
  ): Promise<ConversationPlace>;
  findPlace(conversationId: ConversationId): Promise<ConversationPlace | undefined>;
  /** True beside it when it was made just now. */
  findOrStart(conversation: NewConversation): Promise<{ readonly place: ConversationPlace; readonly isNew: boolean }>;
  /**
   * Notes that somebody looked in, under this name. Who comes new to a room has read what they may not see; nobody
   * becomes a member of anything else by looking in.
   */
  enter(reader: Reader, who: { readonly name: string; readonly atMs: number }): Promise<void>;
  view(reader: Reader): Promise<Conversation | undefined>;
  /** What somebody is a member of, the latest message first; private ones of this meeting only. */
  memberships(
    identityId: IdentityId,
    of: { readonly meetingId: MeetingId | undefined; readonly limit: number },
  ): Promise<readonly Reader[]>;
  members(conversationId: ConversationId, limit: number): Promise<readonly ConversationMember[]>;
  /** Those of these people who are members, or have looked in. */
  among(conversationId: ConversationId, identityIds: readonly IdentityId[]): Promise<readonly IdentityId[]>;
  /** The last `limit` messages up to and including `toSeq`, ascending. */
  messages(
    reader: Reader,
    range: { readonly fromSeq: number; readonly toSeq: number; readonly limit: number },
  ): Promise<readonly ChatMessage[]>;
  changes(reader: Reader, range: { readonly afterChange: number; readonly limit: number }): Promise<readonly Changed[]>;
  /** Undefined, here and below, when the reader may not see such a message. Others' messages are never edited. */
  edit(
    reader: Reader,
    edit: { readonly seq: number; readonly text: string; readonly atMs: number },
  ): Promise<Changed | undefined>;
  delete(
    reader: Reader,
    which: { readonly seq: number; readonly isModerator: boolean; readonly atMs: number },
  ): Promise<Changed | undefined>;
  /** No more than `maxCount` different reactions are put on a message. */
  react(
    reader: Reader,
    reaction: {
      readonly seq: number;
      readonly reaction: string;
      readonly isOn: boolean;
      readonly atMs: number;
      readonly maxCount: number;
    },
  ): Promise<Changed | undefined>;
  /** Moves marks up, never back and never past the last message; returns them as they stand then. */
  mark(conversationId: ConversationId, marks: readonly Marks[]): Promise<readonly Marks[]>;
  setMuted(conversationId: ConversationId, identityId: IdentityId, isMuted: boolean): Promise<void>;
  search(
    readers: readonly Reader[],
    words: { readonly words: string; readonly limit: number },
  ): Promise<readonly { readonly conversationId: ConversationId; readonly message: ChatMessage }[]>;
  /** Deletes the private conversations of a meeting and returns what they were. */
  dropPrivate(meetingId: MeetingId): Promise<readonly ConversationPlace[]>;
  /** Deletes those of meetings that are over, for when the server died in between. */
  dropStray(): Promise<number>;
  /**
   * Removes up to `limit` messages that are older than their room keeps them, or than `days` where it chose nothing, from
   * the beginning of conversations; returns how many.
   */
  prune(of: { readonly nowMs: number; readonly days: number; readonly limit: number }): Promise<number>;
}
