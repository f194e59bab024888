import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RoomCreated, type ChatMessage, type GuestIssued, type RoomId } from '#contracts';
import { FakeHost } from './support/fake-host.js';
import { startMailServer, type MailServer } from './support/mail-server.js';
import { newMember, Visitor } from './support/visitor.js';
import { eventually, World, type Person } from './support/world.js';

const AVATAR_ID = '0000000d-0000-4000-8000-000000000001';
const AVATAR_URL = `/api/v1/avatars/${AVATAR_ID}`;
const EMAIL = 'ada@example.org';

let world: World;
let mails: MailServer;
let media: FakeHost;
/** Of the account of somebody who may stay away. */
let roomId: RoomId;
let owner: GuestIssued;

beforeAll(async () => {
  mails = await startMailServer();
  world = await World.open({ SMTP_URL: mails.url, MAIL_FROM: 'meet@example.org' });
  media = new FakeHost();
  await media.dial(world.url);
  await eventually(() => media.askedFor('host.describe').length === 0 && 'the question what the host is');
  const ada = await newMember(world.url, mails, EMAIL, 'Ada Lovelace');
  roomId = RoomCreated.parse(await (await ada.post('/rooms', { kind: 'persistent', title: 'Weekly' })).json()).roomId;
  await world.query('UPDATE accounts SET avatar_id = $1', [AVATAR_ID]);
  owner = await new Visitor(world.url).signIn(EMAIL);
});
afterAll(async () => {
  media.hangUp();
  await world.close();
  await mails.close();
});

async function come(name: string, issued?: GuestIssued): Promise<Person & { readonly id: string }> {
  const person = await world.person(issued);
  return Object.assign(person, { id: (await person.join(roomId, name)).participantId });
}

async function seen(by: Person, id: string) {
  const { participants } = await by.ask('meeting.sync', {});
  return participants.find(({ participantId }) => participantId === id);
}

function said(by: Person): ChatMessage[] {
  return by.all('chat.said').flatMap(({ messages }) => messages);
}

describe('as others see them', () => {
  it('a guest by the name of the room’s absent owner is marked, and one by a name of their own is not', async () => {
    const [eve, gus] = [await come('Аda Lоvelace'), await come('Gus')];
    expect(await seen(gus, eve.id)).toMatchObject({ isGuest: true, isLookAlike: true });
    expect(await seen(eve, gus.id)).not.toHaveProperty('isLookAlike');
  });

  it('somebody with an account has a picture and no mark, in the meeting and in what they write', async () => {
    const [ada, gus] = [await come('Ada', owner), await come('Gus')];
    expect(await seen(gus, ada.id)).toMatchObject({ isGuest: false, avatarUrl: AVATAR_URL });
    const { conversation } = await ada.ask('chat.open', { roomId });
    await gus.ask('chat.open', { roomId });
    for (const [person, text] of [
      [ada, 'from a member'],
      [gus, 'from a guest'],
    ] as const) {
      await person.ask('chat.send', { conversationId: conversation.conversationId, key: randomUUID(), text });
    }
    await eventually(() => said(gus).length < 2 && 'both messages');
    const { messages } = await ada.ask('chat.open', { roomId });
    for (const list of [said(gus), messages]) {
      const marks = list.map(({ text, isGuest, avatarUrl }) => ({ text, isGuest, avatarUrl }));
      expect(marks).toEqual([
        { text: 'from a member', isGuest: undefined, avatarUrl: AVATAR_URL },
        { text: 'from a guest', isGuest: true, avatarUrl: undefined },
      ]);
    }
  });

  it('a guest cannot bring a mark or a picture along', async () => {
    const guest = await world.person();
    const wish = { roomId, name: 'Mallory', joinKey: randomUUID(), isGuest: false, avatarUrl: AVATAR_URL };
    await expect(guest.ask('meeting.join', wish as never)).rejects.toMatchObject({ code: 'invalid-input' });
  });
});
