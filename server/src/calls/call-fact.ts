import type { Call, ChatMessage, ConversationId, IdentityId, RoomId } from '#contracts';
import { Listeners } from '#kernel';

/** Something that happened to a call, and who hears of it. */
export type CallFact = { readonly identityIds: readonly IdentityId[] } & (
  | { readonly kind: 'rings'; readonly call: Call; readonly roomId: RoomId }
  | { readonly kind: 'changed'; readonly call: Call; readonly acceptedOn?: string | undefined }
  | { readonly kind: 'logged'; readonly conversationId: ConversationId; readonly message: ChatMessage }
);

/** Where what happens to calls is told. Synchronous and in order; nobody awaits them. */
export class CallFacts extends Listeners<CallFact> {}
