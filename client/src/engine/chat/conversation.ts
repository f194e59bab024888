import {
  ConversationId,
  Refusal,
  type ChatMessage,
  type Conversation,
  type IdentityId,
  type Output,
  type RefusalCode,
  type SignallingRequests,
} from '#contracts';
import { backoffMs, type BackoffOptions, type Clock } from '#kernel';
import type { Signal, SignalEvent } from '../signal/signal.js';
import type { KeyValues } from '../storage.js';
import { Store } from '../store.js';
import { Changes } from './changes.js';
import { Files, type FilesPort } from './files.js';
import { History } from './history.js';
import { Marker } from './marker.js';
import { looksOf, memberViewsOf } from './member-views.js';
import { MessageLog } from './message-log.js';
import { keyOf, MessageViews, storedMessage, type Self } from './message-views.js';
import type { ConversationState, ConversationView, MemberView, MessageView } from './model.js';
import { Outbox } from './outbox.js';
import { Receipts } from './receipts.js';
import { Sender, type ChatLine } from './sender.js';
import { Typing } from './typing.js';
import { Unread } from './unread.js';
import { writtenOf } from './written.js';

export type ChatEvent = Extract<SignalEvent, { readonly name: `chat.${string}` }>;
export type Where = SignallingRequests['chat.open']['input']['_input'];
type Opened = Output<SignallingRequests, 'chat.open'>;

const RETRY: BackoffOptions = { firstMs: 500, maxMs: 10_000, jitterRatio: 0.5 };
/** Events kept while the conversation is being opened. More than that, and the numbers tell what is missing. */
const HELD_MAX_COUNT = 500;

interface Parts {
  readonly where: Where;
  readonly storage: KeyValues;
  readonly clock: Clock;
  readonly random?: () => number;
  readonly files?: FilesPort;
  /** What else wants to know of the conversation once it is open. */
  readonly onOpened?: (opened: Opened) => void;
}

/**
 * One conversation: a numbered copy of what was said that mends its own holes, what is still to be sent, and how far everybody
 * is. It lives longer than its line: `attach` gives it one, `detach` takes it away, and what was written meanwhile waits.
 */
export class ChatConversation implements ConversationView {
  readonly state = new Store<ConversationState>({ kind: 'closed' });
  readonly about = new Store<Conversation | undefined>(undefined);
  readonly members = new Store<readonly MemberView[]>([]);
  readonly messages = new Store<readonly MessageView[]>([]);
  readonly hasOlder = new Store(false);
  readonly hasNewer = new Store(false);
  readonly unreadCount = new Store(0);
  readonly draft = new Store('');
  readonly files: Files | undefined;
  readonly #parts: Parts;
  readonly #unread = new Unread();
  readonly #log = new MessageLog((message) => this.#unread.meet(message));
  readonly #changes: Changes;
  readonly #history: History;
  readonly #receipts = new Receipts();
  readonly #views = new MessageViews();
  readonly #typing: Typing;
  readonly #marker: Marker;
  #outbox: Outbox | undefined;
  #sender: Sender | undefined;
  #self: Self | undefined;
  #line: ChatLine | undefined;
  /** Counts lines, so that what an older one answers changes nothing. */
  #epoch = 0;
  #held: ChatEvent[] = [];
  /** The members of a group as they are now; undefined for anything else. */
  #groupIds: ReadonlySet<IdentityId> | undefined;
  #cancelRetry: () => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#typing = new Typing(parts.clock);
    this.#marker = new Marker(parts);
    const idOf = () => this.about.get()?.conversationId;
    this.files = parts.files === undefined ? undefined : new Files(parts.files, idOf);
    const [log, line] = [this.#log, () => this.#line];
    this.#history = new History({ log, line, onMore: () => this.#onMore() });
    this.#changes = new Changes({ log, line, onChange: () => this.#show() });
  }

  get typing() {
    return this.#typing.names;
  }

  /** The line is there and the caller is let in. Opens the conversation on it, however often that has to be tried. */
  attach(signal: Pick<Signal, 'request'>, self: Self): void {
    this.detach();
    this.#self = self;
    this.#epoch += 1;
    if (this.state.get().kind !== 'open') this.state.set({ kind: 'loading' });
    void this.#open(signal, this.#epoch);
  }

  /** Nobody answers yet: what this person has written and nobody has is shown all the same. */
  expect(self: Self): void {
    const { where } = this.#parts;
    if (!('conversationId' in where) || this.state.get().kind !== 'closed') return;
    this.#self = self;
    this.#ensureOutbox(ConversationId.parse(where.conversationId));
    this.state.set({ kind: 'loading' });
    this.#show();
  }

  detach(): void {
    this.#epoch += 1;
    this.#line = undefined;
    this.#held = [];
    this.#cancelRetry();
    this.#sender?.detach();
    this.#marker.detach();
    this.#typing.detach();
  }

  take(event: ChatEvent): void {
    if (this.#line === undefined) {
      if (this.#held.length < HELD_MAX_COUNT) this.#held.push(event);
      return;
    }
    if (event.payload.conversationId !== this.#line.conversationId) return;
    switch (event.name) {
      case 'chat.said':
        return this.#onSaid(event.payload.messages);
      case 'chat.changed':
        return this.#changes.take(event.payload.message, event.payload.change);
      case 'chat.receipts':
        if (this.#receipts.raise(event.payload.receipts)) this.#onReceipts();
        return;
      case 'chat.typing':
        return this.#onTyping(event.payload);
      case 'chat.memberChanged':
        return this.#onMember(event.payload);
      case 'chat.closed':
        return this.#close('not-found');
      case 'chat.muted': // Shown in the list of conversations, which hears of it too.
      case 'chat.opened':
        return;
    }
  }

  send(text: string, replyToSeq?: number): boolean {
    if (this.files?.isBusy.get() === true) return false;
    const written = writtenOf(text, this.files?.ready ?? [], this.members.get());
    if (written === undefined || this.#outbox === undefined) return false;
    const isTaken = this.#outbox.add({
      key: crypto.randomUUID(),
      queuedAtMs: this.#parts.clock.nowMs(),
      ...written,
      ...(replyToSeq === undefined ? {} : { replyTo: replyToSeq }),
    });
    if (!isTaken) return false;
    this.files?.taken();
    this.#typing.rest();
    this.#show();
    this.#sender?.flush();
    void this.#history.toNewest(); // Whoever says something wants to see it said.
    return true;
  }

  retry(key: string): void {
    this.#outbox?.renew(this.#draftKey(key));
    this.#show();
    this.#sender?.flush();
  }

  discard(key: string): void {
    this.#outbox?.remove(this.#draftKey(key));
    this.#show();
  }

  async edit(seq: number, text: string): Promise<void> {
    const { signal, conversationId } = this.#connected();
    const { message, change } = await signal.request('chat.edit', { conversationId, seq, text });
    this.#changes.take(message, change);
  }

  async remove(seq: number): Promise<void> {
    const { signal, conversationId } = this.#connected();
    const { message, change } = await signal.request('chat.delete', { conversationId, seq });
    this.#changes.take(message, change);
  }

  async react(seq: number, emoji: string, isOn: boolean): Promise<void> {
    const { signal, conversationId } = this.#connected();
    const { message, change } = await signal.request('chat.react', { conversationId, seq, reaction: emoji, isOn });
    this.#changes.take(message, change);
  }

  markRead(seq: number): void {
    const upTo = Math.min(seq, this.#log.toSeq);
    if (upTo <= this.#marker.readSeq) return;
    this.#marker.read(upTo);
    this.#unread.read(upTo);
    this.#show();
  }

  readersOf(seq: number): readonly string[] {
    return this.#self === undefined ? [] : this.#receipts.readersOf(seq, this.#self.identityId);
  }

  loadOlder(): Promise<void> {
    return this.#history.loadOlder();
  }

  loadNewer(): Promise<void> {
    return this.#history.loadNewer();
  }

  toNewest(): Promise<void> {
    return this.#history.toNewest();
  }

  look(seq: number | undefined): void {
    this.#log.look(seq);
    if (seq === undefined) void this.#history.toNewest();
  }

  reach(seq: number): Promise<boolean> {
    return this.#history.reach(seq);
  }

  write(text: string): void {
    this.draft.set(text);
    if (text.trim() !== '') this.#typing.note();
  }

  /** Never rejects: outcomes are in `state`. */
  async #open(signal: Pick<Signal, 'request'>, epoch: number, failedCount = 0): Promise<void> {
    try {
      const opened = await signal.request('chat.open', this.#parts.where);
      if (epoch === this.#epoch) this.#onOpened(opened, signal);
    } catch (thrown) {
      if (epoch !== this.#epoch) return;
      const code = thrown instanceof Refusal ? thrown.code : 'internal';
      // In a meeting it may be said of a seat that is being taken back.
      const isFinal = this.state.get().kind !== 'open' || this.about.get()?.kind === 'group';
      if (isFinal && (code === 'not-found' || code === 'forbidden')) return this.#close(code);
      const delayMs = backoffMs(RETRY, failedCount, this.#parts.random);
      this.#cancelRetry = this.#parts.clock.after(delayMs, () => void this.#open(signal, epoch, failedCount + 1));
    }
  }

  #onOpened(opened: Opened, signal: Pick<Signal, 'request'>): void {
    const { conversation, messages, members } = opened;
    const line = { signal, conversationId: conversation.conversationId };
    this.#line = line;
    if (this.state.get().kind !== 'open') this.#changes.begin(conversation.lastChange);
    this.#log.open(messages, conversation);
    this.about.set(conversation);
    this.#receipts.replace(members);
    this.#groupIds = conversation.kind === 'group' ? new Set(members.map(({ identityId }) => identityId)) : undefined;
    for (const message of messages) this.#receipts.meet(message.fromId, looksOf(message));
    this.#marker.know(conversation);
    this.#countUnread(opened);
    this.#ensureOutbox(conversation.conversationId);
    this.state.set({ kind: 'open' });
    this.#marker.attach(line);
    this.#typing.attach(line);
    this.#sender?.attach(line);
    for (const event of this.#held.splice(0)) this.take(event);
    this.#onLog();
    this.#changes.meet(conversation.lastChange);
    this.#parts.onOpened?.(opened);
  }

  #ensureOutbox(conversationId: ConversationId): void {
    const self = this.#self;
    if (this.#outbox !== undefined || self === undefined) return;
    const outbox = new Outbox(this.#parts.storage, `${self.identityId}.${conversationId}`);
    this.#outbox = outbox;
    this.#sender = new Sender({
      outbox,
      clock: this.#parts.clock,
      ...(this.#parts.random === undefined ? {} : { random: this.#parts.random }),
      onStored: (draft, stored) => this.#onStored(storedMessage(draft, stored, self)),
      onRefused: () => this.#show(),
    });
  }

  #onStored(message: ChatMessage): void {
    this.#log.take([message]);
    this.#onLog();
  }

  #onLog(): void {
    this.#onMore();
    if (this.#log.hole !== undefined) void this.#history.fill();
  }

  #onSaid(messages: readonly ChatMessage[]): void {
    for (const message of messages) {
      this.#typing.forget(message.fromId);
      this.#receipts.meet(message.fromId, looksOf(message));
    }
    this.#log.take(messages);
    this.#onLog();
  }

  #onMore(): void {
    if (this.#log.reachedSeq > 0) this.#marker.delivered(this.#log.reachedSeq);
    this.#show();
  }

  #onReceipts(): void {
    const own = this.#self === undefined ? undefined : this.#receipts.marksOf(this.#self.identityId);
    // Read on another device of one's own is read.
    if (own !== undefined) this.#marker.know(own);
    this.#show();
  }

  #onTyping({ identityId, name, forMs }: Extract<ChatEvent, { name: 'chat.typing' }>['payload']): void {
    if (identityId !== this.#self?.identityId) this.#typing.hear(identityId, name, forMs);
  }

  #onMember({ identityId, ...looks }: Extract<ChatEvent, { name: 'chat.memberChanged' }>['payload']): void {
    this.#receipts.change(identityId, looks);
    this.#log.portray(identityId, looks.avatarUrl);
    this.#show();
  }

  #show(): void {
    const self = this.#self;
    if (self === undefined) return;
    const parts = {
      log: this.#log,
      outbox: this.#outbox,
      receipts: this.#receipts,
      self,
      readSeq: this.#marker.readSeq,
      isOfAccount: this.about.get()?.isOfAccount === true,
    };
    this.messages.set(this.#views.of(parts));
    const of = { selfId: self.identityId, isOfAccount: parts.isOfAccount, groupIds: this.#groupIds };
    this.members.set(memberViewsOf(this.#receipts, of, this.members.get()));
    this.hasOlder.set(this.#log.hasOlder);
    this.hasNewer.set(this.#log.hasNewer);
    this.#unread.read(this.#marker.readSeq);
    this.unreadCount.set(this.#unread.count);
  }

  #countUnread({ conversation: { unreadCount, lastSeq }, messages }: Opened): void {
    const selfId = this.#self?.identityId;
    if (selfId === undefined) return;
    const fromSeq = messages[0]?.seq ?? lastSeq + 1;
    const known = fromSeq > this.#log.toSeq ? [...this.#log.messages, ...messages] : this.#log.messages;
    this.#unread.begin({ selfId, unreadCount, readSeq: this.#marker.readSeq, fromSeq }, known);
  }

  /** Nothing of it may stay in sight. */
  #close(why: RefusalCode): void {
    this.detach();
    this.#log.clear();
    this.#outbox = undefined;
    this.#sender = undefined;
    this.about.set(undefined);
    this.members.set([]);
    this.messages.set([]);
    this.hasOlder.set(false);
    this.hasNewer.set(false);
    this.unreadCount.set(0);
    this.state.set({ kind: 'failed', why });
  }

  #draftKey(viewKey: string): string {
    const selfId = this.#self?.identityId ?? '';
    return this.#outbox?.drafts.find(({ key }) => keyOf(selfId, key) === viewKey)?.key ?? '';
  }

  /** @throws {Refusal} `timeout` while there is no line. */
  #connected(): ChatLine {
    if (this.#line === undefined) throw new Refusal('timeout', 'The conversation is not connected.');
    return this.#line;
  }
}
