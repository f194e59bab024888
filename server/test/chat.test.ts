import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TopicId, type ChatMessage, type ConversationId, type GuestIssued, type RoomId } from '#contracts';
import { ChatHousekeeping } from '../src/chat/housekeeping.js';
import { FakeHost } from './support/fake-host.js';
import { eventually, World, type Person } from './support/world.js';

let world: World;
let host: FakeHost;
let owner: GuestIssued;

beforeAll(async () => {
  world = await World.open();
  host = new FakeHost();
  await host.dial(world.url);
  owner = await world.guest();
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
});
afterAll(async () => {
  host.hangUp();
  await world.close();
});

const newRoom = (): Promise<RoomId> => world.room(owner);

function said(person: Person): ChatMessage[] {
  return person.all('chat.said').flatMap(({ messages }) => messages);
}

function say(person: Person, conversationId: ConversationId, text: string, key: string = randomUUID()) {
  return person.ask('chat.send', { conversationId, key, text });
}

async function idOf(person: Person, roomId: RoomId): Promise<ConversationId> {
  return (await person.ask('chat.open', { roomId })).conversation.conversationId;
}

/** Two in a room’s meeting, and the room’s conversation. */
async function twoInRoom() {
  const roomId = await newRoom();
  const hana = await world.joined(roomId, owner);
  const gus = await world.joined(roomId);
  return { roomId, hana, gus, conversationId: await idOf(hana, roomId) };
}

describe('a room’s conversation', () => {
  it('keeps with each message what the meeting was about', async () => {
    const { hana, gus, conversationId } = await twoInRoom();
    await say(gus, conversationId, 'Before');
    const topics = ['Budget', 'Travel'].map((title) => ({
      topicId: TopicId.parse(randomUUID()),
      title,
      plannedMs: 60_000,
    }));
    await hana.ask('agenda.set', { topics, isAutoAdvancing: false });
    const key = randomUUID();
    for (const { topicId, title } of topics) {
      await hana.ask('agenda.go', { topicId });
      await say(gus, conversationId, `About ${title}`, title === 'Budget' ? key : undefined);
    }
    await hana.ask('agenda.go', {});
    await say(gus, conversationId, 'After');
    // Told again as it was stored, whatever the meeting is about by now.
    await say(gus, conversationId, 'About Budget', key);
    const { messages } = await hana.ask('chat.page', { conversationId, beforeSeq: 5, limit: 10 });
    expect(messages.map(({ topic }) => topic)).toEqual([undefined, 'Budget', 'Travel', undefined]);
    const aboutBudget = () => said(hana).filter((message) => message.key === key);
    await eventually(() => aboutBudget().length < 2 && 'what was told again');
    expect(aboutBudget().map(({ topic }) => topic)).toEqual(['Budget', 'Budget']);
  });

  it('is one for all in the meeting, numbered from 1, and what is answered is stored', async () => {
    const { roomId, hana, gus, conversationId } = await twoInRoom();
    expect(await idOf(gus, roomId)).toBe(conversationId);
    const first = await say(hana, conversationId, 'Hello');
    expect(first.seq).toBe(1);
    expect((await say(gus, conversationId, 'Hi')).seq).toBe(2);
    const rows = await world.query('SELECT seq, text FROM messages WHERE conversation_id = $1 ORDER BY seq', [
      conversationId,
    ]);
    expect(rows).toEqual([
      { seq: 1, text: 'Hello' },
      { seq: 2, text: 'Hi' },
    ]);
    await eventually(() => said(gus).length < 2 && 'what was said');
    expect(said(gus)[0]).toMatchObject({
      seq: 1,
      fromId: owner.identityId,
      fromName: 'Somebody',
      text: 'Hello',
      sentAtMs: first.sentAtMs,
      reactions: [],
    });
  });

  it('is shown to nobody outside the meeting, who learns no more than that there is none', async () => {
    const { roomId, conversationId, hana } = await twoInRoom();
    await say(hana, conversationId, 'secret');
    const stranger = await world.person();
    const elsewhere = await world.joined(await newRoom());
    const refused = { code: 'not-found', message: 'There is no such conversation.' };
    for (const outsider of [stranger, elsewhere]) {
      await expect(outsider.ask('chat.open', { roomId })).rejects.toMatchObject(refused);
      await expect(outsider.ask('chat.open', { conversationId })).rejects.toMatchObject(refused);
      await expect(say(outsider, conversationId, 'let me in')).rejects.toMatchObject(refused);
      await expect(outsider.ask('chat.page', { conversationId, beforeSeq: 10 })).rejects.toMatchObject(refused);
      await expect(
        outsider.ask('chat.react', { conversationId, seq: 1, reaction: '👍', isOn: true }),
      ).rejects.toMatchObject(refused);
      expect((await outsider.ask('chat.search', { words: 'secret' })).hits).toEqual([]);
      expect(said(outsider)).toEqual([]);
    }
    expect(await world.query('SELECT seq FROM messages WHERE conversation_id = $1', [conversationId])).toHaveLength(1);
  });

  it('ends for somebody with their seat', async () => {
    const { conversationId, gus, hana } = await twoInRoom();
    await gus.ask('meeting.leave', {});
    await expect(say(gus, conversationId, 'one more thing')).rejects.toMatchObject({ code: 'not-found' });
    await say(hana, conversationId, 'among ourselves');
    await hana.ask('chat.page', { conversationId, beforeSeq: 10 });
    expect(said(gus)).toEqual([]);
  });

  it('shows guests the meeting they are in, and the host all of it', async () => {
    const { roomId, hana, gus, conversationId } = await twoInRoom();
    await say(hana, conversationId, 'in the first meeting');
    await gus.ask('meeting.leave', {});
    await hana.ask('meeting.leave', {});
    const back = await world.joined(roomId, owner);
    const guest = await world.joined(roomId);
    await say(back, conversationId, 'in the second');
    const seen = await guest.ask('chat.open', { roomId });
    expect(seen.conversation).toMatchObject({ conversationId, firstSeq: 2, lastSeq: 2, unreadCount: 1 });
    expect(seen.messages.map(({ text }) => text)).toEqual(['in the second']);
    expect((await guest.ask('chat.range', { conversationId, fromSeq: 1, toSeq: 2 })).messages).toHaveLength(1);
    expect((await guest.ask('chat.search', { words: 'meeting first' })).hits).toEqual([]);
    const whole = await back.ask('chat.open', { roomId });
    expect(whole.messages.map(({ text }) => text)).toEqual(['in the first meeting', 'in the second']);
    expect((await back.ask('chat.search', { words: 'first meeting' })).hits).toMatchObject([
      { conversationId, message: { seq: 1 } },
    ]);
  });

  it('is closed to those from whom a host withholds chat, who may go on reading', async () => {
    const { hana, gus, conversationId } = await twoInRoom();
    await hana.ask('host.setPermission', { permission: 'chat', isAllowed: false });
    await expect(say(gus, conversationId, 'may I?')).rejects.toMatchObject({ code: 'forbidden' });
    await say(hana, conversationId, 'listen');
    expect((await gus.ask('chat.open', { conversationId })).messages).toHaveLength(1);
    await hana.ask('host.setPermission', { permission: 'chat', isAllowed: true });
    expect((await say(gus, conversationId, 'thanks')).seq).toBe(2);
  });

  it('gives pages backwards and holes by number', async () => {
    const { hana, conversationId } = await twoInRoom();
    for (let n = 1; n <= 12; n += 1) await say(hana, conversationId, `number ${n}`);
    const seqs = (messages: readonly ChatMessage[]) => messages.map(({ seq }) => seq);
    const page = await hana.ask('chat.page', { conversationId, beforeSeq: 9, limit: 3 });
    expect(seqs(page.messages)).toEqual([6, 7, 8]);
    const range = await hana.ask('chat.range', { conversationId, fromSeq: 4, toSeq: 7 });
    expect(seqs(range.messages)).toEqual([4, 5, 6, 7]);
    const tooMuch = hana.ask('chat.range', { conversationId, fromSeq: 1, toSeq: 101 });
    await expect(tooMuch).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

it('what a room does not keep any longer is removed from its beginning, and nothing else is', async () => {
  const { roomId, hana, conversationId } = await twoInRoom();
  const other = await twoInRoom();
  for (let n = 1; n <= 5; n += 1) await say(hana, conversationId, `number ${n}`);
  await say(other.hana, other.conversationId, 'kept longer');
  const aged = [conversationId, other.conversationId];
  await world.query(
    `UPDATE messages SET sent_at = now() - interval '8 days' WHERE conversation_id = ANY($1) AND seq <= 3`,
    [aged],
  );
  await world.query(`UPDATE conversations SET created_at = now() - interval '9 days' WHERE conversation_id = ANY($1)`, [
    aged,
  ]);
  await world.query(`UPDATE rooms SET chosen = '{"chatRetentionDays": 7}' WHERE room_id = $1`, [roomId]);
  await world.app.get(ChatHousekeeping).sweep();
  const { conversation, messages } = await hana.ask('chat.open', { roomId });
  expect(messages.map(({ seq }) => seq)).toEqual([4, 5]);
  expect(conversation).toMatchObject({ firstSeq: 4, lastSeq: 5 });
  expect((await other.hana.ask('chat.open', { roomId: other.roomId })).messages).toHaveLength(1);
  expect((await say(hana, conversationId, 'next')).seq).toBe(6);
});

describe('a message', () => {
  it('sent again with its key is answered with its number, and with another text refused', async () => {
    const { hana, gus, conversationId } = await twoInRoom();
    const key = randomUUID();
    const first = await say(hana, conversationId, 'once', key);
    expect(await say(hana, conversationId, 'once', key)).toEqual(first);
    await expect(say(hana, conversationId, 'twice', key)).rejects.toMatchObject({ code: 'conflict' });
    // The key is the sender’s own: somebody else may have made the same.
    expect((await say(gus, conversationId, 'mine', key)).seq).toBe(2);
    const rows = await world.query('SELECT text FROM messages WHERE conversation_id = $1 ORDER BY seq', [
      conversationId,
    ]);
    expect(rows).toEqual([{ text: 'once' }, { text: 'mine' }]);
  });

  it('is stored as it is, but for what no text can hold', async () => {
    const { hana, conversationId } = await twoInRoom();
    const texts = [
      '<script>alert(1)</script><img src=x onerror=alert(1)>',
      '  blanks around, \n and a tab\t ',
      '\u202Egnp.exe\u202C ‏עברית',
      'a' + '\u0301'.repeat(3_999),
      `'); DROP TABLE messages; -- \\ " \\u0000 {}`,
      '👩‍👩‍👧‍👦 🏳️‍🌈',
      '\u0001\u0007\u001b[31m',
    ];
    for (const text of texts) await say(hana, conversationId, text);
    await say(hana, conversationId, 'a\u0000b\uD800c');
    const { messages } = await hana.ask('chat.open', { conversationId });
    expect(messages.map(({ text }) => text)).toEqual([...texts, 'a\uFFFDb\uFFFDc']);
  });

  it.each([
    ['nothing', ''],
    ['only blanks', ' \n\t '],
    ['more than may be', 'x'.repeat(4_001)],
  ])('of %s is refused and changes nothing', async (_what, text) => {
    const { hana, conversationId } = await twoInRoom();
    await expect(say(hana, conversationId, text)).rejects.toMatchObject({ code: 'invalid-input' });
    expect(await world.query('SELECT FROM messages WHERE conversation_id = $1', [conversationId])).toEqual([]);
  });

  it('comes from who sent it, whoever they claim to be', async () => {
    const { hana, gus, conversationId } = await twoInRoom();
    const forged = { conversationId, key: randomUUID(), text: 'I am Hana', fromId: owner.identityId } as never;
    await expect(gus.ask('chat.send', forged)).rejects.toMatchObject({ code: 'invalid-input' });
    await say(gus, conversationId, 'I am Gus');
    await eventually(() => said(hana).length === 0 && 'what was said');
    expect(said(hana)[0]?.fromId).toBe(gus.guest.identityId);
  });

  it('may answer an earlier one and mention people, who see that they were', async () => {
    const { hana, gus, conversationId } = await twoInRoom();
    await idOf(gus, gus.joined.snapshot.roomId);
    await say(gus, conversationId, 'A question');
    const mentions = [gus.guest.identityId];
    await hana.ask('chat.send', { conversationId, key: randomUUID(), text: 'An answer', replyTo: 1, mentions });
    const { conversation, messages } = await gus.ask('chat.open', { conversationId });
    expect(messages[1]).toMatchObject({ replyTo: 1, mentions });
    expect(conversation).toMatchObject({ unreadCount: 1, mentionCount: 1 });
  });
});

describe('what was said', () => {
  it('can be changed by its author, with a mark, and changes are numbered', async () => {
    const { hana, gus, conversationId } = await twoInRoom();
    await say(gus, conversationId, 'helo');
    const edited = await gus.ask('chat.edit', { conversationId, seq: 1, text: 'hello' });
    expect(edited).toMatchObject({ change: 1, message: { seq: 1, text: 'hello', editedAtMs: expect.any(Number) } });
    expect(await gus.ask('chat.edit', { conversationId, seq: 1, text: 'hello' })).toEqual(edited);
    await expect(hana.ask('chat.edit', { conversationId, seq: 1, text: 'bye' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await eventually(() => hana.all('chat.changed').length === 0 && 'the edit');
    expect(hana.all('chat.changed')).toEqual([{ conversationId, ...edited }]);
    expect(await hana.ask('chat.changes', { conversationId, afterChange: 0 })).toEqual({
      messages: [edited.message],
      change: 1,
      hasMore: false,
    });
  });

  it('can be deleted by its author or the host: the text is gone from the database too', async () => {
    const { hana, gus, conversationId } = await twoInRoom();
    await say(gus, conversationId, 'regret');
    await say(hana, conversationId, 'the host’s own');
    await gus.ask('chat.react', { conversationId, seq: 1, reaction: '👍', isOn: true });
    await expect(gus.ask('chat.delete', { conversationId, seq: 2 })).rejects.toMatchObject({ code: 'forbidden' });
    const { message } = await hana.ask('chat.delete', { conversationId, seq: 1 });
    expect(message).toMatchObject({ seq: 1, text: '', reactions: [], deletedAtMs: expect.any(Number) });
    expect(
      await world.query('SELECT text FROM messages WHERE conversation_id = $1 AND seq = 1', [conversationId]),
    ).toEqual([{ text: '' }]);
    await expect(gus.ask('chat.edit', { conversationId, seq: 1, text: 'again' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('takes reactions, each person’s once', async () => {
    const { hana, gus, conversationId } = await twoInRoom();
    await say(gus, conversationId, 'news');
    const on = { conversationId, seq: 1, reaction: '🎉', isOn: true };
    await hana.ask('chat.react', on);
    const { message } = await gus.ask('chat.react', on);
    expect(message.reactions).toEqual([{ reaction: '🎉', count: 2, byIds: [gus.guest.identityId, owner.identityId] }]);
    expect((await gus.ask('chat.react', on)).change).toBe(2);
    const off = await gus.ask('chat.react', { ...on, isOn: false });
    expect(off.message.reactions).toEqual([{ reaction: '🎉', count: 1, byIds: [owner.identityId] }]);
    for (const reaction of ['<b>', 'ab', '1', '']) {
      await expect(gus.ask('chat.react', { ...on, reaction })).rejects.toMatchObject({ code: 'invalid-input' });
    }
  });
});

describe('receipts', () => {
  it('rise and never fall, whatever comes in which order, and are told together', async () => {
    const { hana, gus, conversationId } = await twoInRoom();
    await gus.ask('chat.open', { conversationId });
    for (let n = 1; n <= 20; n += 1) await say(hana, conversationId, `number ${n}`);
    const marks = Array.from({ length: 200 }, (_, n) => ((n * 7_919) % 20) + 1);
    await Promise.all(
      marks.map((seq, n) =>
        gus.ask('chat.mark', { conversationId, ...(n % 2 ? { readSeq: seq } : { deliveredSeq: seq }) }),
      ),
    );
    const seen = () => hana.all('chat.receipts').flatMap(({ receipts }) => receipts);
    await eventually(() => (seen().at(-1)?.readSeq ?? 0) < 20 && 'the last mark');
    expect(seen().at(-1)).toEqual({ identityId: gus.guest.identityId, deliveredSeq: 20, readSeq: 20 });
    const rising = seen().map(({ readSeq }) => readSeq);
    expect(rising).toEqual(rising.toSorted((a, b) => a - b));
    // Two hundred marks within a moment make a few writes.
    expect(hana.all('chat.receipts').length).toBeLessThanOrEqual(3);
    expect((await hana.ask('chat.open', { conversationId })).members).toContainEqual(
      expect.objectContaining({ identityId: gus.guest.identityId, readSeq: 20 }),
    );
  });

  it('do not run ahead of what was said', async () => {
    const { hana, gus, conversationId } = await twoInRoom();
    await gus.ask('chat.open', { conversationId });
    await say(hana, conversationId, 'one');
    await gus.ask('chat.mark', { conversationId, readSeq: 2_000_000_000 });
    await eventually(() => hana.all('chat.receipts').length === 0 && 'the receipt');
    expect(hana.all('chat.receipts')[0]?.receipts).toEqual([
      { identityId: gus.guest.identityId, deliveredSeq: 1, readSeq: 1 },
    ]);
  });
});

it('who writes is shown to the others, and not more often than needed', async () => {
  const { hana, gus, conversationId } = await twoInRoom();
  for (let n = 0; n < 10; n += 1) await gus.ask('chat.type', { conversationId });
  await eventually(() => hana.all('chat.typing').length === 0 && 'the typing');
  await hana.ask('chat.list', {});
  expect(hana.all('chat.typing')).toEqual([
    { conversationId, identityId: gus.guest.identityId, name: 'Somebody', forMs: 6_000 },
  ]);
  expect(gus.all('chat.typing')).toEqual([]);
});

describe('conversations between people', () => {
  it('of two who have met is one, whoever begins, and reaches all their devices outside of meetings', async () => {
    const { hana, gus } = await twoInRoom();
    await gus.ask('meeting.leave', {});
    const phone = await world.person(gus.guest);
    const [one, other] = await Promise.all([
      hana.ask('chat.start', { kind: 'direct', withId: gus.guest.identityId }),
      gus.ask('chat.start', { kind: 'direct', withId: owner.identityId }),
    ]);
    const { conversationId } = one.conversation;
    expect(other.conversation.conversationId).toBe(conversationId);
    await say(hana, conversationId, 'psst');
    await eventually(() => (said(phone).length === 0 || said(gus).length === 0) && 'the message on both devices');
    const { conversations } = await phone.ask('chat.list', {});
    expect(conversations).toMatchObject([
      {
        conversation: { conversationId, kind: 'direct', lastSeq: 1, unreadCount: 1 },
        others: [{ identityId: owner.identityId, name: 'Somebody', isGuest: true }],
        last: { text: 'psst' },
      },
    ]);
    const stranger = await world.person();
    await expect(stranger.ask('chat.open', { conversationId })).rejects.toMatchObject({ code: 'not-found' });
    const toStranger = hana.ask('chat.start', { kind: 'direct', withId: stranger.guest.identityId });
    await expect(toStranger).rejects.toMatchObject({ code: 'forbidden' });
    await expect(hana.ask('chat.start', { kind: 'direct', withId: owner.identityId })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('of several are found again by their key', async () => {
    const { roomId, hana, gus } = await twoInRoom();
    const ida = await world.joined(roomId);
    const wish = {
      kind: 'group',
      key: randomUUID(),
      title: 'Friends',
      withIds: [gus.guest.identityId, ida.guest.identityId],
    } as const;
    const first = await hana.ask('chat.start', { ...wish, withIds: [...wish.withIds] });
    const again = await hana.ask('chat.start', { ...wish, withIds: [...wish.withIds] });
    expect(again.conversation).toMatchObject({ conversationId: first.conversation.conversationId, title: 'Friends' });
    expect(first.members).toHaveLength(3);
    await eventually(() => ida.all('chat.opened').length === 0 && 'the news of the group');
    await say(ida, first.conversation.conversationId, 'hello all');
    await eventually(() => (said(hana).length === 0 || said(gus).length === 0) && 'the message');
  });

  it('are begun with people who have an account and whom one has met, found by their name', async () => {
    const { hana, gus, roomId } = await twoInRoom();
    const ida = await world.joined(roomId);
    const stranger = await world.person();
    const accounts = [gus, ida, stranger].map(
      ({ guest }, at) => `('${guest.identityId}', '${guest.identityId}@b.c', '100%_Zoë ${at}', now())`,
    );
    await world.query(`INSERT INTO accounts (account_id, email, name, created_at) VALUES ${accounts.join(', ')}`, []);
    const find = async (search: string) => (await hana.ask('people.find', { search })).people.map(({ name }) => name);
    expect(await find('')).toEqual(['100%_Zoë 1', '100%_Zoë 0']);
    expect([await find(' %_zOË 0'), await find('z%0'), await find('\u0000')]).toEqual([['100%_Zoë 0'], [], []]);
    expect((await stranger.ask('people.find', { search: '' })).people).toEqual([]);
  });

  it('of two within a meeting end with it', async () => {
    const { hana, gus, roomId } = await twoInRoom();
    const ida = await world.joined(roomId);
    const { conversation } = await gus.ask('chat.start', { kind: 'private', participantId: ida.joined.participantId });
    const { conversationId } = conversation;
    await say(gus, conversationId, 'just you');
    await eventually(() => said(ida).length === 0 && 'the message');
    expect(said(hana)).toEqual([]);
    await expect(hana.ask('chat.open', { conversationId })).rejects.toMatchObject({ code: 'not-found' });
    await hana.ask('meeting.end', {});
    await eventually(() => ida.all('chat.closed').length === 0 && 'the end of the conversation');
    expect(await world.query('SELECT FROM messages WHERE conversation_id = $1', [conversationId])).toEqual([]);
    await expect(gus.ask('chat.open', { conversationId })).rejects.toMatchObject({ code: 'not-found' });
  });
});
