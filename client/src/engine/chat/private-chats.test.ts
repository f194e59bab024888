import { beforeEach, expect, it } from '@jest/globals';
import { ConversationId, ListedConversation, ParticipantId } from '#contracts';
import { ManualClock } from '#kernel';
import { FakeSignal } from '../fakes/fake-signal.js';
import { turns } from '../fakes/turns.js';
import { MemoryKeyValues } from '../storage.js';
import { CONVERSATION, opened, OTHER, said, SELF } from './fake-chat.js';
import { PrivateChats } from './private-chats.js';

const PARTICIPANT = ParticipantId.parse('66666666-0000-4000-8000-000000000001');
const SECOND = ConversationId.parse('77777777-0000-4000-8000-000000000002');

let signal: FakeSignal;
let chats: PrivateChats;

beforeEach(async () => {
  signal = new FakeSignal();
  signal.answers['chat.list'] = () => ({ conversations: [] });
  signal.answers['chat.open'] = (input) =>
    opened([], {
      kind: 'private',
      ...('conversationId' in input ? { conversationId: input.conversationId as never } : {}),
    });
  signal.answers['chat.start'] = () => opened([], { kind: 'private' });
  signal.open();
  chats = new PrivateChats({ storage: new MemoryKeyValues(), clock: new ManualClock(), random: () => 0 });
  chats.attach(signal, SELF);
  await turns();
});

const names = () => chats.list.get().map(({ name }) => name);

it('begins one with somebody, once however often it is begun, and ends with the meeting', async () => {
  expect([await chats.start(PARTICIPANT), await chats.start(PARTICIPANT)]).toEqual([CONVERSATION, CONVERSATION]);
  expect(names()).toEqual(['Ben']);
  chats.take({ name: 'chat.closed', payload: { conversationId: CONVERSATION } });
  expect(names()).toEqual([]);
});

it('has what somebody else began, by their name, and counts what they say there', async () => {
  signal.answers['chat.list'] = () => ({
    conversations: [
      ListedConversation.parse({
        conversation: opened([], { kind: 'private', conversationId: SECOND }).conversation,
        others: [OTHER],
      }),
      ListedConversation.parse({ conversation: opened([]).conversation, others: [OTHER] }),
    ],
  });
  chats.take({ name: 'chat.opened', payload: { conversationId: SECOND, kind: 'private' } });
  await turns();
  expect(names()).toEqual(['Ben']);
  chats.take({ name: 'chat.said', payload: { conversationId: SECOND, messages: [said(1)] } });
  expect([chats.unreadCount.get(), chats.list.get()[0]?.conversation.messages.get().length]).toEqual([1, 1]);
});
