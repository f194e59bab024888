import { expect, it } from '@jest/globals';
import { ManualClock } from '#kernel';
import { FakeSignal, refusing } from '../fakes/fake-signal.js';
import { turns } from '../fakes/turns.js';
import { MemoryKeyValues } from '../storage.js';
import { ChatConversation } from './conversation.js';
import { CONVERSATION, identity, member, opened, OTHER, said, SELF } from './fake-chat.js';

interface Rig {
  readonly clock: ManualClock;
  readonly storage: MemoryKeyValues;
  readonly signal: FakeSignal;
  readonly chat: ChatConversation;
}

function rig(given: Partial<Pick<Rig, 'clock' | 'storage'>> = {}): Rig {
  const clock = given.clock ?? new ManualClock(1_000_000);
  const storage = given.storage ?? new MemoryKeyValues();
  const signal = new FakeSignal();
  signal.answers['chat.open'] = () => opened([]);
  signal.open();
  const where = { conversationId: CONVERSATION };
  return { clock, storage, signal, chat: new ChatConversation({ where, storage, clock, random: () => 0 }) };
}

async function open(answer = opened([]), given: Parameters<typeof rig>[0] = {}): Promise<Rig> {
  const made = rig(given);
  made.signal.answers['chat.open'] = () => answer;
  made.chat.attach(made.signal, SELF);
  await turns();
  return made;
}

const tell = ({ signal, chat }: Rig, ...messages: Parameters<typeof said>[0][]) => {
  void signal;
  chat.take({
    name: 'chat.said',
    payload: { conversationId: CONVERSATION, messages: messages.map((seq) => said(seq)) },
  });
};
const shown = ({ chat }: Rig) => chat.messages.get().map(({ text, status }) => `${text}: ${status}`);
/** A server that stores: the same key has the same number for ever. */
function storing({ signal }: Pick<Rig, 'signal'>, stored = new Map<string, number>()): Map<string, number> {
  signal.answers['chat.send'] = ({ key }) => {
    if (!stored.has(key)) stored.set(key, stored.size + 1);
    return { seq: stored.get(key)!, sentAtMs: 5 };
  };
  return stored;
}

it('goes from sending over sent and delivered to read, and never back', async () => {
  const made = await open();
  let answer: (stored: { seq: number; sentAtMs: number }) => void = () => undefined;
  made.signal.answers['chat.send'] = () => new Promise((resolve) => (answer = resolve));
  expect(made.chat.send('hello')).toBe(true);
  await turns();
  expect(shown(made)).toEqual(['hello: sending']);
  answer({ seq: 1, sentAtMs: 5 });
  await turns();
  expect(shown(made)).toEqual(['hello: sent']);

  const receipt = (deliveredSeq: number, readSeq: number, who = OTHER.identityId) =>
    made.chat.take({
      name: 'chat.receipts',
      payload: { conversationId: CONVERSATION, receipts: [{ identityId: who, deliveredSeq, readSeq }] },
    });
  receipt(1, 0, SELF.identityId);
  expect(shown(made)).toEqual(['hello: sent']);
  receipt(1, 0);
  expect(shown(made)).toEqual(['hello: delivered']);
  receipt(1, 1);
  receipt(0, 0);
  expect(shown(made)).toEqual(['hello: read']);
  expect(made.chat.readersOf(1)).toEqual(['Ben']);
});

it('keeps what was written while there is no line, and sends it in order when there is one', async () => {
  const made = await open();
  made.chat.detach();
  made.chat.send('one');
  made.chat.send('two');
  await turns();
  expect(made.signal.inputsOf('chat.send')).toEqual([]);
  expect(shown(made)).toEqual(['one: sending', 'two: sending']);

  storing(made);
  made.chat.attach(made.signal, SELF);
  await turns();
  expect(made.signal.inputsOf('chat.send').map(({ text }) => text)).toEqual(['one', 'two']);
  expect(shown(made)).toEqual(['one: sent', 'two: sent']);
});

it('sends it after a reload, under the same key', async () => {
  const before = await open();
  before.signal.answers['chat.send'] = refusing('unavailable');
  before.chat.send('hello');
  await turns();
  const [first] = before.signal.inputsOf('chat.send');

  const after = rig({ storage: before.storage });
  storing(after);
  after.chat.attach(after.signal, SELF);
  await turns();
  expect(after.signal.inputsOf('chat.send')).toEqual([first]);
  expect(shown(after)).toEqual(['hello: sent']);
  const third = await open(opened([]), { storage: before.storage });
  expect(shown(third)).toEqual([]);
});

it('never mixes the waiting messages of two people at one browser', async () => {
  const ada = await open();
  ada.signal.answers['chat.send'] = refusing('unavailable');
  ada.chat.send('of Ada');
  const other = rig({ storage: ada.storage });
  other.chat.attach(other.signal, OTHER);
  await turns();
  expect(shown(other)).toEqual([]);
});

it('tries again after silence, under the same key, and shows one message when the server has it already', async () => {
  const made = await open();
  made.signal.answers['chat.send'] = refusing('timeout');
  made.chat.send('hello');
  await turns();
  storing(made);
  made.clock.advance(20_000);
  await turns();
  const keys = new Set(made.signal.inputsOf('chat.send').map(({ key }) => key));
  expect(made.signal.inputsOf('chat.send').length).toBe(2);
  expect(keys.size).toBe(1);
  // The event about it comes after the answer.
  const [key] = keys;
  made.chat.take({
    name: 'chat.said',
    payload: {
      conversationId: CONVERSATION,
      messages: [said(1, { key: key!, fromId: SELF.identityId, fromName: 'Ada', text: 'hello' })],
    },
  });
  expect(shown(made)).toEqual(['hello: sent']);
});

it('shows a message as sent by the event alone, when that overtakes the answer', async () => {
  const made = await open();
  made.signal.answers['chat.send'] = ({ key }) => {
    made.chat.take({
      name: 'chat.said',
      payload: { conversationId: CONVERSATION, messages: [said(1, { key, fromId: SELF.identityId, text: 'hello' })] },
    });
    return new Promise(() => undefined);
  };
  made.chat.send('hello');
  await turns();
  expect(shown(made)).toEqual(['hello: sent']);
});

it('says when a message was refused for good, goes on with the next, and lets it be given up or tried again', async () => {
  const made = await open();
  made.signal.answers['chat.send'] = ({ text, key }) => {
    if (text === 'bad') return refusing('forbidden')();
    return { seq: key === '' ? 0 : 1, sentAtMs: 5 };
  };
  made.chat.send('bad');
  made.chat.send('good');
  await turns();
  const [good, bad] = made.chat.messages.get();
  expect([good?.text, good?.status, bad?.text, bad?.refusal]).toEqual(['good', 'sent', 'bad', 'forbidden']);
  made.chat.retry(bad!.key);
  await turns();
  expect(made.signal.inputsOf('chat.send').filter(({ text }) => text === 'bad').length).toBe(2);
  made.chat.discard(bad!.key);
  expect(shown(made)).toEqual(['good: sent']);
});

it('does not give a message up for what is said of a seat that is being taken back', async () => {
  const made = await open();
  made.signal.answers['chat.send'] = refusing('seat-lost');
  made.chat.send('hello');
  await turns();
  expect(made.chat.messages.get()[0]?.refusal).toBeUndefined();
});

it.each(['', '   ', '\n', 'x'.repeat(4_001)])('takes no empty or overlong message', async (text) => {
  const made = await open();
  expect(made.chat.send(text)).toBe(false);
  expect(shown(made)).toEqual([]);
});

it('fetches what is missing between what it has and what came', async () => {
  const made = await open(opened([said(1)]));
  made.signal.answers['chat.range'] = ({ fromSeq, toSeq }) => ({
    messages: Array.from({ length: toSeq - fromSeq + 1 }, (_, at) => said(fromSeq + at)),
  });
  tell(made, 5);
  expect(shown(made).length).toBe(1);
  await turns();
  expect(made.chat.messages.get().map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  expect(made.signal.inputsOf('chat.range')).toEqual([{ conversationId: CONVERSATION, fromSeq: 2, toSeq: 4 }]);
});

it('misses nothing of what came while it was being opened or while it was away', async () => {
  const made = rig();
  made.signal.answers['chat.open'] = async () => {
    await Promise.resolve();
    return opened([said(1)]);
  };
  made.chat.attach(made.signal, SELF);
  tell(made, 2);
  await turns();
  expect(made.chat.messages.get().length).toBe(2);

  made.chat.detach();
  made.signal.answers['chat.open'] = () => opened([said(6), said(7)]);
  made.signal.answers['chat.range'] = () => ({ messages: [said(3), said(4), said(5)] });
  made.chat.attach(made.signal, SELF);
  await turns();
  expect(made.chat.messages.get().map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

it('tells that it received a message, and that it was read once somebody says so', async () => {
  const made = await open(opened([said(1), said(2)], { unreadCount: 2 }));
  await turns();
  expect(made.signal.inputsOf('chat.mark')).toEqual([{ conversationId: CONVERSATION, deliveredSeq: 2 }]);
  expect(made.chat.unreadCount.get()).toBe(2);

  made.chat.markRead(1);
  made.chat.markRead(2);
  made.chat.markRead(1);
  expect(made.chat.unreadCount.get()).toBe(0);
  made.clock.advance(1_000);
  await turns();
  expect(made.signal.inputsOf('chat.mark').at(-1)).toEqual({ conversationId: CONVERSATION, readSeq: 2 });
  expect(shown(made)).toEqual(['message 1: read', 'message 2: read']);
});

it('tells its marks again on a new line when they were not taken', async () => {
  const made = await open(opened([said(1)]));
  made.signal.answers['chat.mark'] = refusing('unavailable');
  made.chat.markRead(1);
  made.clock.advance(1_000);
  await turns();
  made.chat.detach();
  delete made.signal.answers['chat.mark'];
  made.clock.advance(1_000);
  made.chat.attach(made.signal, SELF);
  await turns();
  expect(made.signal.inputsOf('chat.mark').at(-1)).toEqual({ conversationId: CONVERSATION, readSeq: 1 });
});

it('counts what is unread, one’s own not among it, and less when another device reads it', async () => {
  const made = await open(opened([said(11), said(12)], { firstSeq: 1, readSeq: 8, unreadCount: 4 }));
  expect(made.chat.unreadCount.get()).toBe(4);
  made.chat.take({
    name: 'chat.said',
    payload: { conversationId: CONVERSATION, messages: [said(13, { fromId: SELF.identityId })] },
  });
  expect(made.chat.unreadCount.get()).toBe(4);
  made.chat.take({
    name: 'chat.receipts',
    payload: {
      conversationId: CONVERSATION,
      receipts: [{ identityId: SELF.identityId, deliveredSeq: 13, readSeq: 11 }],
    },
  });
  expect(made.chat.unreadCount.get()).toBe(1);
});

it('shows edits, deletions and reactions, also those that happened while it was away', async () => {
  const made = await open(opened([said(1), said(2), said(3)], { lastChange: 4 }));
  made.chat.take({
    name: 'chat.changed',
    payload: { conversationId: CONVERSATION, change: 5, message: said(1, { text: 'edited', editedAtMs: 9 }) },
  });
  expect([made.chat.messages.get()[0]?.text, made.chat.messages.get()[0]?.isEdited]).toEqual(['edited', true]);

  made.chat.detach();
  made.signal.answers['chat.open'] = () =>
    opened([said(1, { text: 'edited', editedAtMs: 9 })], { lastSeq: 3, lastChange: 7 });
  made.signal.answers['chat.changes'] = ({ afterChange }) => {
    expect(afterChange).toBe(5);
    return {
      messages: [
        said(2, { text: '', deletedAtMs: 9 }),
        said(3, { reactions: [{ reaction: '👍', count: 2, byIds: [SELF.identityId] }] }),
      ],
      change: 7,
      hasMore: false,
    };
  };
  made.chat.attach(made.signal, SELF);
  await turns();
  const [, second, third] = made.chat.messages.get();
  expect([second?.isDeleted, third?.reactions]).toEqual([true, [{ emoji: '👍', count: 2, isOwn: true }]]);
});

it('shows who is writing until they stop, or have written', async () => {
  const made = await open();
  const type = (count: number) =>
    made.chat.take({
      name: 'chat.typing',
      payload: { conversationId: CONVERSATION, identityId: identity(count), name: `P${count}`, forMs: 5_000 },
    });
  type(1);
  expect(made.chat.typing.get()).toEqual([]);
  type(2);
  type(3);
  expect(made.chat.typing.get()).toEqual(['P2', 'P3']);
  tell(made, 1);
  expect(made.chat.typing.get()).toEqual(['P3']);
  made.clock.advance(5_000);
  expect(made.chat.typing.get()).toEqual([]);
});

it('says that one is writing every three seconds, not at every letter', async () => {
  const made = await open();
  for (let letter = 0; letter < 40; letter += 1) {
    made.chat.write('x'.repeat(letter + 1));
    made.clock.advance(100);
  }
  await turns();
  expect(made.signal.inputsOf('chat.type').length).toBe(2);
});

it('keeps asking while the server cannot answer, and stops where one is not let in', async () => {
  const made = rig();
  made.signal.answers['chat.open'] = refusing('unavailable');
  made.chat.attach(made.signal, SELF);
  await turns();
  expect(made.chat.state.get()).toEqual({ kind: 'loading' });
  made.signal.answers['chat.open'] = refusing('not-found');
  made.clock.advance(20_000);
  await turns();
  expect(made.chat.state.get()).toEqual({ kind: 'failed', why: 'not-found' });
});

it('redraws nothing for news that change nothing', async () => {
  const made = await open(opened([said(1), said(2)], {}, [member(SELF), member(OTHER, 2, 2)]));
  const before = made.chat.messages.get();
  tell(made, 1, 2);
  expect(made.chat.messages.get()).toBe(before);
  tell(made, 3);
  expect(made.chat.messages.get()[0]).toBe(before[0]);
});
