import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RoomCreated } from '#contracts';
import { startTestApp, type TestApp } from './support/app.js';
import { problemOf, Visitor } from './support/visitor.js';

/** Nobody listens there. */
const REDIS_AWAY = 'redis://127.0.0.1:1';
const PROXY = '127.0.0.1/32';
/** The one answer past either limit, whatever was guessed and wherever. */
const TOO_MANY = {
  type: 'about:blank',
  title: 'Too Many Requests',
  status: 429,
  code: 'too-many-requests',
  detail: 'Too many tries; wait a while.',
};

let server: TestApp;

async function newGuest(app: TestApp): Promise<Visitor> {
  const guest = new Visitor(app.url);
  guest.token = (await app.guest()).token;
  return guest;
}

async function lockedRoom(app: TestApp): Promise<string> {
  const host = await newGuest(app);
  const { roomId } = RoomCreated.parse(await (await host.post('/rooms')).json());
  await host.put(`/rooms/${roomId}/password`, { password: 'open sesame' });
  return roomId;
}

const guess = (visitor: Visitor, roomId: string, password: string, address: string) =>
  visitor.post(`/rooms/${roomId}/entry`, { password }, { 'x-forwarded-for': address });

beforeAll(async () => {
  server = await startTestApp({ environment: { TRUSTED_PROXIES: PROXY } });
});
afterAll(() => server.close());

describe('guessing a room’s password', () => {
  it('ends after ten tries from one address, right or wrong, and says nothing new', async () => {
    const [roomId, guest] = [await lockedRoom(server), await newGuest(server)];
    for (let times = 0; times < 10; times += 1) {
      expect(await problemOf(await guess(guest, roomId, `wrong ${times}`, '203.0.113.1'))).toMatchObject({
        code: 'password',
      });
    }
    for (const place of [roomId, await lockedRoom(server), randomUUID()]) {
      for (const password of ['wrong', 'open sesame']) {
        expect(await problemOf(await guess(guest, place, password, '203.0.113.1'))).toEqual(TOO_MANY);
      }
    }
    expect((await guess(guest, roomId, 'open sesame', '203.0.113.2')).status).toBe(204);
  });

  it('ends after a hundred tries from fifty addresses, all at once or not', async () => {
    const [roomId, guest] = [await lockedRoom(server), await newGuest(server)];
    const guesses = Array.from({ length: 110 }, (_, times) =>
      guess(guest, roomId, `wrong ${times}`, `198.51.100.${times % 50}`),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 403)).toHaveLength(100);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    for (const password of ['wrong', 'open sesame']) {
      expect(await problemOf(await guess(guest, roomId, password, '203.0.113.3'))).toEqual(TOO_MANY);
    }
  });

  it('is not made easier by addresses that were forged before our proxy added the real one', async () => {
    const [roomId, guest] = [await lockedRoom(server), await newGuest(server)];
    const statuses: number[] = [];
    for (let times = 0; times < 12; times += 1) {
      statuses.push((await guess(guest, roomId, 'wrong', `10.0.0.${times}, 203.0.113.4`)).status);
    }
    expect(statuses.slice(9)).toEqual([403, 429, 429]);
  });

  it('finds no rooms: one that never was, a private and an ended one answer alike', async () => {
    const [host, guest] = [await newGuest(server), await newGuest(server)];
    const made = async (settings: object) =>
      RoomCreated.parse(await (await host.post('/rooms', { settings })).json()).roomId;
    const [hidden, ended] = [await made({ access: 'members' }), await made({})];
    await host.put(`/rooms/${hidden}/password`, { password: 'open sesame' });
    await host.remove(`/rooms/${ended}`);
    const answers = await Promise.all(
      [randomUUID(), hidden, ended].map(async (roomId) => {
        const answer = await guess(guest, roomId, 'open sesame', '203.0.113.5');
        return `${answer.status} ${await answer.text()}`;
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^404 /);
  });

  it('is not made easier by forged addresses where no proxy is trusted', async () => {
    const plain = await startTestApp();
    const [roomId, guest] = [await lockedRoom(plain), await newGuest(plain)];
    const statuses: number[] = [];
    for (let times = 0; times < 12; times += 1) {
      statuses.push((await guess(guest, roomId, 'wrong', `192.0.2.${times}`)).status);
    }
    expect(statuses.slice(10)).toEqual([429, 429]);
    await plain.close();
  });

  it('those who know it do not use up the tries of others behind their address', async () => {
    const roomId = await lockedRoom(server);
    for (let times = 0; times < 15; times += 1) {
      const guest = await newGuest(server);
      expect((await guess(guest, roomId, 'open sesame', '203.0.113.77')).status).toBe(204);
    }
  });

  it('is not possible at all while tries cannot be counted', async () => {
    const alone = await startTestApp({ environment: { REDIS_URL: REDIS_AWAY } });
    const [roomId, guest] = [await lockedRoom(alone), await newGuest(alone)];
    const answers = await Promise.all(
      ['wrong', 'open sesame'].map((password) => guess(guest, roomId, password, '203.0.113.1')),
    );
    const [wrong, right] = await Promise.all(answers.map(problemOf));
    expect(wrong).toMatchObject({ status: 503, code: 'unavailable' });
    expect(right).toEqual(wrong);
    await alone.close();
  });
});
