import type { ConversationId, ConversationMember, ParticipantId } from '#contracts';
import { backoffMs, type BackoffOptions, type Clock } from '#kernel';
import type { Signal } from '../signal/signal.js';
import type { KeyValues } from '../storage.js';
import { Store } from '../store.js';
import { ChatConversation, type ChatEvent } from './conversation.js';
import type { FilesPort } from './files.js';
import type { Self } from './message-views.js';
import type { PrivateChat, PrivateChatsView } from './model.js';

const RETRY: BackoffOptions = { firstMs: 500, maxMs: 10_000, jitterRatio: 0.5 };

interface Parts {
  readonly storage: KeyValues;
  readonly clock: Clock;
  readonly random?: () => number;
  readonly files?: FilesPort;
}

interface Kept {
  readonly chat: PrivateChat;
  readonly conversation: ChatConversation;
}

/** What two say to each other within a meeting. Whoever begins it, both have it; with the meeting it is gone. */
export class PrivateChats implements PrivateChatsView {
  readonly list = new Store<readonly PrivateChat[]>([]);
  readonly unreadCount = new Store(0);
  readonly #parts: Parts;
  readonly #kept = new Map<ConversationId, Kept>();
  #line: { readonly signal: Pick<Signal, 'request'>; readonly self: Self } | undefined;
  #epoch = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  attach(signal: Pick<Signal, 'request'>, self: Self): void {
    this.#epoch += 1;
    this.#line = { signal, self };
    for (const { conversation } of this.#kept.values()) conversation.attach(signal, self);
    void this.#catchUp(this.#epoch);
  }

  detach(): void {
    this.#epoch += 1;
    this.#line = undefined;
    for (const { conversation } of this.#kept.values()) conversation.detach();
  }

  /** The meeting is over for oneself. */
  clear(): void {
    this.detach();
    this.#kept.clear();
    this.#show();
  }

  take(event: ChatEvent): void {
    const { conversationId } = event.payload;
    // Its name is in the list only.
    if (event.name === 'chat.opened' && event.payload.kind === 'private') return void this.#catchUp(this.#epoch);
    this.#kept.get(conversationId)?.conversation.take(event);
    if (event.name !== 'chat.closed') return;
    this.#kept.delete(conversationId);
    this.#show();
  }

  async start(participantId: ParticipantId): Promise<ConversationId> {
    if (this.#line === undefined) throw new Error('Nobody is in the meeting before they have a seat.');
    const { signal, self } = this.#line;
    const { conversation, members } = await signal.request('chat.start', { kind: 'private', participantId });
    const other = members.find(({ identityId }) => identityId !== self.identityId);
    this.#keep(conversation.conversationId, other);
    return conversation.conversationId;
  }

  /** Never rejects: asks again for as long as the seat is there. */
  async #catchUp(epoch: number, failedCount = 0): Promise<void> {
    const line = this.#line;
    if (line === undefined) return;
    try {
      const { conversations } = await line.signal.request('chat.list', {});
      if (epoch !== this.#epoch) return;
      for (const { conversation, others } of conversations)
        if (conversation.kind === 'private') this.#keep(conversation.conversationId, others[0]);
    } catch {
      this.#parts.clock.after(backoffMs(RETRY, failedCount, this.#parts.random), () => {
        if (epoch === this.#epoch) void this.#catchUp(epoch, failedCount + 1);
      });
    }
  }

  #keep(conversationId: ConversationId, other: Pick<ConversationMember, 'name'> | undefined): void {
    if (this.#kept.has(conversationId)) return;
    const conversation = new ChatConversation({ where: { conversationId }, ...this.#parts });
    this.#kept.set(conversationId, { chat: { conversationId, name: other?.name ?? '?', conversation }, conversation });
    conversation.unreadCount.watch(() => this.#count());
    if (this.#line !== undefined) conversation.attach(this.#line.signal, this.#line.self);
    this.#show();
  }

  #show(): void {
    this.list.set([...this.#kept.values()].map(({ chat }) => chat));
    this.#count();
  }

  #count(): void {
    const all = [...this.#kept.values()];
    this.unreadCount.set(all.reduce((sum, { conversation }) => sum + conversation.unreadCount.get(), 0));
  }
}
