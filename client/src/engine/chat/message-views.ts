import type { ChatMessage, IdentityId } from '#contracts';
import type { MessageLog } from './message-log.js';
import type { MentionView, MessageView, QuoteView } from './model.js';
import type { Draft, Outbox } from './outbox.js';
import { statusOf, type Receipts } from './receipts.js';

export interface Self {
  readonly identityId: IdentityId;
  readonly name: string;
}

/** One for all, so that most messages are told to be the same without looking into them. */
const NONE: readonly never[] = [];

interface Parts {
  readonly log: MessageLog;
  readonly outbox: Outbox | undefined;
  readonly receipts: Receipts;
  readonly self: Self;
  /** How far oneself has read. */
  readonly readSeq: number;
  /** True for what belongs to somebody with an account, whether they have been here or not. */
  readonly isOfAccount: boolean;
}

/** The list as screens show it. Whoever did not change is the very object of `before`, and when nobody did, so is the list. */
export function messageViewsOf(
  { log, outbox, receipts, self, readSeq, isOfAccount }: Parts,
  before: readonly MessageView[],
): readonly MessageView[] {
  const marks = receipts.highestBeside(self.identityId);
  const own = { deliveredSeq: Number.MAX_SAFE_INTEGER, readSeq };
  const messages = log.messages;
  const hasMembers = isOfAccount || receipts.hasMembers || messages.some(({ isGuest }) => isGuest !== true);
  const stored = messages.map((message) =>
    viewOf(message, {
      selfId: self.identityId,
      hasMembers,
      status: statusOf(message.seq, message.fromId === self.identityId ? marks : own),
      quote: quoteOf(log, message.replyTo),
      mentions: mentionsOf(message.mentions, receipts, self),
    }),
  );
  const storedKeys = new Set(messages.filter(({ fromId }) => fromId === self.identityId).map(({ key }) => key));
  const waiting = (outbox?.drafts ?? [])
    .filter(({ key }) => !storedKeys.has(key))
    .map((draft) => ({
      ...waitingViewOf(draft, self),
      quote: quoteOf(log, draft.replyTo),
      mentions: mentionsOf(draft.mentions ?? [], receipts, self),
    }));
  return reused([...stored, ...waiting], before);
}

/** The answer to a send holds all that the event about it would. */
export function storedMessage(
  draft: Draft,
  stored: { readonly seq: number; readonly sentAtMs: number },
  self: Self,
): ChatMessage {
  return {
    seq: stored.seq,
    key: draft.key,
    fromId: self.identityId,
    fromName: self.name,
    text: draft.text,
    sentAtMs: stored.sentAtMs,
    mentions: [...(draft.mentions ?? [])],
    reactions: [],
    ...(draft.replyTo === undefined ? {} : { replyTo: draft.replyTo }),
    ...(draft.attachments === undefined ? {} : { attachments: [...draft.attachments] }),
  };
}

interface Surroundings extends Pick<MessageView, 'status' | 'quote' | 'mentions'> {
  readonly selfId: IdentityId;
  /** Whether anybody here has an account. */
  readonly hasMembers: boolean;
}

function viewOf(message: ChatMessage, { selfId, hasMembers, status, quote, mentions }: Surroundings): MessageView {
  return {
    key: keyOf(message.fromId, message.key),
    seq: message.seq,
    authorId: message.fromId,
    authorName: message.fromName,
    isMarkedGuest: message.isGuest === true && hasMembers,
    avatarUrl: message.avatarUrl,
    isOwn: message.fromId === selfId,
    text: message.text,
    sentAtMs: message.sentAtMs,
    status,
    refusal: undefined,
    isEdited: message.editedAtMs !== undefined,
    isDeleted: message.deletedAtMs !== undefined,
    quote,
    topic: message.topic,
    reactions: reactionsOf(message, selfId),
    mentions,
    call: message.call,
    groupChange: message.groupChange,
    attachments: message.attachments ?? NONE,
  };
}

function waitingViewOf(draft: Draft, self: Self): Omit<MessageView, 'quote' | 'mentions'> {
  return {
    key: keyOf(self.identityId, draft.key),
    seq: undefined,
    authorId: self.identityId,
    authorName: self.name,
    isMarkedGuest: false,
    avatarUrl: undefined,
    isOwn: true,
    text: draft.text,
    sentAtMs: draft.queuedAtMs,
    status: 'sending',
    refusal: draft.refusal,
    isEdited: false,
    isDeleted: false,
    topic: undefined,
    reactions: NONE,
    call: undefined,
    groupChange: undefined,
    attachments: draft.attachments ?? NONE,
  };
}

function reactionsOf({ reactions }: ChatMessage, selfId: IdentityId): MessageView['reactions'] {
  if (reactions.length === 0) return NONE;
  return reactions.map(({ reaction, count, byIds }) => ({ emoji: reaction, count, isOwn: byIds.includes(selfId) }));
}

function mentionsOf(ids: readonly IdentityId[], receipts: Receipts, self: Self): readonly MentionView[] {
  if (ids.length === 0) return NONE;
  return ids.flatMap((identityId) => {
    const isSelf = identityId === self.identityId;
    const name = receipts.nameOf(identityId) ?? (isSelf ? self.name : undefined);
    return name === undefined ? [] : [{ identityId, name, isSelf }];
  });
}

/** A key is unique among its writer's messages only: another could use the same on purpose. */
export function keyOf(fromId: string, key: string): string {
  return `${fromId}/${key}`;
}

function quoteOf(log: MessageLog, seq: number | undefined): QuoteView | undefined {
  if (seq === undefined) return undefined;
  const quoted = log.at(seq);
  return {
    seq,
    authorName: quoted?.fromName ?? '',
    text: quoted?.text ?? '',
    isDeleted: quoted?.deletedAtMs !== undefined,
  };
}

function reused(now: readonly MessageView[], before: readonly MessageView[]): readonly MessageView[] {
  const known = new Map(before.map((view) => [view.key, view]));
  const views = now.map((view) => {
    const old = known.get(view.key);
    return old !== undefined && isSame(old, view) ? old : view;
  });
  return views.length === before.length && views.every((view, at) => view === before[at]) ? before : views;
}

function isSame(a: MessageView, b: MessageView): boolean {
  return (Object.keys(b) as (keyof MessageView)[]).every(
    (field) =>
      Object.is(a[field], b[field]) || (isDeep(field) && JSON.stringify(a[field]) === JSON.stringify(b[field])),
  );
}

const DEEP: ReadonlySet<keyof MessageView> = new Set([
  'quote',
  'reactions',
  'mentions',
  'call',
  'groupChange',
  'attachments',
]);

function isDeep(field: keyof MessageView): boolean {
  return DEEP.has(field);
}
