import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RoomCreated, RoomDetails, RoomPage, RoomView } from '#contracts';
import { startTestApp, type TestApp } from './support/app.js';
import { startMailServer, type MailServer } from './support/mail-server.js';
import { newMember, problemOf, Visitor } from './support/visitor.js';

let server: TestApp;
let mails: MailServer;
let member: Visitor;
let other: Visitor;

beforeAll(async () => {
  mails = await startMailServer();
  server = await startTestApp({ environment: { SMTP_URL: mails.url, MAIL_FROM: 'meet@example.org' } });
  member = await newMember(server.url, mails, 'member@example.org');
  other = await newMember(server.url, mails, 'other@example.org');
});
afterAll(async () => {
  await server.close();
  await mails.close();
});

async function newGuest(): Promise<Visitor> {
  const visitor = new Visitor(server.url);
  visitor.token = (await server.guest()).token;
  return visitor;
}

async function roomOf(owner: Visitor): Promise<string> {
  return RoomCreated.parse(await (await owner.post('/rooms')).json()).roomId;
}

const claim = (by: Visitor, roomId: string, guestToken: unknown) => by.post(`/rooms/${roomId}/claim`, { guestToken });
const isHost = async (visitor: Visitor, roomId: string) =>
  RoomView.parse(await (await visitor.get(`/rooms/${roomId}`)).json()).isHost;

describe('a room opened as a guest', () => {
  it('becomes the account’s, by both proofs, and stays when its meeting is over', async () => {
    const guest = await newGuest();
    const roomId = await roomOf(guest);
    expect([await isHost(guest, roomId), await isHost(member, roomId)]).toEqual([true, false]);
    const answer = await claim(member, roomId, guest.token);
    expect(answer.status).toBe(200);
    expect(RoomDetails.parse(await answer.json())).toMatchObject({ roomId, kind: 'persistent', role: 'owner' });
    expect([await isHost(guest, roomId), await isHost(member, roomId)]).toEqual([false, true]);
    const { rooms } = RoomPage.parse(await (await member.get('/rooms?scope=mine')).json());
    expect(rooms.map((room) => room.roomId)).toContain(roomId);
    expect((await claim(member, roomId, guest.token)).status).toBe(200);
  });

  it('goes to the first who claims it, and to nobody after', async () => {
    const guest = await newGuest();
    const roomId = await roomOf(guest);
    await claim(member, roomId, guest.token);
    expect(await problemOf(await claim(other, roomId, guest.token))).toMatchObject({ code: 'not-found' });
    expect(await isHost(other, roomId)).toBe(false);
  });

  it('alone is claimed, and no other of the same guest', async () => {
    const guest = await newGuest();
    const [claimed, kept] = [await roomOf(guest), await roomOf(guest)];
    await claim(member, claimed, guest.token);
    expect([await isHost(guest, kept), await isHost(member, kept)]).toEqual([true, false]);
  });
});

describe('nothing is claimed', () => {
  it('without an account, not even by the guest whose room it is', async () => {
    const guest = await newGuest();
    const roomId = await roomOf(guest);
    for (const visitor of [guest, new Visitor(server.url)]) {
      expect((await claim(visitor, roomId, guest.token)).status).toBe(401);
    }
    expect(await isHost(guest, roomId)).toBe(true);
  });

  it('by who has signed out since', async () => {
    const guest = await newGuest();
    const roomId = await roomOf(guest);
    const gone = await newMember(server.url, mails, 'gone@example.org');
    await gone.remove('/sessions/current');
    expect((await claim(gone, roomId, guest.token)).status).toBe(401);
  });

  it('with anything but a guest’s token', async () => {
    const guest = await newGuest();
    const roomId = await roomOf(guest);
    for (const token of [
      '',
      'x',
      member.token,
      other.token,
      `${guest.token}x`,
      undefined,
      null,
      {},
      'x'.repeat(3_000),
    ]) {
      expect(await problemOf(await claim(member, roomId, token))).toMatchObject({ status: 400, code: 'invalid-input' });
    }
    expect(await isHost(guest, roomId)).toBe(true);
  });

  it('with another guest’s token, of a room that ended or never was, or of an account’s: all alike', async () => {
    const [guest, stranger] = [await newGuest(), await newGuest()];
    const [roomId, ended] = [await roomOf(guest), await roomOf(guest)];
    await server.database.query('UPDATE rooms SET ended_at = now() WHERE room_id = $1', [ended]);
    const refused = await Promise.all([
      claim(member, roomId, stranger.token),
      claim(member, ended, guest.token),
      claim(member, '5f0c66e2-9a1e-4a39-9d35-0f6a4a0d5a11', guest.token),
      claim(member, await roomOf(other), guest.token),
    ]);
    const problems = await Promise.all(refused.map(problemOf));
    expect(problems.map(({ status, code, detail }) => ({ status, code, detail }))).toEqual(
      problems.map(() => ({ status: 404, code: 'not-found', detail: problems[0]?.detail })),
    );
    expect(await isHost(guest, roomId)).toBe(true);
  });

  it('by a page of another site', async () => {
    const guest = await newGuest();
    const roomId = await roomOf(guest);
    const path = `/rooms/${roomId}/claim`;
    const answer = await member.post(path, { guestToken: guest.token }, { origin: 'https://evil.example' });
    expect(answer.status).toBe(403);
    expect(await isHost(guest, roomId)).toBe(true);
  });
});
