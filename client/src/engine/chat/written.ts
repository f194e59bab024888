import { ChatText, type Attachment } from '#contracts';
import { mentionedIn } from './mentions.js';
import type { MemberView } from './model.js';
import type { Draft } from './outbox.js';

/** Files may go without words. */
const EMPTY = { success: true, data: '' } as const;

/** What a message says, in words and files; undefined when it cannot be said. */
export function writtenOf(
  text: string,
  attachments: readonly Attachment[],
  members: readonly MemberView[],
): Pick<Draft, 'text' | 'mentions' | 'attachments'> | undefined {
  const parsed = text.trim() === '' && attachments.length > 0 ? EMPTY : ChatText.safeParse(text);
  if (!parsed.success) return undefined;
  const mentions = mentionedIn(parsed.data, members);
  return {
    text: parsed.data,
    ...(mentions.length === 0 ? {} : { mentions: [...mentions] }),
    ...(attachments.length === 0 ? {} : { attachments: [...attachments] }),
  };
}
