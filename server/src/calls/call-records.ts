import type { CallId, ChatMessage, ConversationId, IdentityId, RoomId } from '#contracts';
import type { KeptCall } from './call.js';

export const CALL_RECORDS = Symbol('CallRecords');

/** Who is in a conversation, as calls need to know. */
export interface CallMember {
  readonly identityId: IdentityId;
  readonly name: string;
}

/** Where calls are kept. Each method is one atomic step; all refuse with `unavailable` while the database is away. */
export interface CallRecords {
  /** The members of a conversation between people; empty for any other, and for one that there is not. */
  membersOf(conversationId: ConversationId): Promise<readonly CallMember[]>;
  /** Those among these people who are in a call that has been taken. */
  busy(identityIds: readonly IdentityId[]): Promise<ReadonlySet<IdentityId>>;
  /** The call that rings or runs in a conversation, or one with this id whatever became of it. */
  find(of: { readonly callId: CallId; readonly conversationId: ConversationId }): Promise<KeptCall | undefined>;
  /** False when another call of this conversation was first. */
  insert(call: KeptCall): Promise<boolean>;
  /** Applies a rule to a call that nobody else changes meanwhile. Undefined when there is no such call. */
  change(callId: CallId, rule: (call: KeptCall) => KeptCall): Promise<CallChange | undefined>;
  /** The calls somebody is called by or takes part in that are not over. */
  current(identityId: IdentityId, limit: number): Promise<readonly KeptCall[]>;
  /** The call that rings or runs in a room. */
  inRoom(roomId: RoomId): Promise<CallId | undefined>;
  /** Calls whose time to ring is over, and calls that run though their meeting is over; for when a server died. */
  stray(nowMs: number, limit: number): Promise<readonly CallId[]>;
  /** Writes what became of a call into its conversation. Safe to repeat. Undefined when the conversation is gone. */
  log(call: KeptCall): Promise<ChatMessage | undefined>;
}

export interface CallChange {
  readonly call: KeptCall;
  readonly isNew: boolean;
}
