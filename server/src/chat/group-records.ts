import type { ConversationId, IdentityId } from '#contracts';
import type { NewConversation } from './chat-records.js';

export const GROUP_RECORDS = Symbol('GroupRecords');

type Newcomer = NewConversation['members'][number];

/** Changes groups. Each method is one atomic step, and looks whether `byId` owns the group as part of it. */
export interface GroupRecords {
  /** False when it goes by that name already, or is not theirs. */
  rename(change: {
    readonly conversationId: ConversationId;
    readonly byId: IdentityId;
    readonly title: string;
  }): Promise<boolean>;
  /** Those who were no members yet, and are now; they read from here on. Undefined when the group would be too large. */
  add(change: {
    readonly conversationId: ConversationId;
    readonly byId: IdentityId;
    readonly newcomers: readonly Newcomer[];
    readonly maxCount: number;
    readonly atMs: number;
  }): Promise<readonly Newcomer[] | undefined>;
  /** Who was removed; undefined when they were no member, or the group is not theirs. */
  remove(change: {
    readonly conversationId: ConversationId;
    readonly byId: IdentityId;
    readonly identityId: IdentityId;
  }): Promise<Newcomer | undefined>;
  /** Whoever owns it hands it on to who looked in last; a group without members is deleted. False for no member. */
  leave(conversationId: ConversationId, identityId: IdentityId): Promise<boolean>;
}
