import type { AvatarUrl, ChatMessage, ConversationId, ConversationKind, IdentityId, Receipt } from '#contracts';
import { Listeners } from '#kernel';
import type { Audience } from './conversation.js';

/** Something that happened in a conversation and is stored, but for `typing`. */
export type ChatFact =
  | { readonly kind: 'said'; readonly messages: readonly ChatMessage[] }
  | { readonly kind: 'changed'; readonly change: number; readonly message: ChatMessage }
  | { readonly kind: 'receipts'; readonly receipts: readonly Receipt[] }
  | { readonly kind: 'typing'; readonly identityId: IdentityId; readonly name: string; readonly forMs: number }
  | { readonly kind: 'opened'; readonly conversationKind: ConversationKind }
  | { readonly kind: 'group-changed' }
  | {
      readonly kind: 'member';
      readonly identityId: IdentityId;
      /** Undefined where they go by another name than their account's. */
      readonly name: string | undefined;
      readonly avatarUrl: AvatarUrl | undefined;
    }
  | { readonly kind: 'muted'; readonly isMuted: boolean }
  | { readonly kind: 'closed' };

/** A fact, where it happened and who hears of it. */
export interface ChatNews {
  readonly conversationId: ConversationId;
  readonly audience: Audience;
  readonly fact: ChatFact;
  /** This socket does not hear of it. */
  readonly exceptSocketId?: string | undefined;
}

/** Where the facts of conversations are told. Synchronous and in order; nobody awaits them. */
export class ChatFacts extends Listeners<ChatNews> {}
