import type { MessageView } from '../../engine/chat/model.js';

/** One line of the list: a message, the day or the topic that begins above it, or what stands above everything. */
export type Row =
  | { readonly kind: 'top'; readonly key: string; readonly hasOlder: boolean }
  | { readonly kind: 'day'; readonly key: string; readonly atMs: number }
  | { readonly kind: 'topic'; readonly key: string; readonly title: string }
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'message'; readonly key: string; readonly message: MessageView; readonly opensGroup: boolean };

/** Messages of one person this close together stand under one name. */
const GROUP_WITHIN_MS = 5 * 60_000;

interface Marks {
  readonly hasOlder: boolean;
  /** Where a line says that the new ones begin; undefined for none. */
  readonly firstUnreadSeq?: number | undefined;
}

/** The list as it is drawn. Messages stand under their sender's name in groups; each day and each topic begins with a line. */
export function rowsOf(messages: readonly MessageView[], { hasOlder, firstUnreadSeq }: Marks): readonly Row[] {
  const rows: Row[] = [{ kind: 'top', key: 'top', hasOlder }];
  let before: MessageView | undefined;
  for (const message of messages) {
    const opensDay = before === undefined || dayOf(before.sentAtMs) !== dayOf(message.sentAtMs);
    if (opensDay)
      rows.push({ kind: 'day', key: `day ${dayOf(message.sentAtMs)} ${message.key}`, atMs: message.sentAtMs });
    const { topic } = message;
    const opensTopic = topic !== undefined && topic !== before?.topic;
    if (opensTopic) rows.push({ kind: 'topic', key: `topic ${message.key}`, title: topic });
    const opensUnread = firstUnreadSeq !== undefined && message.seq === firstUnreadSeq;
    if (opensUnread) rows.push({ kind: 'unread', key: 'unread' });
    const opensGroup = opensDay || opensTopic || opensUnread || before === undefined || !isSameGroup(before, message);
    rows.push({ kind: 'message', key: message.key, message, opensGroup });
    before = message;
  }
  return rows;
}

function isSameGroup(before: MessageView, message: MessageView): boolean {
  if (before.groupChange !== undefined) return false;
  return before.authorId === message.authorId && message.sentAtMs - before.sentAtMs < GROUP_WITHIN_MS;
}

/** The day on this device's calendar, as one number. */
function dayOf(atMs: number): number {
  const date = new Date(atMs);
  return date.getFullYear() * 10_000 + date.getMonth() * 100 + date.getDate();
}
