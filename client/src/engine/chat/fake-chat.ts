import {
  ChatMessage,
  type Conversation,
  ConversationId,
  IdentityId,
  OpenedConversation,
  type ConversationMember,
} from '#contracts';

const uuid = (kind: string, count: number) => `${kind.repeat(8)}-0000-4000-8000-${String(count).padStart(12, '0')}`;

export const CONVERSATION = ConversationId.parse(uuid('7', 1));
export const identity = (count: number): IdentityId => IdentityId.parse(uuid('8', count));
export const SELF = { identityId: identity(1), name: 'Ada' };
export const OTHER = { identityId: identity(2), name: 'Ben' };

/** A message of the other one, or with `traits` of anybody. */
export function said(seq: number, traits: Partial<ChatMessage> = {}): ChatMessage {
  return ChatMessage.parse({
    seq,
    key: uuid('9', seq),
    fromId: OTHER.identityId,
    fromName: OTHER.name,
    text: `message ${seq}`,
    sentAtMs: seq * 1_000,
    mentions: [],
    reactions: [],
    ...traits,
  });
}

export function member(
  who: { identityId: IdentityId; name: string },
  deliveredSeq = 0,
  readSeq = 0,
): ConversationMember {
  return { ...who, deliveredSeq, readSeq };
}

/** What opening a conversation answers, with these messages as its last. */
export function opened(
  messages: readonly ChatMessage[],
  traits: Partial<Conversation> = {},
  members: readonly ConversationMember[] = [member(SELF), member(OTHER)],
): OpenedConversation {
  return OpenedConversation.parse({
    conversation: {
      conversationId: CONVERSATION,
      kind: 'direct',
      firstSeq: 1,
      lastSeq: messages.at(-1)?.seq ?? 0,
      lastChange: 0,
      deliveredSeq: 0,
      readSeq: 0,
      unreadCount: 0,
      mentionCount: 0,
      isMuted: false,
      ...traits,
    },
    messages,
    members,
  });
}
