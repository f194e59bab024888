import type { ListedView } from '../../engine/messenger/model.js';

/** What a conversation is called: a group by its name, one with others by theirs. */
export function titleOf({ title, others }: Pick<ListedView, 'title' | 'others'>): string {
  if (title !== undefined) return title;
  return others.map(({ name }) => name).join(', ') || '?';
}

/** The other one of two; undefined for a group. */
export function otherOf({
  kind,
  others,
}: Pick<ListedView, 'kind' | 'others'>): ListedView['others'][number] | undefined {
  return kind === 'direct' ? others[0] : undefined;
}

/** What gives a conversation its colour: the other person, or the group itself. */
export function colourIdOf(conversation: ListedView): string {
  return otherOf(conversation)?.identityId ?? conversation.conversationId;
}
