import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RoomCreated } from '#contracts';
import { DEFAULT_LIMITS } from '../src/wire/limits.js';
import { startTestApp, type TestApp } from './support/app.js';
import { problemOf, Visitor } from './support/visitor.js';

/** Nobody listens there. */
const REDIS_AWAY = 'redis://127.0.0.1:1';
const PROXY = '127.0.0.1/32';

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
    expect((await guess(guest, roomId, 'open sesame', '203.0.113.1')).status).toBe(429);
    expect((await guess(guest, roomId, 'open sesame', '203.0.113.2')).status).toBe(204);
  });

  it('ends after a hundred tries from fifty addresses', async () => {
    const [roomId, guest] = [await lockedRoom(server), await newGuest(server)];
    const statuses: number[] = [];
    for (let times = 0; times < 110; times += 1) {
      statuses.push((await guess(guest, roomId, `wrong ${times}`, `198.51.100.${times % 50}`)).status);
    }
    expect(statuses.filter((status) => status === 403)).toHaveLength(100);
    expect(statuses.slice(100).every((status) => status === 429)).toBe(true);
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
    for (const password of ['wrong', 'open sesame']) {
      expect(await problemOf(await guess(guest, roomId, password, '203.0.113.1'))).toMatchObject({
        status: 503,
        code: 'unavailable',
      });
    }
    await alone.close();
  });
});

describe('signing in at fifty per second', () => {
  it('leaves the event loop free for meetings', async () => {
    const many = { maxCount: 100_000, windowMs: 60_000 };
    const busy = await startTestApp({ limits: { ...DEFAULT_LIMITS, addressSignIns: many, emailSignIns: many } });
    const lag = monitorEventLoopDelay({ resolution: 5 });
    lag.enable();
    const answers = await Promise.all(
      Array.from({ length: 150 }, async (_, index) => {
        await new Promise((resolve) => void setTimeout(resolve, index * 20));
        const { status } = await new Visitor(busy.url).post('/sessions', {
          email: `p${index}@example.org`,
          password: 'x',
        });
        return status;
      }),
    );
    lag.disable();
    const [p50Ms, p99Ms, maxMs] = [lag.percentile(50), lag.percentile(99), lag.max].map(
      (ns) => Math.round(ns / 1e5) / 10,
    );
    process.stdout.write(`event loop while signing in at 50/s: p50 ${p50Ms} ms, p99 ${p99Ms} ms, max ${maxMs} ms\n`);
    expect(answers.every((status) => status === 401 || status === 503)).toBe(true);
    expect(p50Ms).toBeLessThan(100);
    await busy.close();
  });
});
