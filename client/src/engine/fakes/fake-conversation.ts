import { ConversationId, type Conversation } from '#contracts';
import type {
  ConversationFiles,
  ConversationState,
  ConversationView,
  MemberView,
  MessageView,
  PrivateChat,
  PrivateChatsView,
} from '../chat/model.js';
import { Store } from '../store.js';

const ELSE = 'someone-else';
const SELF = 'self';
export const FIRST_AT_MS = new Date(2026, 10, 20, 9, 0).getTime();

/** A conversation without network, for tests and for pages that show how things look. Its stores are its controls. */
export class FakeConversation implements ConversationView {
  readonly state = new Store<ConversationState>({ kind: 'open' });
  readonly about = new Store<Conversation | undefined>(undefined);
  readonly members = new Store<readonly MemberView[]>([
    { identityId: SELF, name: 'Ada', isSelf: true, isMarkedGuest: false, avatarUrl: undefined },
    { identityId: ELSE, name: 'Ben', isSelf: false, isMarkedGuest: false, avatarUrl: undefined },
  ]);
  readonly messages = new Store<readonly MessageView[]>([]);
  readonly hasOlder = new Store(false);
  readonly hasNewer = new Store(false);
  readonly unreadCount = new Store(0);
  readonly draft = new Store('');
  readonly files: ConversationFiles | undefined = undefined;
  readonly typing = new Store<readonly string[]>([]);
  /** What was asked of it, in order. */
  readonly asked: string[] = [];

  /** Adds a message of somebody else, or with `traits` of anybody. */
  say(text: string, traits: Partial<MessageView> = {}): MessageView {
    const seq = this.messages.get().length + 1;
    const message: MessageView = {
      key: `message ${seq}`,
      seq,
      authorId: traits.isOwn === true ? SELF : ELSE,
      authorName: traits.isOwn === true ? 'Ada' : 'Ben',
      isMarkedGuest: false,
      avatarUrl: undefined,
      isOwn: false,
      text,
      sentAtMs: FIRST_AT_MS + seq * 60_000,
      status: traits.isOwn === true ? 'sent' : 'delivered',
      refusal: undefined,
      isEdited: false,
      isDeleted: false,
      quote: undefined,
      topic: undefined,
      reactions: [],
      mentions: [],
      call: undefined,
      groupChange: undefined,
      attachments: [],
      ...traits,
    };
    this.messages.set([...this.messages.get(), message]);
    return message;
  }

  change(key: string, traits: Partial<MessageView>): void {
    this.messages.set(
      this.messages.get().map((message) => (message.key === key ? { ...message, ...traits } : message)),
    );
  }

  send(text: string, replyToSeq?: number): boolean {
    this.asked.push(replyToSeq === undefined ? `send ${text}` : `send ${text} to ${replyToSeq}`);
    return true;
  }

  retry(key: string): void {
    this.asked.push(`retry ${key}`);
  }

  readersOf(): readonly string[] {
    return ['Ben'];
  }

  discard(key: string): void {
    this.asked.push(`discard ${key}`);
  }

  edit(seq: number, text: string): Promise<void> {
    this.asked.push(`edit ${seq} ${text}`);
    return Promise.resolve();
  }

  remove(seq: number): Promise<void> {
    this.asked.push(`remove ${seq}`);
    return Promise.resolve();
  }

  react(seq: number, emoji: string, isOn: boolean): Promise<void> {
    this.asked.push(`react ${seq} ${emoji} ${isOn ? 'on' : 'off'}`);
    return Promise.resolve();
  }

  markRead(seq: number): void {
    this.asked.push(`read ${seq}`);
  }

  loadOlder(): Promise<void> {
    this.asked.push('older');
    return Promise.resolve();
  }

  loadNewer(): Promise<void> {
    this.asked.push('newer');
    return Promise.resolve();
  }

  toNewest(): Promise<void> {
    this.asked.push('newest');
    this.hasNewer.set(false);
    return Promise.resolve();
  }

  look(): void {
    // Nothing is let go of here.
  }

  reach(seq: number): Promise<boolean> {
    this.asked.push(`reach ${seq}`);
    return Promise.resolve(this.messages.get().some((message) => message.seq === seq));
  }

  write(text: string): void {
    this.draft.set(text);
  }
}

/** Private conversations without network. */
export class FakePrivateChats implements PrivateChatsView {
  readonly list = new Store<readonly PrivateChat[]>([]);
  readonly unreadCount = new Store(0);

  /** Adds one with somebody, as when they began it. */
  add(name: string): FakeConversation {
    const conversation = new FakeConversation();
    this.list.set([...this.list.get(), { conversationId: idOf(this.list.get().length), name, conversation }]);
    return conversation;
  }

  start(): Promise<ConversationId> {
    const conversationId = idOf(this.list.get().length);
    this.add('Ben');
    return Promise.resolve(conversationId);
  }
}

function idOf(count: number): ConversationId {
  return ConversationId.parse(`77777777-0000-4000-8000-${String(count).padStart(12, '0')}`);
}
