import type { CallId, ChatMessage, ConversationId, IdentityId, RoomId } from '#contracts';
import type { AdditionEntry } from './additions.js';
import type { CallMember, CallPerson } from './call-people.js';
import type { KeptCall } from './call.js';

export const CALL_RECORDS = Symbol('CallRecords');

/** A call that nobody brings to its end any more. */
export interface StrayCall {
  readonly callId: CallId;
  /** It rings too long; else it runs, but its meeting is over. */
  readonly isRinging: boolean;
}

/** Where calls are kept. Each method is one atomic step; all refuse with `unavailable` while the database is away. */
export interface CallRecords {
  /** The members of a conversation between people; empty for any other, and for one that there is not. */
  membersOf(conversationId: ConversationId): Promise<readonly CallMember[]>;
  /**
   * Those of these people whom somebody may bring into a call: members of its conversation, and people with an account
   * whom they have met. Themselves among them.
   */
  callable(of: {
    readonly byId: IdentityId;
    readonly conversationId: ConversationId;
    readonly identityIds: readonly IdentityId[];
  }): Promise<readonly CallPerson[]>;
  /** Those among these people who are in a call that has been taken. */
  busy(identityIds: readonly IdentityId[]): Promise<ReadonlySet<IdentityId>>;
  get(callId: CallId): Promise<KeptCall | undefined>;
  /** The call that rings or runs in a conversation, or one with this id whatever became of it. */
  find(of: { readonly callId: CallId; readonly conversationId: ConversationId }): Promise<KeptCall | undefined>;
  /** False when another call of this conversation was first. */
  insert(call: KeptCall): Promise<boolean>;
  /** Applies a rule to a call that nobody else changes meanwhile. Undefined when there is no such call. */
  change(callId: CallId, rule: (call: KeptCall) => KeptCall): Promise<CallChange | undefined>;
  /** The calls somebody is called by or takes part in that are not over. */
  current(identityId: IdentityId, limit: number): Promise<readonly KeptCall[]>;
  /** The call that rings or runs in a room. */
  inRoom(roomId: RoomId): Promise<KeptCall | undefined>;
  /** For when a server died. */
  stray(nowMs: number, limit: number): Promise<readonly StrayCall[]>;
  /** Writes what became of a call into its conversation. Safe to repeat. Undefined when the conversation is gone. */
  log(call: KeptCall): Promise<ChatMessage | undefined>;
  /** Writes what became of an addition into the conversation of the two, which is made when there is none. Safe to repeat. */
  logAddition(entry: AdditionEntry): Promise<LoggedAddition | undefined>;
}

export interface LoggedAddition {
  readonly conversationId: ConversationId;
  readonly message: ChatMessage;
}

export interface CallChange {
  readonly before: KeptCall;
  /** The very object of `before` when nothing changed. */
  readonly call: KeptCall;
}
