import { beforeEach, expect, it } from '@jest/globals';
import { AccountView, ConversationId, ListedConversation, type Conversation, type Presence } from '#contracts';
import { ManualClock } from '#kernel';
import type { AccountState } from '../account/session.js';
import { CONVERSATION, identity, member, OTHER, opened, said, SELF } from '../chat/fake-chat.js';
import { FakeFiles } from '../fakes/fake-files.js';
import { FakeSignal } from '../fakes/fake-signal.js';
import { turns } from '../fakes/turns.js';
import { MemoryKeyValues } from '../storage.js';
import { Store } from '../store.js';
import { Messenger } from './messenger.js';
import type { MessengerNews } from './model.js';

const OTHER_CONVERSATION = ConversationId.parse('77777777-0000-4000-8000-000000000002');

let clock: ManualClock;
let signal: FakeSignal;
let account: Store<AccountState>;
let messenger: Messenger;
let news: MessengerNews[];
let storage: MemoryKeyValues;
let changeNetwork: () => void;

beforeEach(async () => {
  clock = new ManualClock(1_000_000);
  signal = new FakeSignal();
  signal.answers['chat.list'] = () => ({ conversations: [listed(1)] });
  signal.answers['call.current'] = () => ({ calls: [], places: [] });
  signal.answers['presence.watch'] = () => ({ people: [] });
  account = new Store<AccountState>({ kind: 'unknown' });
  storage = new MemoryKeyValues();
  messenger = makeMessenger();
  news = [];
  messenger.listen((one) => news.push(one));
  account.set({ kind: 'signed-in', account: accountOf(SELF.identityId) });
  signal.open();
  await turns();
});

function makeMessenger(): Messenger {
  return new Messenger({
    signal,
    account,
    storage,
    clock,
    files: new FakeFiles().api,
    presses: { listen: () => () => undefined },
    network: {
      listen: (changed) => {
        changeNetwork = changed;
        return () => undefined;
      },
    },
    random: () => 0,
    onFault: (fault) => expect(fault).toBeUndefined(),
  });
}

function accountOf(accountId: string): AccountView {
  return AccountView.parse({ accountId, name: SELF.name, email: 'ada@example.org', hasPassword: true, createdAtMs: 0 });
}

/** The conversation with the other one, whose last message has this number. */
function listed(lastSeq: number, traits: Partial<Conversation> = {}): ListedConversation {
  const { conversation } = opened([], { lastSeq, readSeq: lastSeq, deliveredSeq: lastSeq, ...traits });
  return ListedConversation.parse({ conversation, others: [OTHER], last: said(lastSeq) });
}

const tell = (seq: number, traits: Parameters<typeof said>[1] = {}, conversationId = CONVERSATION) =>
  signal.tell({ name: 'chat.said', payload: { conversationId, messages: [said(seq, traits)] } });
const counts = () => messenger.list.get()?.map(({ unreadCount, mentionCount }) => [unreadCount, mentionCount]);

it('counts what others say, tells of it, and says that it reached this device', async () => {
  tell(2, { mentions: [SELF.identityId] });
  tell(3, { fromId: SELF.identityId, fromName: SELF.name });
  await turns();
  expect([counts(), messenger.unreadCount.get()]).toEqual([[[1, 1]], 1]);
  expect(news.map(({ text, isMention }) => [text, isMention])).toEqual([['message 2', true]]);
  expect(signal.inputsOf('chat.mark')[0]).toEqual({ conversationId: CONVERSATION, deliveredSeq: 2 });
});

it('knows at once what was read on another device', () => {
  tell(2);
  const receipts = [{ identityId: SELF.identityId, deliveredSeq: 2, readSeq: 2 }];
  signal.tell({ name: 'chat.receipts', payload: { conversationId: CONVERSATION, receipts } });
  expect(counts()).toEqual([[0, 0]]);
});

it('keeps still about a muted conversation, unless it calls oneself', () => {
  signal.tell({ name: 'chat.muted', payload: { conversationId: CONVERSATION, isMuted: true } });
  tell(2);
  expect([counts(), messenger.unreadCount.get(), news]).toEqual([[[1, 0]], 0, []]);
  tell(3, { mentions: [SELF.identityId] });
  expect(news.length).toBe(1);
});

it('asks for the list again when it missed something, and once for a conversation that is not in it', async () => {
  const askedCount = () => signal.inputsOf('chat.list').length;
  expect(askedCount()).toBe(1);
  signal.answers['chat.list'] = () => ({ conversations: [listed(4, { unreadCount: 3 })] });
  tell(4);
  await turns();
  expect([askedCount(), counts()]).toEqual([2, [[3, 0]]]);
  tell(1, {}, OTHER_CONVERSATION);
  tell(2, {}, OTHER_CONVERSATION);
  await turns();
  expect(askedCount()).toBe(3);
});

it('shows what an open conversation counts itself', async () => {
  signal.answers['chat.open'] = () => opened([said(1), said(2)], { lastSeq: 2, readSeq: 1, unreadCount: 1 });
  tell(2);
  const conversation = messenger.conversation(CONVERSATION);
  expect(messenger.conversation(CONVERSATION)).toBe(conversation);
  await turns();
  expect(counts()).toEqual([[1, 0]]);
  conversation.markRead(2);
  expect(counts()).toEqual([[0, 0]]);
});

it('follows what becomes of a group: its name and members, what was done to it, and one’s removal', async () => {
  const group = { kind: 'group' as const, title: 'Choir', ownerId: OTHER.identityId };
  const third = { identityId: identity(3), name: 'Cem' };
  const open = (title: string, people: Parameters<typeof opened>[2]) => () =>
    opened([said(1)], { ...group, title }, people);
  signal.answers['chat.list'] = () => ({ conversations: [listed(1, group)] });
  signal.answers['chat.open'] = open('Choir', [member(SELF), member(OTHER), member(third)]);
  const conversation = messenger.conversation(CONVERSATION);
  const names = () => conversation.members.get().map(({ name }) => name);
  signal.tell({ name: 'group.changed', payload: { conversationId: CONVERSATION } });
  await turns();
  expect([names(), messenger.list.get()?.[0]?.title]).toEqual([['Ada', 'Ben', 'Cem'], 'Choir']);

  tell(2, { text: '', groupChange: { kind: 'removed', person: third } });
  signal.answers['chat.open'] = open('Choir', [member(SELF), member(OTHER)]);
  signal.tell({ name: 'group.changed', payload: { conversationId: CONVERSATION } });
  await turns();
  expect([names(), counts(), news]).toEqual([['Ada', 'Ben'], [[0, 0]], []]);

  signal.answers['chat.list'] = () => ({ conversations: [] });
  signal.tell({ name: 'chat.closed', payload: { conversationId: CONVERSATION } });
  await turns();
  expect([conversation.state.get(), messenger.list.get()]).toEqual([{ kind: 'failed', why: 'not-found' }, []]);
  expect([conversation.messages.get(), conversation.members.get(), conversation.send('hello')]).toEqual([
    [],
    [],
    false,
  ]);

  signal.answers['chat.open'] = open('Choir', [member(SELF), member(OTHER)]);
  signal.tell({ name: 'chat.opened', payload: { conversationId: CONVERSATION, kind: 'group' } });
  await turns();
  expect([conversation.state.get(), conversation.messages.get().length]).toEqual([{ kind: 'open' }, 1]);
});

it('watches how the people of the list are, and knows nothing of them without a line', async () => {
  const how: Presence = { identityId: OTHER.identityId, status: 'away' };
  expect(signal.inputsOf('presence.watch')).toEqual([{ identityIds: [SELF.identityId, OTHER.identityId] }]);
  signal.tell({ name: 'presence.changed', payload: { people: [how] } });
  expect(messenger.presence.get().get(OTHER.identityId)).toEqual(how);
  signal.drop();
  expect([messenger.presence.get().size, messenger.isConnected.get()]).toEqual([0, false]);
});

it('forgets everything when somebody signs out, or signs in as another', async () => {
  account.set({ kind: 'guest' });
  expect([signal.state.get().kind, messenger.list.get(), messenger.self.get()]).toEqual([
    'closed',
    undefined,
    undefined,
  ]);
  account.set({ kind: 'signed-in', account: accountOf(SELF.identityId) });
  signal.open();
  await turns();
  expect(messenger.list.get()?.length).toBe(1);
  account.set({ kind: 'signed-in', account: accountOf(OTHER.identityId) });
  expect([messenger.list.get(), messenger.self.get()?.identityId]).toEqual([undefined, OTHER.identityId]);
});

it('takes a new line at once when the network is another one', () => {
  changeNetwork();
  expect(signal.reconnectsCount).toBe(1);
});

it('shows what waits to be sent after a reload while nobody can say who this is, and sends it then', async () => {
  signal.answers['chat.open'] = () => opened([]);
  signal.answers['chat.send'] = () => ({ seq: 1, sentAtMs: 5 });
  const before = messenger.conversation(CONVERSATION);
  await turns();
  signal.drop();
  before.send('hello');

  account = new Store<AccountState>({ kind: 'unknown' });
  signal = new FakeSignal();
  signal.answers['chat.list'] = () => ({ conversations: [listed(1)] });
  signal.answers['call.current'] = () => ({ calls: [], places: [] });
  signal.answers['presence.watch'] = () => ({ people: [] });
  signal.answers['chat.open'] = () => opened([]);
  signal.answers['chat.send'] = () => ({ seq: 1, sentAtMs: 5 });
  const reloaded = makeMessenger();
  const conversation = reloaded.conversation(CONVERSATION);
  const shown = () => conversation.messages.get().map(({ text, status }) => [text, status]);
  expect([reloaded.self.get()?.name, shown()]).toEqual([SELF.name, [['hello', 'sending']]]);
  account.set({ kind: 'signed-in', account: accountOf(SELF.identityId) });
  signal.open();
  await turns();
  expect(shown()).toEqual([['hello', 'sent']]);

  account.set({ kind: 'guest' });
  expect(makeMessenger().self.get()).toBeUndefined();
});
