import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LinkList, LinkView, MemberView, RoomCreated, RoomDetails, RoomPage, RoomView } from '#contracts';
import { DEFAULT_LIMITS } from '../src/wire/limits.js';
import { startTestApp, type TestApp } from './support/app.js';
import { startMailServer, type MailServer } from './support/mail-server.js';
import { newMember, problemOf, Visitor } from './support/visitor.js';

let server: TestApp;
let mails: MailServer;
let owner: Visitor;
let other: Visitor;
const OTHER_EMAIL = 'other@example.org';

beforeAll(async () => {
  mails = await startMailServer();
  server = await startTestApp({
    environment: { SMTP_URL: mails.url, MAIL_FROM: 'meet@example.org', ROOM_CAPACITY: '40' },
    limits: {
      ...DEFAULT_LIMITS,
      addressMails: { maxCount: 1_000, windowMs: 60_000 },
      accountWrites: { maxCount: 10_000, windowMs: 60_000 },
      identityRooms: { maxCount: 10_000, windowMs: 60_000 },
    },
  });
  owner = await newMember(server.url, mails, 'owner@example.org');
  other = await newMember(server.url, mails, OTHER_EMAIL);
});
afterAll(async () => {
  await server.close();
  await mails.close();
});

async function newGuest(): Promise<Visitor> {
  const guest = new Visitor(server.url);
  guest.token = (await server.guest()).token;
  return guest;
}

async function open(visitor: Visitor, wish: object = { kind: 'persistent', title: 'Weekly' }): Promise<string> {
  return RoomCreated.parse(await (await visitor.post('/rooms', wish)).json()).roomId;
}

const detailsOf = async (answer: Response) => RoomDetails.parse(await answer.json());
const statusOf = async (answer: Promise<Response>) => (await answer).status;

describe('a persistent room', () => {
  it('takes an account', async () => {
    expect(await problemOf(await (await newGuest()).post('/rooms', { kind: 'persistent' }))).toMatchObject({
      status: 403,
      code: 'forbidden',
    });
    expect(await statusOf((await newGuest()).post('/rooms', { title: 'Now', settings: { isLobbyOn: true } }))).toBe(
      201,
    );
  });

  it('has the settings that every room begins with, but for what is changed', async () => {
    const roomId = await open(owner);
    expect(await detailsOf(await owner.get(`/rooms/${roomId}/details`))).toMatchObject({
      kind: 'persistent',
      title: 'Weekly',
      role: 'owner',
      url: `http://meet.example.org/m/${roomId}`,
      hasPassword: false,
      isArchived: false,
      settings: { access: 'anyone', isLobbyOn: false, capacityCount: 40, permissions: { speak: true, chat: true } },
    });
    await owner.patch(`/rooms/${roomId}`, { settings: { isLobbyOn: true, permissions: { chat: false } } });
    await owner.patch(`/rooms/${roomId}`, {
      title: 'Monthly',
      settings: { capacityCount: 12, permissions: { share: false } },
    });
    const details = await detailsOf(await owner.get(`/rooms/${roomId}/details`));
    expect(details.title).toBe('Monthly');
    expect(details.settings).toMatchObject({
      isLobbyOn: true,
      capacityCount: 12,
      permissions: { speak: true, chat: false, share: false },
    });
    const view = RoomView.parse(await (await (await newGuest()).get(`/rooms/${roomId}`)).json());
    expect(view).toEqual({
      roomId,
      title: 'Monthly',
      isHost: false,
      needsPassword: false,
      isLobbyOn: true,
      isLocked: false,
    });
  });

  it.each([
    { settings: { capacityCount: 41 } },
    { settings: { capacityCount: 1 } },
    { settings: { timerPresetsMs: [1] } },
    { settings: { unknown: true } },
    { title: '' },
    { title: 'a\u202eb' },
  ])('does not take %j', async (change) => {
    const roomId = await open(owner);
    expect(await problemOf(await owner.patch(`/rooms/${roomId}`, change))).toMatchObject({ code: 'invalid-input' });
  });

  it('is nobody else’s to change, and cannot be told from one that never was', async () => {
    const roomId = await open(owner);
    const never = randomUUID();
    for (const visitor of [other, await newGuest()]) {
      for (const attempt of [
        (id: string) => visitor.get(`/rooms/${id}/details`),
        (id: string) => visitor.patch(`/rooms/${id}`, { title: 'Mine' }),
        (id: string) => visitor.remove(`/rooms/${id}`),
        (id: string) => visitor.put(`/rooms/${id}/password`, { password: '123456' }),
        (id: string) => visitor.get(`/rooms/${id}/members`),
        (id: string) => visitor.post(`/rooms/${id}/links`, {}),
      ]) {
        expect(await problemOf(await attempt(roomId))).toEqual(await problemOf(await attempt(never)));
        expect(await statusOf(attempt(roomId))).toBe(404);
      }
    }
    expect(await statusOf(owner.get(`/rooms/${roomId}`))).toBe(200);
  });

  it('goes into the archive, where nobody can join, and comes back', async () => {
    const roomId = await open(owner);
    await owner.patch(`/rooms/${roomId}`, { isArchived: true });
    expect(await problemOf(await owner.get(`/rooms/${roomId}`))).toMatchObject({ code: 'meeting-ended' });
    expect(await problemOf(await other.get(`/rooms/${roomId}`))).toMatchObject({ code: 'not-found' });
    await owner.patch(`/rooms/${roomId}`, { isArchived: false });
    expect(await statusOf(other.get(`/rooms/${roomId}`))).toBe(200);
  });

  it('is gone once deleted', async () => {
    const roomId = await open(owner);
    expect(await statusOf(owner.remove(`/rooms/${roomId}`))).toBe(204);
    expect(await problemOf(await owner.get(`/rooms/${roomId}`))).toMatchObject({ code: 'meeting-ended' });
    expect(await problemOf(await owner.get(`/rooms/${roomId}/details`))).toMatchObject({ code: 'meeting-ended' });
    expect(await problemOf(await other.get(`/rooms/${roomId}`))).toMatchObject({ code: 'not-found' });
  });
});

describe('lists', () => {
  const listOf = async (visitor: Visitor, query: string) =>
    RoomPage.parse(await (await visitor.get(`/rooms${query}`)).json());

  it('come in pages, the last used first, without gaps or repetitions', async () => {
    const visitor = await newMember(server.url, mails, 'lister@example.org');
    const made: string[] = [];
    for (let index = 0; index < 7; index += 1)
      made.unshift(await open(visitor, { kind: 'persistent', title: `Room ${index}` }));
    await open(visitor, {});
    const seen: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page: RoomPage = await listOf(visitor, `?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(page.rooms.length).toBeLessThanOrEqual(3);
      seen.push(...page.rooms.map(({ roomId }) => roomId));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(7);
    expect(seen.toSorted()).toEqual(made.toSorted());
    expect((await listOf(visitor, '?search=ROOM%205')).rooms.map(({ title }) => title)).toEqual(['Room 5']);
    expect((await listOf(visitor, '?search=%25')).rooms).toEqual([]);
    await visitor.patch(`/rooms/${made[0]!}`, { isArchived: true });
    expect((await listOf(visitor, '')).rooms).toHaveLength(6);
    expect((await listOf(visitor, '?archived=yes')).rooms.map(({ roomId }) => roomId)).toEqual([made[0]]);
    expect(await statusOf(visitor.get('/rooms?cursor=1_x'))).toBe(400);
    expect(await statusOf((await newGuest()).get('/rooms'))).toBe(401);
  });
});

describe('members', () => {
  it('are known by address, and have their role once they sign in with it', async () => {
    const roomId = await open(owner, { kind: 'persistent', title: 'Board', settings: { access: 'members' } });
    expect(await statusOf(other.get(`/rooms/${roomId}`))).toBe(404);
    const member = MemberView.parse(
      await (await owner.post(`/rooms/${roomId}/members`, { email: OTHER_EMAIL.toUpperCase(), role: 'member' })).json(),
    );
    const unknown = await owner.post(`/rooms/${roomId}/members`, { email: 'nobody@example.org', role: 'cohost' });
    expect(Object.keys((await unknown.json()) as object).toSorted()).toEqual(Object.keys(member).toSorted());

    expect(await statusOf(other.get(`/rooms/${roomId}`))).toBe(200);
    expect(await statusOf(other.patch(`/rooms/${roomId}`, { title: 'Mine' }))).toBe(403);
    const shared = RoomPage.parse(await (await other.get('/rooms?scope=shared')).json());
    expect(shared.rooms).toEqual([expect.objectContaining({ roomId, role: 'member' })]);

    await owner.patch(`/rooms/${roomId}/members/${member.memberId}`, { role: 'cohost' });
    expect(RoomView.parse(await (await other.get(`/rooms/${roomId}`)).json()).isHost).toBe(true);
    expect(await statusOf(other.patch(`/rooms/${roomId}`, { settings: { isLocked: true } }))).toBe(200);
    expect(await statusOf(other.patch(`/rooms/${roomId}`, { isArchived: true }))).toBe(403);
    expect(await statusOf(other.post(`/rooms/${roomId}/members`, { email: 'x@example.org', role: 'cohost' }))).toBe(
      403,
    );

    await owner.remove(`/rooms/${roomId}/members/${member.memberId}`);
    expect(await statusOf(other.get(`/rooms/${roomId}`))).toBe(404);
  });

  it('of another room are out of reach', async () => {
    const [mine, theirs] = [await open(owner), await open(other)];
    const member = MemberView.parse(
      await (await owner.post(`/rooms/${mine}/members`, { email: 'm@example.org', role: 'member' })).json(),
    );
    expect(await statusOf(other.patch(`/rooms/${theirs}/members/${member.memberId}`, { role: 'cohost' }))).toBe(404);
    await other.remove(`/rooms/${theirs}/members/${member.memberId}`);
    const { members } = (await (await owner.get(`/rooms/${mine}/members`)).json()) as { members: MemberView[] };
    expect(members).toEqual([member]);
  });
});

describe('extra links', () => {
  it('let in whom the room would keep out, until they are revoked', async () => {
    const roomId = await open(owner, { kind: 'persistent', settings: { access: 'members' } });
    const link = LinkView.parse(await (await owner.post(`/rooms/${roomId}/links`, { label: 'Press' })).json());
    expect(link.url).toBe(`http://meet.example.org/l/${link.linkId}`);
    const guest = await newGuest();
    expect(await statusOf(guest.get(`/rooms/${roomId}`))).toBe(404);
    expect(await (await guest.post(`/links/${link.linkId}/open`)).json()).toEqual({ roomId });
    expect(await statusOf(guest.get(`/rooms/${roomId}`))).toBe(200);
    expect(await statusOf((await newGuest()).get(`/rooms/${roomId}`))).toBe(404);

    await owner.remove(`/rooms/${roomId}/links/${link.linkId}`);
    expect(await statusOf(guest.get(`/rooms/${roomId}`))).toBe(404);
    const [revoked, never] = await Promise.all(
      [link.linkId, randomUUID()].map((id) => guest.post(`/links/${id}/open`)),
    );
    expect([revoked!.status, await revoked!.text()]).toEqual([never!.status, await never!.text()]);
  });

  it('make of those who open them what they say, for as long as they hold', async () => {
    const roomId = await open(owner, { kind: 'persistent', settings: { access: 'members' } });
    await owner.put(`/rooms/${roomId}/password`, { password: 'sesame' });
    const [chair, press] = [await newGuest(), await newGuest()];
    const linkOf = async (wish: object) =>
      LinkView.parse(await (await owner.post(`/rooms/${roomId}/links`, wish)).json());
    const [lead, plain] = [await linkOf({ role: 'cohost' }), await linkOf({})];
    expect([lead.role, plain.role]).toEqual(['cohost', undefined]);
    for (const { linkId } of [plain, lead]) await chair.post(`/links/${linkId}/open`);
    await press.post(`/links/${plain.linkId}/open`);
    const viewOf = async (visitor: Visitor) => RoomView.parse(await (await visitor.get(`/rooms/${roomId}`)).json());
    expect(await viewOf(chair)).toMatchObject({ isHost: true, needsPassword: false });
    expect(await viewOf(press)).toMatchObject({ isHost: false, needsPassword: true });
    expect((await detailsOf(await chair.get(`/rooms/${roomId}/details`))).role).toBe('cohost');
    // Who leads a room lets people in, and makes nobody else lead it.
    expect(await statusOf(chair.post(`/rooms/${roomId}/links`, {}))).toBe(201);
    expect(await statusOf(chair.post(`/rooms/${roomId}/links`, { role: 'member' }))).toBe(403);
    await owner.remove(`/rooms/${roomId}/links/${lead.linkId}`);
    expect(await viewOf(chair)).toMatchObject({ isHost: false, needsPassword: true });
    expect(await statusOf(chair.get(`/rooms/${roomId}/details`))).toBe(404);
  });

  it('end by themselves', async () => {
    const roomId = await open(owner, { kind: 'persistent', settings: { access: 'members' } });
    const expiresAtMs = Date.now() + 60_000;
    expect(await statusOf(owner.post(`/rooms/${roomId}/links`, { expiresAtMs: Date.now() - 1 }))).toBe(400);
    const link = LinkView.parse(await (await owner.post(`/rooms/${roomId}/links`, { expiresAtMs })).json());
    const guest = await newGuest();
    await guest.post(`/links/${link.linkId}/open`);
    expect(await statusOf(guest.get(`/rooms/${roomId}`))).toBe(200);
    await server.database.query("UPDATE room_links SET expires_at = now() - interval '1 second' WHERE link_id = $1", [
      link.linkId,
    ]);
    expect(await statusOf(guest.get(`/rooms/${roomId}`))).toBe(404);
    expect(await statusOf(guest.post(`/links/${link.linkId}/open`))).toBe(404);
    expect(LinkList.parse(await (await owner.get(`/rooms/${roomId}/links`)).json()).links).toEqual([]);
  });
});

describe('a password', () => {
  it('is asked of everybody but those whose room it is, and anew when it changes', async () => {
    const roomId = await open(owner);
    expect(await statusOf(owner.put(`/rooms/${roomId}/password`, { password: 'sesame' }))).toBe(204);
    const needs = async (visitor: Visitor) =>
      RoomView.parse(await (await visitor.get(`/rooms/${roomId}`)).json()).needsPassword;
    const guest = await newGuest();
    expect([await needs(owner), await needs(guest), await needs(other)]).toEqual([false, true, true]);
    expect(await problemOf(await guest.post(`/rooms/${roomId}/entry`, { password: 'Sesame' }))).toMatchObject({
      code: 'password',
    });
    expect(await statusOf(guest.post(`/rooms/${roomId}/entry`, { password: 'sesame' }))).toBe(204);
    expect([await needs(guest), await needs(other)]).toEqual([false, true]);
    await owner.put(`/rooms/${roomId}/password`, { password: 'another' });
    expect(await needs(guest)).toBe(true);
    await owner.remove(`/rooms/${roomId}/password`);
    expect(await needs(guest)).toBe(false);
  });
});

describe('to outsiders', () => {
  it('unknown, private, archived and ended rooms are alike, down to the headers', async () => {
    const [priv, archived, ended, accounts] = await Promise.all([
      open(owner, { kind: 'persistent', title: 'Secret', settings: { access: 'members' } }),
      open(owner),
      open(owner, {}),
      open(owner, { kind: 'persistent', settings: { access: 'accounts' } }),
    ]);
    await owner.patch(`/rooms/${archived}`, { isArchived: true });
    await owner.remove(`/rooms/${ended}`);
    const kinds = { unknown: randomUUID(), private: priv, archived, ended, accounts };
    const guest = await newGuest();
    const answers = await Promise.all(
      Object.values(kinds).map(async (id) => {
        const answer = await guest.get(`/rooms/${id}`);
        return [answer.status, await answer.text(), [...answer.headers.keys()].toSorted().join(' ')];
      }),
    );
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(answers[0]![0]).toBe(404);
  });
});

it('a room’s password leaves the server nowhere, nor does its hash', async () => {
  const roomId = await open(owner);
  await owner.put(`/rooms/${roomId}/password`, { password: 'open sesame' });
  const answers = await Promise.all([
    owner.get(`/rooms/${roomId}/details`),
    owner.get('/rooms'),
    owner.get('/account'),
  ]);
  for (const answer of answers) expect(await answer.text()).not.toMatch(/argon2|sesame/);
  expect(server.logged.join('\n')).not.toMatch(/argon2|sesame/);
});
