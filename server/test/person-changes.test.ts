import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { AvatarStored, RoomCreated, type RoomId, type SessionIssued } from '#contracts';
import { FakeHost } from './support/fake-host.js';
import { startMailServer, type MailServer } from './support/mail-server.js';
import { secondNode } from './support/second-node.js';
import { newMember, Visitor } from './support/visitor.js';
import { eventually, World, type Person } from './support/world.js';

const REDIS_URL = process.env['TEST_REDIS_URL'];

let mails: MailServer;
let world: World;
let media: FakeHost;
let count = 0;

beforeAll(async () => {
  mails = await startMailServer();
  const redis: Record<string, string> = REDIS_URL === undefined ? {} : { REDIS_URL };
  const addressMails = { maxCount: 1_000, windowMs: 60_000 };
  world = await World.open({ SMTP_URL: mails.url, MAIL_FROM: 'meet@example.org', ...redis }, { addressMails });
  media = new FakeHost();
  await media.dial(world.url);
  await eventually(() => media.askedFor('host.describe').length === 0 && 'the question what the host is');
});
afterAll(async () => {
  media.hangUp();
  await world.close();
  await mails.close();
});

/** Somebody with an account, at the API and at a socket. */
interface Member {
  readonly visitor: Visitor;
  readonly issued: SessionIssued;
  readonly person: Person;
}

async function member(name: string): Promise<Member> {
  const email = `member-${(count += 1)}@example.org`;
  await newMember(world.url, mails, email, name);
  const visitor = new Visitor(world.url);
  const issued = await visitor.signIn(email);
  return { visitor, issued, person: await world.person(issued) };
}

async function roomOf({ visitor }: Member): Promise<RoomId> {
  return RoomCreated.parse(await (await visitor.post('/rooms', { kind: 'persistent', title: 'Weekly' })).json()).roomId;
}

async function newPicture({ visitor }: Pick<Member, 'visitor'>): Promise<string> {
  const bytes = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'green' } })
    .png()
    .toBuffer();
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)]), 'green.png');
  return AvatarStored.parse(await (await visitor.send('PUT', '/account/avatar', form)).json()).avatarUrl;
}

/** How somebody was told to look, last. */
function shownTo(by: Person, participantId: string) {
  return by
    .all('participant.changed')
    .map(({ participant }) => participant)
    .findLast((participant) => participant.participantId === participantId);
}

describe('in a running meeting', () => {
  it('a new picture is seen at once, and so is that it was taken away', async () => {
    const ada = await member('Ada');
    const roomId = await roomOf(ada);
    const { participantId } = await ada.person.join(roomId, 'Ada');
    const gus = await world.joined(roomId);
    const avatarUrl = await newPicture(ada);
    await eventually(() => shownTo(gus, participantId)?.avatarUrl !== avatarUrl && 'the picture');
    await ada.visitor.remove('/account/avatar');
    await eventually(() => shownTo(gus, participantId)?.avatarUrl !== undefined && 'the end of the picture');
  });

  it('a new name is seen at once, and shows a guest to go by it', async () => {
    const ada = await member('Ada');
    const roomId = await roomOf(ada);
    const { participantId } = await ada.person.join(roomId, 'Ada');
    const mallory = await world.person();
    const eve = await mallory.join(roomId, 'Lady Lovelace');
    expect((await mallory.ask('meeting.sync', {})).participants.some(({ isLookAlike }) => isLookAlike)).toBe(false);
    await ada.visitor.patch('/account', { name: 'Lady Lovelace' });
    await eventually(() => shownTo(mallory, participantId)?.name !== 'Lady Lovelace' && 'the name');
    await eventually(() => shownTo(mallory, eve.participantId)?.isLookAlike !== true && 'the mark');
  });

  it('who goes by another name in there keeps it, and so does everybody while hosts say so', async () => {
    const [host, ada, bob] = [await member('Hana'), await member('Ada'), await member('Bob')];
    const roomId = await roomOf(host);
    await host.person.join(roomId, 'Hana');
    const asAnon = await ada.person.join(roomId, 'Anon');
    const asBob = await bob.person.join(roomId, 'Bob');
    await ada.visitor.patch('/account', { name: 'Ada King' });
    await host.person.ask('host.setPermission', { permission: 'rename', isAllowed: false });
    await bob.visitor.patch('/account', { name: 'Robert' });
    const { participants } = await host.person.ask('meeting.sync', {});
    const nameOf = (id: string) => participants.find(({ participantId }) => participantId === id)?.name;
    expect([nameOf(asAnon.participantId), nameOf(asBob.participantId)]).toEqual(['Anon', 'Bob']);
  });

  it('a new name is seen by the host of the lobby in which they wait', async () => {
    const [host, ada] = [await member('Hana'), await member('Ada')];
    const roomId = await roomOf(host);
    await host.person.join(roomId, 'Hana');
    await host.person.ask('host.setAccess', { isLobbyOn: true });
    await ada.person.ask('lobby.knock', { roomId, name: 'Ada', joinKey: randomUUID() });
    await ada.visitor.patch('/account', { name: 'Ada King' });
    const names = () =>
      host.person
        .all('lobby.changed')
        .at(-1)
        ?.waiting.map(({ name }) => name);
    await eventually(() => names()?.[0] !== 'Ada King' && `the name, instead of ${names()?.join()}`);
  });

  it('what is said from then on carries the new picture, on the connection of before', async () => {
    const ada = await member('Ada');
    const roomId = await roomOf(ada);
    await ada.person.join(roomId, 'Ada');
    const gus = await world.joined(roomId);
    const { conversation } = await ada.person.ask('chat.open', { roomId });
    expect(conversation.isOfAccount).toBe(true);
    const avatarUrl = await newPicture(ada);
    const { conversationId } = conversation;
    await ada.person.ask('chat.send', { conversationId, key: randomUUID(), text: 'Look' });
    await eventually(() => gus.all('chat.said').length === 0 && 'the message');
    expect(gus.all('chat.said')[0]?.messages[0]?.avatarUrl).toBe(avatarUrl);
    expect(gus.all('chat.memberChanged')).toEqual([{ conversationId, identityId: ada.issued.identityId, avatarUrl }]);
  });
});

describe('in conversations', () => {
  async function friends(): Promise<{ readonly ada: Member; readonly bob: Member }> {
    const [ada, bob] = [await member('Ada'), await member('Bob')];
    const roomId = await roomOf(ada);
    await ada.person.join(roomId, 'Ada');
    await bob.person.join(roomId, 'Bob');
    return { ada, bob };
  }

  it('a new name and picture are told to the others, and stand in their lists', async () => {
    const { ada, bob } = await friends();
    const withId = ada.issued.identityId;
    const { conversation } = await bob.person.ask('chat.start', { kind: 'direct', withId });
    const { conversationId } = conversation;
    await bob.person.ask('chat.list', {});
    const avatarUrl = await newPicture(ada);
    await ada.visitor.patch('/account', { name: 'Ada King' });
    const told = () => bob.person.all('chat.memberChanged').filter((one) => one.conversationId === conversationId);
    await eventually(() => told().length < 2 && 'both changes');
    expect(told().at(-1)).toEqual({ conversationId, identityId: withId, name: 'Ada King', avatarUrl });
    const { conversations } = await bob.person.ask('chat.list', {});
    const listed = conversations.find((one) => one.conversation.conversationId === conversationId);
    expect(listed?.others).toEqual([{ identityId: withId, name: 'Ada King', avatarUrl }]);
  });

  it('a guest is said to be one, by whatever name', async () => {
    const { bob } = await friends();
    const roomId = await roomOf(bob);
    await bob.person.join(roomId, 'Bob');
    const mallory = await world.joined(roomId);
    const withId = bob.issued.identityId;
    await mallory.ask('chat.start', { kind: 'direct', withId });
    const { conversations } = await bob.person.ask('chat.list', {});
    const { identityId } = mallory.guest;
    const listed = conversations.find(({ others }) => others.some((other) => other.identityId === identityId));
    expect(listed?.others).toEqual([{ identityId, name: 'Somebody', isGuest: true }]);
    const { conversationId } = listed!.conversation;
    const { members } = await bob.person.ask('chat.open', { conversationId });
    expect(members.map((one) => [one.identityId, one.isGuest])).toEqual(
      expect.arrayContaining([
        [identityId, true],
        [withId, undefined],
      ]),
    );
    const { people } = await bob.person.ask('presence.people', { roomId });
    expect(people.find((one) => one.identityId === identityId)?.isGuest).toBe(true);
    expect(people.find((one) => one.identityId === withId)).not.toHaveProperty('isGuest');
  });
});

(REDIS_URL === undefined ? it.skip : it)('is seen also when it was changed through another node', async () => {
  const ada = await member('Ada');
  const roomId = await roomOf(ada);
  const { participantId } = await ada.person.join(roomId, 'Ada');
  const gus = await world.joined(roomId);
  const other = await secondNode(world, { REDIS_URL: REDIS_URL ?? '' });
  const there = new Visitor(other.url);
  there.token = ada.visitor.token;
  await there.patch('/account', { name: 'Ada King' });
  await eventually(() => shownTo(gus, participantId)?.name !== 'Ada King' && 'the name');
  await other.app.close();
});
