import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditLog, BanList, PastMeetings, RoomCreated, RoomView, type RoomId, type SessionIssued } from '#contracts';
import { endOf } from './support/browser.js';
import { FakeHost } from './support/fake-host.js';
import { startMailServer, type MailServer } from './support/mail-server.js';
import { secondNode } from './support/second-node.js';
import { newMember, problemOf, Visitor } from './support/visitor.js';
import { eventually, World, type Person } from './support/world.js';

/* Who may come into a room while a meeting runs in it, and after. */

type Member = SessionIssued & { readonly visitor: Visitor; readonly email: string };

/** Nodes that share no Redis know nothing of each other's meetings. */
const REDIS_URL = process.env['TEST_REDIS_URL'];
const REDIS = REDIS_URL === undefined ? {} : { REDIS_URL };

let world: World;
let media: FakeHost;
let mails: MailServer;
let owner: Member;
let ben: Member;
let roomId: RoomId;

beforeAll(async () => {
  mails = await startMailServer();
  const mail = { SMTP_URL: mails.url, MAIL_FROM: 'meet@example.org' };
  world = await World.open({ ...mail, ...REDIS, SEAT_GRACE_MS: '1000' });
  media = new FakeHost();
  await media.dial(world.url);
  owner = await member('owner');
  ben = await member('ben');
  await eventually(() => media.askedFor('host.describe').length === 0 && 'the question what the host is');
});
afterAll(async () => {
  media.hangUp();
  await world.close();
  await mails.close();
});
beforeEach(async () => {
  roomId = await room();
});

async function member(name: string): Promise<Member> {
  const email = `${name}@example.org`;
  const visitor = await newMember(world.url, mails, email, name);
  const issued = await visitor.signIn(email);
  return { ...issued, visitor, email };
}

async function room(settings: object = {}): Promise<RoomId> {
  const wish = { kind: 'persistent', title: 'Weekly', settings };
  return RoomCreated.parse(await (await owner.visitor.post('/rooms', wish)).json()).roomId;
}

async function viewOf(visitor: Visitor, id = roomId): Promise<RoomView> {
  return RoomView.parse(await (await visitor.get(`/rooms/${id}`)).json());
}

async function bansOf({ visitor }: Member): Promise<BanList> {
  return BanList.parse(await (await visitor.get(`/rooms/${roomId}/bans`)).json());
}

async function banned() {
  const hana = await world.joined(roomId, owner);
  const removed = await world.joined(roomId, ben);
  const ended = endOf(removed.browser);
  const { participantId } = removed.joined;
  await hana.ask('host.remove', { participantId, isBanned: true });
  await ended;
  return { hana, removed };
}

describe('a room that is looked up while a meeting runs in it', () => {
  it('tells who may come in now, on every node, and afterwards what its settings say', async () => {
    const stranger = new Visitor(world.url);
    expect(await viewOf(stranger)).toMatchObject({ isLobbyOn: false, isLocked: false });
    const hana = await world.joined(roomId, owner);
    const elsewhere = REDIS_URL === undefined ? undefined : await secondNode(world, REDIS);
    const there = elsewhere === undefined ? [] : [new Visitor(elsewhere.url)];
    for (const [isLobbyOn, isLocked] of [
      [true, false],
      [true, true],
      [false, true],
    ] as const) {
      await hana.ask('host.setAccess', { isLobbyOn, isLocked });
      for (const visitor of [stranger, ...there]) expect(await viewOf(visitor)).toMatchObject({ isLobbyOn, isLocked });
    }
    await elsewhere?.app.close();
    await hana.ask('meeting.end', {});
    expect(await viewOf(stranger)).toMatchObject({ isLobbyOn: false, isLocked: false });
  });

  it('goes by the meeting and not by settings that were changed since', async () => {
    const hana = await world.joined(roomId, owner);
    await hana.ask('host.setStage', { spotlightIds: [hana.joined.participantId] });
    await hana.ask('host.setAccess', { isLocked: false, isLobbyOn: false });
    await owner.visitor.patch(`/rooms/${roomId}`, { settings: { isLobbyOn: true } });
    await eventuallyViewed(false);
    const late = await world.joined(roomId);
    expect(late.joined.snapshot.participants).toHaveLength(2);
    await hana.ask('meeting.end', {});
    await eventuallyViewed(true);
  });

  it('tells outsiders nothing: one that is not theirs to see looks like one that never was', async () => {
    const hidden = await room({ access: 'members' });
    const hana = await world.joined(hidden, owner);
    await hana.ask('host.setAccess', { isLobbyOn: true, isLocked: true });
    const stranger = new Visitor(world.url);
    const [theirs, none] = [await stranger.get(`/rooms/${hidden}`), await stranger.get(`/rooms/${randomUUID()}`)];
    expect(theirs.status).toBe(none.status);
    expect({ ...(await problemOf(theirs)), instance: '' }).toEqual({ ...(await problemOf(none)), instance: '' });
  });

  async function eventuallyViewed(isLobbyOn: boolean): Promise<void> {
    let last: boolean | undefined;
    const stranger = new Visitor(world.url);
    for (let turn = 0; turn < 100 && last !== isLobbyOn; turn += 1) last = (await viewOf(stranger)).isLobbyOn;
    expect(last).toBe(isLobbyOn);
  }
});

describe('what is done to a room while a meeting runs in it', () => {
  it('is told in the meeting with its actor and kept in its log, through whichever node it is done', async () => {
    const hana = await world.joined(roomId, owner);
    const gus = await world.joined(roomId);
    const elsewhere = REDIS_URL === undefined ? undefined : await secondNode(world, REDIS);
    const visitor = elsewhere === undefined ? owner.visitor : new Visitor(elsewhere.url);
    if (elsewhere !== undefined) await visitor.signIn(owner.email);
    expect((await visitor.put(`/rooms/${roomId}/password`, { password: 'open sesame' })).status).toBe(204);
    expect((await visitor.remove(`/rooms/${roomId}/password`)).status).toBe(204);
    const actorId = hana.joined.participantId;
    const told = [
      { act: 'password-set', actorId },
      { act: 'password-removed', actorId },
    ];
    await eventually(() => gus.all('host.acted').length < told.length && 'news of both');
    expect(gus.all('host.acted')).toMatchObject(told);
    await elsewhere?.app.close();

    const { meetingId } = gus.joined.snapshot;
    const lines = async () => {
      const log = AuditLog.parse(await (await owner.visitor.get(`/meetings/${meetingId}/audit`)).json());
      return log.lines.map(({ act, actorId: by }) => ({ act, actorId: by }));
    };
    let written = await lines();
    for (let turn = 0; turn < 200 && written.length < told.length; turn += 1) written = await lines();
    expect(written).toEqual(told);
  });

  it('names who may come again to hosts alone', async () => {
    const { hana } = await banned();
    const gus = await world.joined(roomId);
    const [ban] = (await bansOf(owner)).bans;
    expect((await owner.visitor.remove(`/rooms/${roomId}/bans/${ban!.banId}`)).status).toBe(204);
    const news = () => hana.all('host.acted').filter(({ act }) => act === 'ban-lifted');
    await eventually(() => news().length === 0 && 'the news');
    expect(news()).toMatchObject([{ actorId: hana.joined.participantId, targetName: ban!.name }]);
    expect(gus.all('host.acted')).toEqual([]);
  });
});

describe('an account that is banned', () => {
  it('is out of this meeting and every later one, membership and links or not, until the ban is lifted', async () => {
    await owner.visitor.post(`/rooms/${roomId}/members`, { email: ben.email, role: 'member' });
    const { hana } = await banned();
    await owner.visitor.post(`/rooms/${roomId}/members`, { email: ben.email, role: 'cohost' });
    await hana.ask('meeting.end', {});
    await world.joined(roomId, owner);

    const again = await world.person(ben);
    await expect(again.join(roomId)).rejects.toMatchObject({ code: 'removed' });
    await expect(again.ask('lobby.knock', { roomId, name: 'B', joinKey: randomUUID() })).rejects.toMatchObject({
      code: 'removed',
    });
    expect(await problemOf(await ben.visitor.get(`/rooms/${roomId}`))).toMatchObject({ code: 'removed' });
    expect(await problemOf(await ben.visitor.get(`/rooms/${roomId}/bans`))).toMatchObject({ code: 'not-found' });

    const [ban] = (await bansOf(owner)).bans;
    expect(ban).toMatchObject({ name: 'Somebody' });
    expect((await owner.visitor.remove(`/rooms/${roomId}/bans/${ban!.banId}`)).status).toBe(204);
    expect((await owner.visitor.remove(`/rooms/${roomId}/bans/${ban!.banId}`)).status).toBe(204);
    expect((await bansOf(owner)).bans).toEqual([]);
    await again.join(roomId);
  });

  it('is on the list once, however often it is asked for, and of no other room', async () => {
    const { hana, removed } = await banned();
    expect(removed.heard.at(-1)?.name).toBe('seat.removed');
    await hana.ask('meeting.end', {});
    expect((await bansOf(owner)).bans).toHaveLength(1);
    const other = await room();
    const elsewhere = await world.person(ben);
    await elsewhere.join(other);
    await elsewhere.ask('meeting.leave', {});
  });

  it('takes who owns or leads the room, and somebody with an account', async () => {
    const hana = await world.joined(roomId, owner);
    const guest = await world.joined(roomId);
    const gus = await world.joined(roomId);
    const theirs = await world.joined(roomId, ben);
    const { participantId } = theirs.joined;
    const forbidden = { code: 'forbidden' };
    await expect(gus.ask('host.remove', { participantId, isBanned: true })).rejects.toMatchObject(forbidden);
    await hana.ask('host.setRole', { participantId: gus.joined.participantId, role: 'cohost' });
    await expect(gus.ask('host.remove', { participantId, isBanned: true })).rejects.toMatchObject(forbidden);
    await expect(
      hana.ask('host.remove', { participantId: guest.joined.participantId, isBanned: true }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      hana.ask('host.remove', { participantId: hana.joined.participantId, isBanned: true }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/conflict|forbidden/) });
    expect((await bansOf(owner)).bans).toEqual([]);
    expect((await hana.ask('meeting.sync', {})).participants).toHaveLength(4);
    expect(await problemOf(await ben.visitor.get(`/rooms/${roomId}/bans`))).toMatchObject({ code: 'not-found' });
  });
});

it('a room says whether anybody but a co-host stands in for a host who is gone', async () => {
  const strict = await room({ succession: 'cohost' });
  const hana = await world.joined(strict, owner);
  const [gus, cora] = [await world.joined(strict), await world.joined(strict)];
  await hana.ask('meeting.leave', {});
  await eventually(() => gus.all('participant.left').length === 0 && 'the host’s leaving');
  const roles = async (person: Person) => (await person.ask('meeting.sync', {})).participants.map(({ role }) => role);
  expect(await roles(gus)).toEqual(['participant', 'participant']);

  const back = await world.joined(strict, owner);
  await back.ask('host.setRole', { participantId: cora.joined.participantId, role: 'cohost' });
  await back.ask('meeting.leave', {});
  await eventually(() => gus.all('host.acted').every(({ act }) => act !== 'took-over') && 'the succession');
  expect(await roles(gus)).toEqual(['participant', 'host']);
  await world.joined(strict, owner);
  await eventually(() => gus.all('host.acted').every(({ act }) => act !== 'handed-back') && 'the handing back');
  expect(await roles(gus)).toEqual(['participant', 'cohost', 'host']);
});

it('the meetings of a room are listed for its owner', async () => {
  const hana = await world.joined(roomId, owner);
  await world.joined(roomId);
  await hana.ask('meeting.end', {});
  const second = await world.joined(roomId, owner);
  const listed = async () =>
    PastMeetings.parse(await (await owner.visitor.get(`/rooms/${roomId}/meetings`)).json()).meetings;
  expect(await listed()).toMatchObject([
    { meetingId: second.joined.snapshot.meetingId, peopleCount: 1 },
    { meetingId: hana.joined.snapshot.meetingId, peopleCount: 2, endedAtMs: expect.any(Number) },
  ]);
  for (const id of [roomId, randomUUID()])
    expect(await problemOf(await ben.visitor.get(`/rooms/${id}/meetings`))).toMatchObject({
      code: 'not-found',
      detail: 'You have no such room.',
    });
});
