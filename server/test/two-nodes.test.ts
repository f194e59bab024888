import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountId, type MeetingId } from '#contracts';
import { DEFAULT_LIMITS } from '../src/wire/limits.js';
import { SESSION_SOCKETS, type SessionSockets } from '../src/wire/session-sockets.js';
import { SOCKET_OUT, type SocketOut } from '../src/wire/socket-out.js';
import { startTestApp, type TestApp } from './support/app.js';
import { askRaw, endOf, openBrowser, outcomeOf, type Browser } from './support/browser.js';
import { answerTo } from './support/raw-http.js';

const MEETING = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' as MeetingId;
const REDIS_URL = process.env['TEST_REDIS_URL'];
const describeWithRedis = REDIS_URL === undefined ? describe.skip : describe;

describeWithRedis('two nodes with one Redis', () => {
  const limits = { ...DEFAULT_LIMITS, identityViolations: { maxCount: 3, windowMs: 60_000 } };
  let nodes: readonly [TestApp, TestApp];

  beforeAll(async () => {
    const options = { environment: { REDIS_URL: REDIS_URL ?? '' }, limits };
    nodes = [await startTestApp(options), await startTestApp(options)];
  });
  afterAll(async () => {
    for (const node of nodes) await node.close();
  });

  const outOf = (node: TestApp) => node.app.get<SocketOut>(SOCKET_OUT);

  async function browserAt(node: TestApp, token: string): Promise<Browser> {
    const browser = openBrowser(node.url, { token });
    expect(await outcomeOf(browser)).toBeUndefined();
    return browser;
  }

  function next(browser: Browser): Promise<unknown> {
    return new Promise((resolve) => void browser.onAny((name, payload) => resolve([name, payload])));
  }

  it('reach, seat and close each other’s sockets', async () => {
    const [here, there] = nodes;
    const browser = await browserAt(there, (await there.guest()).token);
    const heard = next(browser);
    outOf(here).joinMeeting(browser.id!, MEETING);
    outOf(here).toMeeting(MEETING, 'meeting.ended', { seq: 3, reason: 'by-host' });
    expect(await heard).toEqual(['meeting.ended', { seq: 3, reason: 'by-host' }]);
    const end = endOf(browser);
    outOf(here).disconnect(browser.id!);
    expect(await end).toBe('io server disconnect');
  });

  it('count violations together', async () => {
    const [here, there] = nodes;
    const { token } = await here.guest();
    const browser = await browserAt(here, token);
    const end = endOf(browser);
    for (let count = 0; count < 4; count += 1) void askRaw(browser, 'no.such', {}).catch(() => undefined);
    await end;
    expect((await outcomeOf(openBrowser(there.url, { token })))?.data).toMatchObject({ code: 'too-many-requests' });
  });

  it('take no polling, which would need every request to come to the same node', async () => {
    expect((await answerTo(`${nodes[0].url}/socket.io/?EIO=4&transport=polling`, {})).statusCode).toBe(400);
  });
});

describe('a Redis that does not answer', () => {
  it('leaves a node working by itself', async () => {
    const alone = await startTestApp({ environment: { REDIS_URL: 'redis://127.0.0.1:1' } });
    const browser = openBrowser(alone.url, { token: (await alone.guest()).token });
    expect(await outcomeOf(browser)).toBeUndefined();
    const heard = new Promise((resolve) => void browser.onAny((name) => resolve(name)));
    alone.app.get<SocketOut>(SOCKET_OUT).toSocket(browser.id!, 'seat.taken', {});
    expect(await heard).toBe('seat.taken');
    expect(await askRaw(browser, 'no.such', {})).toMatchObject({ ok: false });
    const end = endOf(browser);
    alone.app.get<SocketOut>(SOCKET_OUT).disconnect(browser.id!);
    expect(await end).toBe('io server disconnect');
    await alone.close();
  });

  it('keeps nobody signed in who has signed out', async () => {
    const alone = await startTestApp({ environment: { REDIS_URL: 'redis://127.0.0.1:1' } });
    const { identityId, token } = await alone.guest();
    const browser = openBrowser(alone.url, { token });
    expect(await outcomeOf(browser)).toBeUndefined();
    const heard: unknown[] = [];
    browser.onAny((name, payload) => void heard.push([name, payload]));
    const end = endOf(browser);
    alone.app.get<SessionSockets>(SESSION_SOCKETS).closeAll(AccountId.parse(identityId));
    expect(await end).toBe('io server disconnect');
    expect(heard).toEqual([['connection.closed', { reason: 'signed-out' }]]);
    await alone.close();
  });
});
