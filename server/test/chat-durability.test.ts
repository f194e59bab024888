import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import type { GuestIssued } from '#contracts';
import { PgMessageStore } from '../src/storage/pg-message-store.js';
import { FakeHost } from './support/fake-host.js';
import { secondNode } from './support/second-node.js';
import { eventually, Person, World } from './support/world.js';
import { openBrowser, outcomeOf } from './support/browser.js';

/** How often a server dies between the commit and the telling. */
const DEATH_COUNT = 100;

let world: World;
let host: FakeHost;
let owner: GuestIssued;

beforeAll(async () => {
  const redisUrl = process.env['TEST_REDIS_URL'];
  world = await World.open(redisUrl === undefined ? {} : { REDIS_URL: redisUrl });
  host = new FakeHost();
  await host.dial(world.url);
  owner = await world.guest();
});
afterAll(async () => {
  host.hangUp();
  await world.close();
});

it('a key that is sent a hundred times at once over two nodes is one message with one number', async () => {
  const roomId = await world.room(owner);
  const hana = await world.joined(roomId, owner);
  const gus = await world.joined(roomId);
  const { conversation } = await hana.ask('chat.start', { kind: 'direct', withId: gus.guest.identityId });
  const { conversationId } = conversation;
  const redisUrl = process.env['TEST_REDIS_URL'];
  const other = await secondNode(world, redisUrl === undefined ? {} : { REDIS_URL: redisUrl });
  const browser = openBrowser(other.url, { token: owner.token });
  expect(await outcomeOf(browser)).toBeUndefined();
  const hanaThere = new Person(owner, browser);

  const message = { conversationId, key: randomUUID(), text: 'only once' };
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? hana : hanaThere).ask('chat.send', message)),
  );
  expect(new Set(answers.map(({ seq }) => seq))).toEqual(new Set([1]));
  expect(new Set(answers.map(({ sentAtMs }) => sentAtMs)).size).toBe(1);
  expect(await world.query('SELECT seq FROM messages WHERE conversation_id = $1', [conversationId])).toEqual([
    { seq: 1 },
  ]);
  await eventually(() => gus.all('chat.said').length === 0 && 'the message');
  const shown = new Set(
    gus.all('chat.said').flatMap(({ messages }) => messages.map(({ seq, key }) => `${seq} ${key}`)),
  );
  expect(shown).toEqual(new Set([`1 ${message.key}`]));

  const others = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) =>
      (n % 2 === 0 ? hana : hanaThere).ask('chat.send', { ...message, text: 'not this' }),
    ),
  );
  expect(others.every((one) => one.status === 'rejected' && one.reason.code === 'conflict')).toBe(true);
  browser.disconnect();
  await other.app.close();
});

it('a key belongs to its conversation: elsewhere it is another message, and the first one stays as it is', async () => {
  const [roomId, otherRoomId] = [await world.room(owner), await world.room(owner)];
  const key = randomUUID();
  const texts: unknown[] = [];
  for (const place of [roomId, otherRoomId]) {
    const hana = await world.joined(place, owner);
    const { conversationId } = (await hana.ask('chat.open', { roomId: place })).conversation;
    await hana.ask('chat.send', { conversationId, key, text: `in ${place}` });
    await hana.ask('meeting.leave', {});
    texts.push(await world.query('SELECT seq, text FROM messages WHERE conversation_id = $1', [conversationId]));
  }
  expect(texts).toEqual([[{ seq: 1, text: `in ${roomId}` }], [{ seq: 1, text: `in ${otherRoomId}` }]]);
});

it(`what a server committed and did not live to tell, ${DEATH_COUNT} times, is told once when its sender asks again, and is a gap for the others otherwise`, async () => {
  const roomId = await world.room(owner);
  const hana = await world.joined(roomId, owner);
  const gus = await world.joined(roomId);
  const { conversationId } = (await hana.ask('chat.open', { roomId })).conversation;
  const dead = new PgMessageStore(world.app.get(DataSource));
  const sender = { conversationId, senderId: owner.identityId, senderName: 'Somebody' };
  const isAskedAgain = (seq: number) => seq % 2 === 0;
  for (let seq = 1; seq <= DEATH_COUNT; seq += 1) {
    const message = { key: randomUUID(), text: `number ${seq}` };
    const [committed] = await dead.append([{ ...sender, ...message, sentAtMs: Date.now(), mentions: [] }]);
    expect(committed?.seq).toBe(seq);
    if (!isAskedAgain(seq)) continue;
    expect(await hana.ask('chat.send', { conversationId, ...message })).toMatchObject({ seq });
  }
  const told = () => gus.all('chat.said').flatMap(({ messages }) => messages.map(({ seq }) => seq));
  await eventually(() => told().length < DEATH_COUNT / 2 && 'what was asked again');
  const all = Array.from({ length: DEATH_COUNT }, (_, index) => index + 1);
  expect(told()).toEqual(all.filter(isAskedAgain));
  const { messages } = await gus.ask('chat.range', { conversationId, fromSeq: 1, toSeq: DEATH_COUNT });
  expect(messages.map(({ seq, text }) => ({ seq, text }))).toEqual(all.map((seq) => ({ seq, text: `number ${seq}` })));
});
