import type {
  Attachment,
  CallEntry,
  Conversation,
  ConversationId,
  GroupChange,
  ParticipantId,
  RefusalCode,
} from '#contracts';
import type { FileTransfer } from '../files/model.js';
import type { Readable } from '../store.js';

/*
 * A conversation as screens show it. Components see this and nothing behind it.
 */

/**
 * How far a message has come. `sending`: kept in this browser until the server has it; `sent`: stored; `delivered`: on a device of
 * somebody else; `read`: really seen by somebody else. It never goes back. Of a message of others, `read` says that it was on
 * one's own screen.
 */
export type MessageStatus = 'sending' | 'sent' | 'delivered' | 'read';

/** One kind of reaction to a message. */
export interface ReactionView {
  readonly emoji: string;
  readonly count: number;
  readonly isOwn: boolean;
}

/** The message that another one answers, as far as it is known here. */
export interface QuoteView {
  readonly seq: number;
  readonly authorName: string;
  readonly text: string;
  readonly isDeleted: boolean;
}

/** Somebody who is called by name. */
export interface MentionView {
  readonly identityId: string;
  readonly name: string;
  readonly isSelf: boolean;
}

/** Somebody in a conversation. */
export interface MemberView extends MentionView {
  /** True for somebody without an account, in a conversation where others have one. */
  readonly isMarkedGuest: boolean;
  /** Undefined for who has no picture. */
  readonly avatarUrl: string | undefined;
}

/** One message. One that did not change is the same object as before. */
export interface MessageView {
  /** The same before and after it was acknowledged. */
  readonly key: string;
  /** Place in the conversation, from 1; undefined until the server has it. */
  readonly seq: number | undefined;
  readonly authorId: string;
  readonly authorName: string;
  /** True for an author without an account, in a conversation where others have one. */
  readonly isMarkedGuest: boolean;
  /** The author's picture; undefined for who has none. */
  readonly avatarUrl: string | undefined;
  readonly isOwn: boolean;
  /** As it was typed; empty when it was deleted. */
  readonly text: string;
  /** Server clock once stored, this device's until then. Ms since the Unix epoch. */
  readonly sentAtMs: number;
  readonly status: MessageStatus;
  /** The server will not take it, for good. */
  readonly refusal: RefusalCode | undefined;
  readonly isEdited: boolean;
  readonly isDeleted: boolean;
  readonly quote: QuoteView | undefined;
  /** What the meeting was about when it was sent. */
  readonly topic: string | undefined;
  readonly reactions: readonly ReactionView[];
  /** Whom it calls by name, as `@name` in the text. */
  readonly mentions: readonly MentionView[];
  /** What a call left behind here, in place of words. */
  readonly call: CallEntry | undefined;
  /** What its author did to the group, in place of words. */
  readonly groupChange: GroupChange | undefined;
  readonly attachments: readonly Attachment[];
}

/** A file that will go with the next message. */
export interface FileOnItsWay {
  readonly key: string;
  readonly transfer: FileTransfer;
}

/** The files of a conversation. */
export interface ConversationFiles {
  /** What goes with the next message. */
  readonly next: Readable<readonly FileOnItsWay[]>;
  /** True while a message would have to wait for one of them. */
  readonly isBusy: Readable<boolean>;
  /** Begins to send them at once. Returns how many were left out: empty ones, and more than a message carries. */
  add(files: readonly File[]): number;
  /** Gives one up. Safe to repeat. */
  remove(key: string): void;
  /** A picture, made small. @throws {Refusal} */
  preview(attachment: Attachment): Promise<Blob>;
  /** The whole file, to be handed to the person. @throws {Refusal} */
  download(attachment: Attachment): Promise<Blob>;
}

/** `closed`: no conversation now, such as before one has joined. `failed`: it cannot be opened, and why. */
export type ConversationState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly why: RefusalCode };

export interface ConversationView {
  readonly state: Readable<ConversationState>;
  /** What it is, as it was when it was opened last; undefined before. */
  readonly about: Readable<Conversation | undefined>;
  /** Who is in it, oneself included, as far as names are known. */
  readonly members: Readable<readonly MemberView[]>;
  /** A part of it, in order, without holes, and no more than about a thousand; what is still being sent comes last. */
  readonly messages: Readable<readonly MessageView[]>;
  /** True while there is more before the first of `messages`. */
  readonly hasOlder: Readable<boolean>;
  /** True while there is more after the last of `messages` that was sent: somebody went far back. */
  readonly hasNewer: Readable<boolean>;
  /** Messages of others that were not on screen yet. */
  readonly unreadCount: Readable<number>;
  /** Names of the others who have read one of one's own messages. */
  readersOf(seq: number): readonly string[];
  /** Names of the others who are typing now. */
  readonly typing: Readable<readonly string[]>;
  /**
   * Takes the message over: from here on it is kept until the server has it. False when it is empty, too long, or
   * while its files are on their way. Whoever is
   * called in it by `@name` is told so.
   */
  send(text: string, replyToSeq?: number): boolean;
  /** Sends one again that was refused. */
  retry(key: string): void;
  /** Gives a message up that was refused. */
  discard(key: string): void;
  /** @throws {Refusal} when the server says no. */
  edit(seq: number, text: string): Promise<void>;
  /** @throws {Refusal} when the server says no. */
  remove(seq: number): Promise<void>;
  /** Sets or takes back one's own reaction. @throws {Refusal} when the server says no. */
  react(seq: number, emoji: string, isOn: boolean): Promise<void>;
  /** Everything up to `seq` was really on screen. */
  markRead(seq: number): void;
  /** Fetches what comes before the first of `messages`. Never rejects; safe to repeat. */
  loadOlder(): Promise<void>;
  /** Fetches what comes after the last of `messages`. Never rejects; safe to repeat. */
  loadNewer(): Promise<void>;
  /** Goes to the end, without what is between. Never rejects. */
  toNewest(): Promise<void>;
  /** What somebody looks at, which is not let go of; undefined when nobody looks any more, which leads back to the end. */
  look(seq: number | undefined): void;
  /** Goes to this message, with what is around it. Resolves with whether it is there; never rejects. */
  reach(seq: number): Promise<boolean>;
  /** Undefined where no files can be sent. */
  readonly files: ConversationFiles | undefined;
  /** What is being written; it outlives the panel it is typed in. */
  readonly draft: Readable<string>;
  /** For each change of what is being written. Telling the others that one writes is rationed in here. */
  write(text: string): void;
}

/** What oneself and one other say to each other beside a meeting. */
export interface PrivateChat {
  readonly conversationId: ConversationId;
  /** The other one's name. */
  readonly name: string;
  readonly conversation: ConversationView;
}

export interface PrivateChatsView {
  readonly list: Readable<readonly PrivateChat[]>;
  /** Of all of them together. */
  readonly unreadCount: Readable<number>;
  /** Finds or begins the one with somebody in the meeting. @throws {Refusal} `not-found` when they have left. */
  start(participantId: ParticipantId): Promise<ConversationId>;
}
