import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ConversationId, GuestIssued, RoomId } from '#contracts';
import { FakeHost } from './support/fake-host.js';
import { signedIn } from './support/stage.js';
import { eventually, World, type Person } from './support/world.js';

const SAID_MAX_COUNT = 5;

let world: World;
let host: FakeHost;
let owner: GuestIssued;
let roomId: RoomId;
let hana: Person;

beforeAll(async () => {
  world = await World.open({}, { conversationPersonMessages: { maxCount: SAID_MAX_COUNT, windowMs: 600_000 } });
  host = new FakeHost();
  await host.dial(world.url);
  owner = await world.guest();
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
  roomId = await world.room(owner);
  hana = await world.joined(roomId, owner);
});
afterAll(async () => {
  host.hangUp();
  await world.close();
});

function say(by: Person, conversationId: ConversationId, text = 'Hello') {
  return by.ask('chat.send', { conversationId, key: randomUUID(), text });
}

it('between two, somebody with an account goes by its name, whatever they were called in a meeting', async () => {
  const issued = await signedIn(world);
  const ada = await world.joined(roomId, issued);
  const { conversation, members } = await hana.ask('chat.start', { kind: 'direct', withId: issued.identityId });
  const { conversationId } = conversation;
  const nameOf = (some: readonly { readonly identityId: string; readonly name: string }[]) =>
    some.find(({ identityId }) => identityId === issued.identityId)?.name;
  expect(nameOf(members)).toBe('Ada');
  await say(ada, conversationId);
  await eventually(() => hana.all('chat.said').every((one) => one.conversationId !== conversationId) && 'the message');
  const told = hana.all('chat.said').find((one) => one.conversationId === conversationId);
  expect(told?.messages[0]?.fromName).toBe('Ada');
  await world.query(`UPDATE accounts SET name = 'Ada King' WHERE account_id = $1`, [issued.identityId]);
  expect(nameOf((await hana.ask('chat.open', { conversationId })).members)).toBe('Ada King');
  // In the room they are still who they said they were.
  const room = await hana.ask('chat.open', { roomId });
  await ada.ask('chat.open', { roomId });
  expect(nameOf((await hana.ask('chat.open', { roomId })).members)).toBe('Somebody');
  expect(room.conversation.conversationId).not.toBe(conversationId);
});

it('muting a conversation is kept, told to one’s other devices, and to nobody else', async () => {
  const gus = await world.joined(roomId);
  const phone = await world.person(gus.guest);
  const { conversation } = await hana.ask('chat.start', { kind: 'direct', withId: gus.guest.identityId });
  const { conversationId } = conversation;
  await gus.ask('chat.mute', { conversationId, isMuted: true });
  await eventually(() => phone.all('chat.muted').length === 0 && 'the word to the other device');
  expect(phone.all('chat.muted')).toEqual([{ conversationId, isMuted: true }]);
  expect((await phone.ask('chat.open', { conversationId })).conversation.isMuted).toBe(true);
  expect((await hana.ask('chat.open', { conversationId })).conversation.isMuted).toBe(false);
  expect([hana.all('chat.muted'), gus.all('chat.muted')]).toEqual([[], []]);
});

it('takes only so much from one person in one conversation, and says that it is too much', async () => {
  const gus = await world.joined(roomId);
  const { conversation } = await gus.ask('chat.open', { roomId });
  for (let count = 0; count < SAID_MAX_COUNT; count += 1) await say(gus, conversation.conversationId);
  await expect(say(gus, conversation.conversationId)).rejects.toMatchObject({ code: 'too-many-requests' });
  const other = await gus.ask('chat.start', { kind: 'direct', withId: owner.identityId });
  await say(gus, other.conversation.conversationId);
  await say(hana, conversation.conversationId);
});
