import type { ChatMessage, ConversationId, IdentityId, ListedConversation } from '#contracts';
import { backoffMs, type BackoffOptions, type Clock } from '#kernel';
import { Marker } from '../chat/marker.js';
import type { ChatEvent } from '../chat/conversation.js';
import type { Signal } from '../signal/signal.js';
import { Store } from '../store.js';
import { listedOf } from './listed.js';
import type { ListedView } from './model.js';

type Line = Pick<Signal, 'request'>;
type MemberChanged = Extract<ChatEvent, { name: 'chat.memberChanged' }>['payload'];

const RETRY: BackoffOptions = { firstMs: 500, maxMs: 10_000, jitterRatio: 0.5 };

interface Parts {
  readonly clock: Clock;
  readonly random?: () => number;
  /** An open conversation tells itself how far it has received. */
  readonly isOpen: (conversationId: ConversationId) => boolean;
  /** Something new was said by somebody else. */
  readonly onSaid: (conversation: ListedView, message: ChatMessage) => void;
}

interface Kept {
  listed: ListedConversation;
  /** Tells the server that what came has reached this device. */
  readonly marker: Marker;
}

/**
 * Every conversation with its last message and what is unread there. Kept up to date from what is told; what does not fit to
 * what is known makes it ask for the whole list again, which is small.
 */
export class ConversationIndex {
  readonly list = new Store<readonly ListedView[] | undefined>(undefined);
  readonly #parts: Parts;
  readonly #kept = new Map<ConversationId, Kept>();
  /** Conversations that are told to this person but not in the list: private ones of a meeting. */
  readonly #foreign = new Set<ConversationId>();
  #line: Line | undefined;
  #selfId: IdentityId | undefined;
  #epoch = 0;
  #isAsking = false;
  #isStale = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  attach(line: Line, selfId: IdentityId): void {
    this.detach();
    this.#line = line;
    this.#selfId = selfId;
    this.refresh();
  }

  detach(): void {
    this.#epoch += 1;
    this.#line = undefined;
    this.#isAsking = false;
    for (const { marker } of this.#kept.values()) marker.detach();
  }

  clear(): void {
    this.detach();
    this.#kept.clear();
    this.#foreign.clear();
    this.list.set(undefined);
  }

  /** Asks for the list anew. Safe to repeat: one question at a time, and one more for all that came meanwhile. */
  refresh(): void {
    this.#isStale = true;
    void this.#ask(this.#epoch);
  }

  take(event: ChatEvent): void {
    const { conversationId } = event.payload;
    if (event.name === 'chat.opened') return event.payload.kind === 'private' ? undefined : this.refresh();
    if (event.name === 'chat.closed') {
      this.#foreign.delete(conversationId);
      return this.#kept.has(conversationId) ? this.refresh() : undefined;
    }
    const kept = this.#kept.get(conversationId);
    if (kept === undefined) return this.#onUnknown(event);
    switch (event.name) {
      case 'chat.said':
        return this.#onSaid(kept, event.payload.messages);
      case 'chat.changed':
        if (kept.listed.last?.seq === event.payload.message.seq) this.#keep(kept, { last: event.payload.message });
        return;
      case 'chat.receipts':
        return this.#onReceipts(kept, event.payload.receipts);
      case 'chat.memberChanged':
        return this.#onMember(kept, event.payload);
      case 'chat.muted':
        return this.setMuted(conversationId, event.payload.isMuted);
      case 'chat.typing':
        return;
    }
  }

  /** What the open conversation itself counts, which is more exact than what is counted here. */
  setUnread(conversationId: ConversationId, unreadCount: number): void {
    const kept = this.#kept.get(conversationId);
    if (kept === undefined) return;
    const mentionCount = Math.min(kept.listed.conversation.mentionCount, unreadCount);
    this.#change(kept, { unreadCount, mentionCount });
  }

  setMuted(conversationId: ConversationId, isMuted: boolean): void {
    const kept = this.#kept.get(conversationId);
    if (kept !== undefined) this.#change(kept, { isMuted });
  }

  #onUnknown(event: ChatEvent): void {
    const { conversationId } = event.payload;
    if (event.name !== 'chat.said' || this.#foreign.has(conversationId)) return;
    this.#foreign.add(conversationId); // Until the list says otherwise.
    this.refresh();
  }

  #onSaid(kept: Kept, messages: readonly ChatMessage[]): void {
    const { conversation } = kept.listed;
    const news = messages.filter(({ seq }) => seq > conversation.lastSeq);
    const last = news.at(-1);
    if (last === undefined) return;
    if (news[0]?.seq !== conversation.lastSeq + 1) this.refresh(); // Something was missed; the list counts it.
    const ofOthers = news.filter(({ fromId }) => fromId !== this.#selfId);
    const selfId = this.#selfId;
    const unread = ofOthers.filter(({ groupChange }) => groupChange === undefined);
    const calling = ofOthers.filter(({ mentions }) => selfId !== undefined && mentions.includes(selfId));
    this.#keep(kept, {
      last,
      conversation: {
        ...conversation,
        lastSeq: last.seq,
        unreadCount: conversation.unreadCount + unread.length,
        mentionCount: conversation.mentionCount + calling.length,
      },
    });
    if (!this.#parts.isOpen(conversation.conversationId)) kept.marker.delivered(last.seq);
    const view = this.list.get()?.find(({ conversationId }) => conversationId === conversation.conversationId);
    if (view !== undefined) for (const message of ofOthers) this.#parts.onSaid(view, message);
  }

  #onMember(kept: Kept, { identityId, name, avatarUrl }: MemberChanged): void {
    const others = kept.listed.others.map(({ avatarUrl: before, ...other }) =>
      other.identityId === identityId
        ? { ...other, name: name ?? other.name, ...(avatarUrl !== undefined && { avatarUrl }) }
        : { ...other, ...(before !== undefined && { avatarUrl: before }) },
    );
    this.#keep(kept, { others });
  }

  /** Read on another device is read. */
  #onReceipts(
    kept: Kept,
    receipts: readonly { identityId: IdentityId; deliveredSeq: number; readSeq: number }[],
  ): void {
    const own = receipts.find(({ identityId }) => identityId === this.#selfId);
    const { conversation } = kept.listed;
    if (own === undefined || own.readSeq <= conversation.readSeq) return;
    kept.marker.know(own);
    const restCount = Math.max(0, conversation.lastSeq - own.readSeq);
    this.#change(kept, {
      readSeq: own.readSeq,
      unreadCount: Math.min(conversation.unreadCount, restCount),
      mentionCount: Math.min(conversation.mentionCount, restCount),
    });
  }

  #change(kept: Kept, change: Partial<ListedConversation['conversation']>): void {
    this.#keep(kept, { conversation: { ...kept.listed.conversation, ...change } });
  }

  #keep(kept: Kept, change: Partial<ListedConversation>): void {
    kept.listed = { ...kept.listed, ...change };
    this.#show();
  }

  /** One at a time; never rejects. */
  async #ask(epoch: number, failedCount = 0): Promise<void> {
    const line = this.#line;
    if (line === undefined || this.#isAsking || !this.#isStale) return;
    this.#isAsking = true;
    this.#isStale = false;
    try {
      const { conversations } = await line.request('chat.list', {});
      if (epoch !== this.#epoch) return;
      this.#isAsking = false;
      this.#replace(conversations, line);
      void this.#ask(epoch);
    } catch {
      if (epoch !== this.#epoch) return;
      this.#isAsking = false;
      this.#isStale = true;
      const delayMs = backoffMs(RETRY, failedCount, this.#parts.random);
      this.#parts.clock.after(delayMs, () => {
        if (epoch === this.#epoch) void this.#ask(epoch, failedCount + 1);
      });
    }
  }

  #replace(conversations: readonly ListedConversation[], line: Line): void {
    const between = conversations.filter(({ conversation: { kind } }) => kind === 'direct' || kind === 'group');
    const ids = new Set(between.map(({ conversation }) => conversation.conversationId));
    for (const [id, { marker }] of this.#kept) {
      if (ids.has(id)) continue;
      marker.detach();
      this.#kept.delete(id);
    }
    for (const listed of between) {
      const { conversationId, lastSeq } = listed.conversation;
      this.#foreign.delete(conversationId);
      const kept = this.#kept.get(conversationId) ?? { listed, marker: new Marker(this.#parts) };
      kept.listed = listed;
      this.#kept.set(conversationId, kept);
      kept.marker.know(listed.conversation);
      kept.marker.attach({ signal: line, conversationId });
      if (lastSeq > 0) kept.marker.delivered(lastSeq);
    }
    this.#show();
  }

  #show(): void {
    const known = new Map(this.list.get()?.map((view) => [view.conversationId, view]));
    const views = [...this.#kept.values()]
      .toSorted((one, other) => (other.listed.last?.sentAtMs ?? 0) - (one.listed.last?.sentAtMs ?? 0))
      .map(({ listed }) => listedOf(listed, this.#selfId, known.get(listed.conversation.conversationId)));
    this.list.set(views);
  }
}
