import { IdentityId, type ChatMessage, type ConversationId, type KnownPerson, type Presence } from '#contracts';
import { Listeners, type Clock } from '#kernel';
import type { AccountState } from '../account/session.js';
import { ChatConversation, type ChatEvent } from '../chat/conversation.js';
import type { FilesPort } from '../chat/files.js';
import type { ConversationView } from '../chat/model.js';
import type { Network } from '../network.js';
import { Phone, type PhoneEvent } from '../phone/phone.js';
import type { Signal, SignalEvent } from '../signal/signal.js';
import type { KeyValues } from '../storage.js';
import { Store, type Readable } from '../store.js';
import { ConversationIndex } from './conversation-index.js';
import type { ListedView, MessengerNews, MessengerView, SearchHit } from './model.js';
import { OwnActivity, type Presses } from './own-activity.js';
import { OwnName } from './own-name.js';
import { PresenceWatch } from './presence-watch.js';

/** Conversations that are kept open at a time; the one looked at longest ago is closed first. */
const OPEN_MAX_COUNT = 10;

interface Parts {
  readonly signal: Signal;
  readonly account: Readable<AccountState>;
  readonly storage: KeyValues;
  readonly clock: Clock;
  readonly presses: Presses;
  readonly network: Network;
  readonly files: FilesPort['api'];
  readonly random?: () => number;
  readonly onFault: (fault: unknown) => void;
}

/** The standing line of somebody who is signed in, and all that comes on it. Without an account it is silent. */
export class Messenger implements MessengerView {
  readonly self = new Store<KnownPerson | undefined>(undefined);
  readonly isConnected = new Store(false);
  readonly unreadCount = new Store(0);
  readonly phone: Phone;
  readonly #parts: Parts;
  readonly #index: ConversationIndex;
  readonly #presence: PresenceWatch;
  readonly #activity: OwnActivity;
  readonly #news: Listeners<MessengerNews>;
  readonly #ownName: OwnName;
  /** In the order they were last asked for. */
  readonly #open = new Map<ConversationId, ChatConversation>();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { signal, clock, onFault } = parts;
    this.#news = new Listeners(onFault);
    this.#index = new ConversationIndex({
      ...parts,
      isOpen: (conversationId) => this.#open.has(conversationId),
      onSaid: (view, message) => this.#onSaid(view, message),
    });
    this.#presence = new PresenceWatch(parts);
    this.#activity = new OwnActivity(clock);
    this.#ownName = new OwnName(parts.storage);
    this.phone = new Phone(parts);
    this.#index.list.watch(() => this.#onList());
    signal.listen((event) => this.#take(event));
    signal.state.watch(() => this.#onLine());
    parts.account.watch(() => this.#onAccount());
    parts.presses.listen(() => this.#activity.sign());
    // A line over a network that is gone would be taken for good until its heartbeat fails.
    parts.network.listen(() => signal.reconnect());
    this.#onAccount();
  }

  get list(): Readable<readonly ListedView[] | undefined> {
    return this.#index.list;
  }

  get presence(): Readable<ReadonlyMap<IdentityId, Presence>> {
    return this.#presence.people;
  }

  listen(listener: (news: MessengerNews) => void): () => void {
    return this.#news.listen(listener);
  }

  conversation(conversationId: ConversationId): ConversationView {
    const known = this.#open.get(conversationId);
    const conversation = known ?? this.#make(conversationId);
    this.#open.delete(conversationId);
    this.#open.set(conversationId, conversation);
    const [oldestId, oldest] = this.#open.entries().next().value ?? [];
    if (this.#open.size > OPEN_MAX_COUNT && oldestId !== undefined) {
      oldest?.detach();
      this.#open.delete(oldestId);
    }
    return conversation;
  }

  async find(search: string): Promise<readonly KnownPerson[]> {
    return (await this.#parts.signal.request('people.find', { search })).people;
  }

  async startDirect(withId: IdentityId): Promise<ConversationId> {
    const { conversation } = await this.#parts.signal.request('chat.start', { kind: 'direct', withId });
    this.#index.refresh();
    return conversation.conversationId;
  }

  async startGroup({ key, title, withIds }: Parameters<MessengerView['startGroup']>[0]): Promise<ConversationId> {
    const wish = { kind: 'group' as const, key, title, withIds: [...withIds] };
    const { conversation } = await this.#parts.signal.request('chat.start', wish);
    this.#index.refresh();
    return conversation.conversationId;
  }

  async renameGroup(conversationId: ConversationId, title: string): Promise<void> {
    await this.#parts.signal.request('group.rename', { conversationId, title });
  }

  async addToGroup(conversationId: ConversationId, identityIds: readonly IdentityId[]): Promise<void> {
    await this.#parts.signal.request('group.add', { conversationId, identityIds: [...identityIds] });
  }

  async removeFromGroup(conversationId: ConversationId, identityId: IdentityId): Promise<void> {
    await this.#parts.signal.request('group.remove', { conversationId, identityId });
  }

  async leaveGroup(conversationId: ConversationId): Promise<void> {
    await this.#parts.signal.request('group.leave', { conversationId });
    this.#index.refresh();
  }

  async setMuted(conversationId: ConversationId, isMuted: boolean): Promise<void> {
    await this.#parts.signal.request('chat.mute', { conversationId, isMuted });
    this.#index.setMuted(conversationId, isMuted);
  }

  async search(words: string, conversationId?: ConversationId): Promise<readonly SearchHit[]> {
    const within = conversationId === undefined ? {} : { conversationId };
    const { hits } = await this.#parts.signal.request('chat.search', { words, ...within });
    return hits.map(({ conversationId: where, message: { seq, fromName, text, sentAtMs } }) => ({
      conversationId: where,
      seq,
      authorName: fromName,
      text,
      sentAtMs,
    }));
  }

  async isVisible(): Promise<boolean> {
    return (await this.#parts.signal.request('presence.own', {})).isVisible;
  }

  async setVisible(isVisible: boolean): Promise<void> {
    await this.#parts.signal.request('presence.configure', { isVisible });
  }

  #make(conversationId: ConversationId): ChatConversation {
    const { storage, clock, random, files } = this.#parts;
    const conversation = new ChatConversation({
      where: { conversationId },
      storage,
      clock,
      files: { api: files },
      ...(random === undefined ? {} : { random }),
    });
    conversation.unreadCount.watch(() => this.#index.setUnread(conversationId, conversation.unreadCount.get()));
    const self = this.self.get();
    if (self !== undefined && this.isConnected.get()) conversation.attach(this.#parts.signal, self);
    else if (self !== undefined) conversation.expect(self);
    return conversation;
  }

  #onAccount(): void {
    const state = this.#parts.account.get();
    if (state.kind === 'guest') return this.#clear();
    if (state.kind === 'signed-in') {
      const { accountId, name } = state.account;
      const before = this.self.get();
      if (before !== undefined && before.identityId !== IdentityId.parse(accountId)) this.#clear();
      const self = { identityId: IdentityId.parse(accountId), name };
      this.#ownName.keep(self);
      this.self.set(self);
    } else if (this.self.get() === undefined) this.self.set(this.#ownName.get());
    // While it is unknown who this is, the line's own question for a token finds it out.
    this.#parts.signal.connect();
  }

  #clear(): void {
    this.#parts.signal.close();
    this.#detach();
    this.#index.clear();
    this.phone.clear();
    for (const conversation of this.#open.values()) conversation.detach();
    this.#open.clear();
    this.#ownName.forget();
    this.self.set(undefined);
  }

  #onLine(): void {
    const { signal } = this.#parts;
    if (signal.state.get().kind !== 'open') return this.#detach();
    const self = this.self.get();
    if (self === undefined) return signal.close(); // A guest after all.
    this.isConnected.set(true);
    this.#index.attach(signal, self.identityId);
    this.#presence.attach(signal);
    this.#activity.attach(signal);
    this.phone.attach(signal, self.identityId);
    for (const conversation of this.#open.values()) conversation.attach(signal, self);
  }

  #detach(): void {
    if (!this.isConnected.get()) return;
    this.isConnected.set(false);
    this.#index.detach();
    this.#presence.detach();
    this.#activity.detach();
    this.phone.detach();
    for (const conversation of this.#open.values()) conversation.detach();
  }

  #take(event: SignalEvent): void {
    if (isOfChat(event)) {
      // First, since it counts what is unread more exactly.
      this.#index.take(event);
      this.#open.get(event.payload.conversationId)?.take(event);
      if (event.name === 'chat.opened') this.#reopen(event.payload.conversationId);
    } else if (isOfPhone(event)) this.phone.take(event);
    else if (event.name === 'group.changed') this.#onGroup(event.payload.conversationId);
    else if (event.name === 'presence.changed') this.#presence.take(event.payload.people);
  }

  #onGroup(conversationId: ConversationId): void {
    this.#index.refresh();
    this.#reopen(conversationId);
  }

  /** Whoever comes into it again begins anew, with what they may read then. */
  #reopen(conversationId: ConversationId): void {
    const self = this.self.get();
    if (self !== undefined) this.#open.get(conversationId)?.attach(this.#parts.signal, self);
  }

  #onList(): void {
    const list = this.#index.list.get() ?? [];
    this.unreadCount.set(list.reduce((sum, { isMuted, unreadCount }) => sum + (isMuted ? 0 : unreadCount), 0));
    const self = this.self.get();
    const others = list.flatMap(({ others: people }) => people.map(({ identityId }) => identityId));
    this.#presence.watch(self === undefined ? others : [self.identityId, ...others]);
  }

  #onSaid(conversation: ListedView, message: ChatMessage): void {
    const self = this.self.get();
    const { fromName: authorName, text, call, groupChange } = message;
    if (groupChange !== undefined) return;
    // While it rang, a call told of itself.
    if (call?.outcome === 'answered' || call?.outcome === 'declined') return;
    const isMissedCall = call !== undefined;
    const isMention = self !== undefined && message.mentions.includes(self.identityId);
    if (!conversation.isMuted || isMention) {
      this.#news.tell({ conversation, authorName, text, isMention, isMissedCall });
    }
  }
}

function isOfChat(event: SignalEvent): event is ChatEvent {
  return event.name.startsWith('chat.');
}

function isOfPhone(event: SignalEvent): event is PhoneEvent {
  return event.name.startsWith('call.');
}
