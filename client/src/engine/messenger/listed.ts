import { DisplayName, type ChatMessage, type IdentityId, type ListedConversation } from '#contracts';
import type { LastMessage, ListedView } from './model.js';

/** A line of the list. The very object of `before` when nothing in it is new. */
export function listedOf(
  { conversation, others, last }: ListedConversation,
  selfId: IdentityId | undefined,
  before: ListedView | undefined,
): ListedView {
  const { conversationId, kind, title, ownerId, unreadCount, mentionCount, isMuted } = conversation;
  const view: ListedView = {
    conversationId,
    kind,
    title,
    ownerId,
    unreadCount,
    mentionCount,
    isMuted,
    others: others.map(({ identityId, name, isGuest = false, avatarUrl }) => ({
      identityId,
      name: DisplayName.safeParse(name).data ?? '?',
      // Only who has an account has a list of conversations.
      isMarkedGuest: isGuest,
      avatarUrl,
    })),
    last: last === undefined ? undefined : lastOf(last, selfId),
  };
  return before !== undefined && JSON.stringify(before) === JSON.stringify(view) ? before : view;
}

function lastOf(message: ChatMessage, selfId: IdentityId | undefined): LastMessage {
  const { text, fromId, fromName, deletedAtMs, sentAtMs, call, groupChange } = message;
  return {
    text,
    authorName: fromName,
    isOwn: fromId === selfId,
    isDeleted: deletedAtMs !== undefined,
    sentAtMs,
    call: call === undefined ? undefined : { outcome: call.outcome },
    groupChange,
  };
}
