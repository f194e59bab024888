import type { ChatMessage, IdentityId } from '#contracts';
import type { MessageLog } from './message-log.js';
import type { MentionView, MessageStatus, MessageView, QuoteView } from './model.js';
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

/** Of views that are kept for those that are shown, at most. */
const KNOWN_PER_SHOWN_MAX_COUNT = 2;

/** What a view was made of, beside its message. */
interface Made {
  readonly view: MessageView;
  readonly selfId: IdentityId;
  readonly status: MessageStatus;
  readonly hasMembers: boolean;
  readonly quoted: ChatMessage | undefined;
}

/** The list of a conversation as screens show it. */
export class MessageViews {
  /** Made anew only for what changed: the list is asked for with each message and each receipt. */
  readonly #made = new WeakMap<ChatMessage, Made>();
  /** Those that were shown, by their keys; some of them no more. */
  readonly #known = new Map<string, MessageView>();
  #last: readonly MessageView[] = [];

  /** Whoever did not change is the very object of the last time, and when nobody did, so is the list. */
  of(parts: Parts): readonly MessageView[] {
    const views = [...this.#stored(parts), ...this.#waiting(parts)];
    const isSameList = views.length === this.#last.length && views.every((view, at) => view === this.#last[at]);
    if (!isSameList) this.#last = views;
    if (this.#known.size > KNOWN_PER_SHOWN_MAX_COUNT * (views.length + 1)) this.#forget();
    return this.#last;
  }

  #stored({ log, receipts, self, readSeq, isOfAccount }: Parts): MessageView[] {
    const selfId = self.identityId;
    const marks = receipts.highestBeside(selfId);
    const own = { deliveredSeq: Number.MAX_SAFE_INTEGER, readSeq };
    const { messages } = log;
    const hasMembers = isOfAccount || receipts.hasMembers || messages.some(({ isGuest }) => isGuest !== true);
    return messages.map((message) => {
      const status = statusOf(message.seq, message.fromId === selfId ? marks : own);
      const quoted = message.replyTo === undefined ? undefined : log.at(message.replyTo);
      const made = this.#made.get(message);
      const isAsBefore =
        made?.status === status &&
        made.selfId === selfId &&
        made.hasMembers === hasMembers &&
        made.quoted === quoted &&
        !hasNames(message);
      if (isAsBefore) return made.view;
      const quote = quoteOf(message.replyTo, quoted);
      const mentions = mentionsOf(message.mentions, receipts, self);
      const view = this.#reused(viewOf(message, { selfId, hasMembers, status, quote, mentions }));
      this.#made.set(message, { view, selfId, status, hasMembers, quoted });
      return view;
    });
  }

  #waiting({ log, outbox, receipts, self }: Parts): MessageView[] {
    const drafts = outbox?.drafts ?? [];
    if (drafts.length === 0) return [];
    const own = log.messages.filter(({ fromId }) => fromId === self.identityId);
    const storedKeys = new Set(own.map(({ key }) => key));
    return drafts
      .filter(({ key }) => !storedKeys.has(key))
      .map((draft) =>
        this.#reused({
          ...waitingViewOf(draft, self),
          quote: quoteOf(draft.replyTo, draft.replyTo === undefined ? undefined : log.at(draft.replyTo)),
          mentions: mentionsOf(draft.mentions ?? [], receipts, self),
        }),
      );
  }

  /** What was fetched again is mostly what it was. */
  #reused(view: MessageView): MessageView {
    const old = this.#known.get(view.key);
    if (old !== undefined && isSame(old, view)) return old;
    this.#known.set(view.key, view);
    return view;
  }

  #forget(): void {
    this.#known.clear();
    for (const view of this.#last) this.#known.set(view.key, view);
  }
}

/** Whom a message mentions may go by another name by now. */
function hasNames({ mentions }: ChatMessage): boolean {
  return mentions.length > 0;
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

function quoteOf(seq: number | undefined, quoted: ChatMessage | undefined): QuoteView | undefined {
  if (seq === undefined) return undefined;
  return {
    seq,
    authorName: quoted?.fromName ?? '',
    text: quoted?.text ?? '',
    isDeleted: quoted?.deletedAtMs !== undefined,
  };
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
