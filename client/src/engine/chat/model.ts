import type { CallEntry, RefusalCode } from '#contracts';
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
  readonly reactions: readonly ReactionView[];
  /** What a call left behind here, in place of words. */
  readonly call: CallEntry | undefined;
}

/** `closed`: no conversation now, such as before one has joined. `failed`: it cannot be opened, and why. */
export type ConversationState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly why: RefusalCode };

export interface ConversationView {
  readonly state: Readable<ConversationState>;
  /** What is known, in order, without holes; what is still being sent comes last. */
  readonly messages: Readable<readonly MessageView[]>;
  /** True while there is more before the first of `messages`. */
  readonly hasOlder: Readable<boolean>;
  /** Messages of others that were not on screen yet. */
  readonly unreadCount: Readable<number>;
  /** Names of the others who have read one of one's own messages. */
  readersOf(seq: number): readonly string[];
  /** Names of the others who are typing now. */
  readonly typing: Readable<readonly string[]>;
  /** Takes the message over: from here on it is kept until the server has it. False when it is empty or too long. */
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
  /** What is being written; it outlives the panel it is typed in. */
  readonly draft: Readable<string>;
  /** For each change of what is being written. Telling the others that one writes is rationed in here. */
  write(text: string): void;
}
