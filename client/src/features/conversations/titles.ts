import type { ListedView } from '../../engine/messenger/model.js';

/** What a conversation is called: a group by its name, one with others by theirs. */
export function titleOf({ title, others }: Pick<ListedView, 'title' | 'others'>): string {
  if (title !== undefined) return title;
  return others.map(({ name }) => name).join(', ') || '?';
}

/** What gives a conversation its colour: the other person, or the group itself. */
export function colourIdOf({ kind, others, conversationId }: ListedView): string {
  return (kind === 'direct' ? others[0]?.identityId : undefined) ?? conversationId;
}
