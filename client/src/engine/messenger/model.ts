import type { ConversationId, ConversationKind, GroupChange, IdentityId, KnownPerson, Presence } from '#contracts';
import type { ConversationView } from '../chat/model.js';
import type { PhoneView } from '../phone/model.js';
import type { Readable } from '../store.js';

/*
 * What somebody who is signed in has beside meetings: conversations, who is there, and a phone. Components see this and
 * nothing behind it.
 */

/** The last thing that was said in a conversation, for a line in a list. */
export interface LastMessage {
  readonly text: string;
  readonly authorName: string;
  readonly isOwn: boolean;
  readonly isDeleted: boolean;
  readonly sentAtMs: number;
  readonly call: { readonly outcome: 'answered' | 'declined' | 'busy' | 'missed' | 'cancelled' } | undefined;
  readonly groupChange: GroupChange | undefined;
}

/** Somebody one has a conversation with. */
export interface OtherView extends KnownPerson {
  /** True for somebody without an account. */
  readonly isMarkedGuest: boolean;
  readonly avatarUrl: string | undefined;
}

/** One conversation in the list. One that did not change is the same object as before. */
export interface ListedView {
  readonly conversationId: ConversationId;
  readonly kind: ConversationKind;
  /** What a group is called; undefined for two. */
  readonly title: string | undefined;
  /** Who decides about a group; undefined for two. */
  readonly ownerId: IdentityId | undefined;
  /** The members beside oneself; of a large group the first few. */
  readonly others: readonly OtherView[];
  readonly last: LastMessage | undefined;
  readonly unreadCount: number;
  readonly mentionCount: number;
  readonly isMuted: boolean;
}

/** Something that was just said while nobody looked, fit to be told as a notice. */
export interface MessengerNews {
  readonly conversation: ListedView;
  readonly authorName: string;
  readonly text: string;
  /** It calls oneself by name. */
  readonly isMention: boolean;
  /** It is no message but a call that nobody here took. */
  readonly isMissedCall: boolean;
}

/** A message that was found by its words. */
export interface SearchHit {
  readonly conversationId: ConversationId;
  readonly seq: number;
  readonly authorName: string;
  readonly text: string;
  readonly sentAtMs: number;
}

export interface MessengerView {
  /** Who this is; undefined while nobody is signed in. */
  readonly self: Readable<KnownPerson | undefined>;
  /** False while there is no line to the server. */
  readonly isConnected: Readable<boolean>;
  /** Conversations, the one with the latest message first; undefined until they were fetched. */
  readonly list: Readable<readonly ListedView[] | undefined>;
  /** Unread messages of all conversations that are not muted. */
  readonly unreadCount: Readable<number>;
  /** How the people of the list, and oneself, are now. Nobody is in it of whom nothing is known. */
  readonly presence: Readable<ReadonlyMap<IdentityId, Presence>>;
  readonly phone: PhoneView;
  /** One conversation; the same object while it is in use. */
  conversation(conversationId: ConversationId): ConversationView;
  /** Returns what stops the listening. */
  listen(listener: (news: MessengerNews) => void): () => void;
  /** People one may write to. @throws {Refusal} */
  find(search: string): Promise<readonly KnownPerson[]>;
  /** Finds or makes the conversation with somebody. @throws {Refusal} */
  startDirect(withId: IdentityId): Promise<ConversationId>;
  /** `key` names one wish, however often it is asked. @throws {Refusal} */
  startGroup(wish: {
    readonly key: string;
    readonly title: string;
    readonly withIds: readonly IdentityId[];
  }): Promise<ConversationId>;
  /** For its owner only, here and below. @throws {Refusal} */
  renameGroup(conversationId: ConversationId, title: string): Promise<void>;
  /** @throws {Refusal} `limit-reached` when it would be too large. */
  addToGroup(conversationId: ConversationId, identityIds: readonly IdentityId[]): Promise<void>;
  /** @throws {Refusal} */
  removeFromGroup(conversationId: ConversationId, identityId: IdentityId): Promise<void>;
  /** For any member. @throws {Refusal} */
  leaveGroup(conversationId: ConversationId): Promise<void>;
  /** @throws {Refusal} */
  setMuted(conversationId: ConversationId, isMuted: boolean): Promise<void>;
  /** In one conversation, or in all. @throws {Refusal} */
  search(words: string, conversationId?: ConversationId): Promise<readonly SearchHit[]>;
  /** Whether others may see how one is. @throws {Refusal} */
  isVisible(): Promise<boolean>;
  /** @throws {Refusal} */
  setVisible(isVisible: boolean): Promise<void>;
}
