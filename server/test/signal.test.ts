import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SIGNAL_MESSAGE_MAX_BYTES, type MeetingId } from '#contracts';
import { DEFAULT_LIMITS } from '../src/wire/limits.js';
import { SocketEnds } from '../src/wire/socket-ends.js';
import { SOCKET_OUT, type SocketOut } from '../src/wire/socket-out.js';
import { PUBLIC_URL, startTestApp, type TestApp } from './support/app.js';
import { askRaw, endOf, openBrowser, outcomeOf, type Browser } from './support/browser.js';
import { answerTo, WEBSOCKET_HEADERS } from './support/raw-http.js';

const MEETING = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' as MeetingId;

let server: TestApp;
const open: Browser[] = [];

beforeAll(async () => {
  server = await startTestApp();
});
afterEach(() => {
  for (const browser of open.splice(0)) browser.disconnect();
});
afterAll(() => server.close());

async function connected(at = server, options: Parameters<typeof openBrowser>[2] = {}): Promise<Browser> {
  const browser = openBrowser(at.url, { token: (await at.guest()).token }, options);
  open.push(browser);
  expect(await outcomeOf(browser)).toBeUndefined();
  return browser;
}

describe('a page of another origin is refused before anything else', () => {
  const ownHost = () => server.url;
  const foreign = [
    'https://evil.example',
    'null',
    `${PUBLIC_URL}.evil.example`,
    'http://evil-meet.example.org',
    'http://example.org',
    `${PUBLIC_URL}:8080`,
    `${PUBLIC_URL}:80@evil.example`,
    'https://meet.example.org',
    'http://MEET.example.org.',
    `${PUBLIC_URL}/`,
    '',
    'file://',
  ];
  /** Engine.IO refuses every upgrade with a 400, whatever the reason. */
  const REFUSED = { polling: 403, websocket: 400 };
  const ways = [
    ['polling', {}],
    ['websocket', WEBSOCKET_HEADERS],
  ] as const;
  const cases = ways.flatMap(([transport, headers]) => foreign.map((origin) => ({ transport, headers, origin })));

  it.each(cases)('over $transport from "$origin"', async ({ transport, headers, origin }) => {
    const answer = await answerTo(`${server.url}/socket.io/?EIO=4&transport=${transport}`, { ...headers, origin });
    expect(answer.statusCode).toBe(REFUSED[transport]);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each(ways)('over %s without an Origin, when a browser is behind it', async (transport, headers) => {
    const url = `${server.url}/socket.io/?EIO=4&transport=${transport}`;
    expect((await answerTo(url, { ...headers, 'sec-fetch-site': 'cross-site' })).statusCode).toBe(REFUSED[transport]);
    expect((await answerTo(url, { ...headers, 'sec-fetch-site': 'same-site' })).statusCode).toBe(REFUSED[transport]);
    expect((await answerTo(url, { ...headers, cookie: 'a=b' })).statusCode).toBe(REFUSED[transport]);
  });

  it.each(ways)('over %s, while our own page is let in', async (transport, headers) => {
    const url = `${server.url}/socket.io/?EIO=4&transport=${transport}`;
    const expected = transport === 'polling' ? 200 : 101;
    for (const origin of [PUBLIC_URL, ownHost()]) {
      expect((await answerTo(url, { ...headers, origin })).statusCode).toBe(expected);
    }
    expect((await answerTo(url, { ...headers, 'sec-fetch-site': 'same-origin', cookie: 'a=b' })).statusCode).toBe(
      expected,
    );
  });
});

describe('a handshake', () => {
  it.each([
    ['nothing', {}, 'invalid-input'],
    ['a number', { token: 7 }, 'invalid-input'],
    ['an unknown field', { token: 'x', identityId: MEETING }, 'invalid-input'],
    ['a token far too long', { token: 'x'.repeat(3_000) }, 'invalid-input'],
    ['garbage', { token: 'x' }, 'unauthenticated'],
  ])('with %s is refused', async (_what, auth, code) => {
    const browser = openBrowser(server.url, auth);
    open.push(browser);
    expect((await outcomeOf(browser))?.data).toMatchObject({ code });
  });

  it.each([['websocket'], ['polling']])('with a token is accepted over %s', async (transport) => {
    const browser = await connected(server, { transports: [transport] });
    expect(browser.connected).toBe(true);
  });

  it('for a namespace that does not exist is refused', async () => {
    const browser = openBrowser(`${server.url}/admin?x=`, { token: 'x' });
    open.push(browser);
    expect((await outcomeOf(browser))?.message).toBe('Invalid namespace');
  });
});

describe('a request', () => {
  it.each(['meeting.steal', '__proto__', 'constructor', 'toString', 'x'.repeat(1_000), ''])(
    'of an unknown name is answered: %s',
    async (name) => {
      const reply = await askRaw(await connected(), name, {});
      expect(reply).toMatchObject({
        ok: false,
        error: { code: 'invalid-input', message: expect.stringMatching('^Unknown request') },
      });
    },
  );

  it('without an acknowledgement is dropped and counted', async () => {
    const browser = await connected();
    browser.emit('meeting.leave', {});
    await askRaw(browser, 'no.such', {});
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/parley_protocol_violations_total\{kind="no-acknowledgement"\} [1-9]/);
    expect(metrics).toMatch(/parley_sockets_open_count 1\n/);
  });

  it('larger than the limit closes the connection, and only that one', async () => {
    const [honest, flooder] = [await connected(), await connected()];
    const end = endOf(flooder);
    flooder.emit('meeting.join', 'x'.repeat(SIGNAL_MESSAGE_MAX_BYTES + 1));
    await end;
    expect(await askRaw(honest, 'no.such', {})).toMatchObject({ ok: false });
  });
});

describe('too much', () => {
  const limits = {
    ...DEFAULT_LIMITS,
    socketRequests: { maxCount: 5, windowMs: 60_000 },
    identityViolations: { maxCount: 10, windowMs: 60_000 },
    addressConnections: { maxCount: 6, windowMs: 60_000 },
    addressGuests: { maxCount: 4, windowMs: 60_000 },
  };
  let strict: TestApp;
  beforeAll(async () => {
    strict = await startTestApp({ limits });
  });
  afterAll(() => strict.close());

  it('is answered, then cut off with the reason, and kept out by a new connection too', async () => {
    const { token } = await strict.guest();
    const browser = openBrowser(strict.url, { token });
    open.push(browser);
    await outcomeOf(browser);
    const notice = new Promise((resolve) => void browser.once('connection.closed', resolve));
    const end = endOf(browser);
    const replies = Array.from({ length: 7 }, () => askRaw(browser, 'no.such', {}));
    expect(await Promise.all(replies)).toEqual([
      ...Array.from({ length: 5 }, () =>
        expect.objectContaining({ error: expect.objectContaining({ code: 'invalid-input' }) }),
      ),
      ...Array.from({ length: 2 }, () =>
        expect.objectContaining({ error: expect.objectContaining({ code: 'too-many-requests' }) }),
      ),
    ]);
    for (let count = 0; count < 10; count += 1) browser.emit('no.such');
    expect(await notice).toEqual({ reason: 'too-many-violations' });
    expect(await end).toBe('io server disconnect');

    const again = openBrowser(strict.url, { token });
    open.push(again);
    expect((await outcomeOf(again))?.data).toMatchObject({ code: 'too-many-requests' });
  });

  it('of connections and of guests from one address is refused; others are not', async () => {
    const attempts = await Promise.all(
      Array.from({ length: 8 }, () => fetch(`${strict.url}/socket.io/?EIO=4&transport=polling`)),
    );
    expect(attempts.map(({ status }) => status)).toContain(403);
    const guests = await Promise.all(
      Array.from({ length: 5 }, () => fetch(`${strict.url}/api/v1/guests`, { method: 'POST' })),
    );
    expect(guests.map(({ status }) => status)).toEqual(expect.arrayContaining([201, 429]));
    // Nobody is trusted to speak for others here, so a made-up sender does not help.
    const forged = await fetch(`${strict.url}/api/v1/guests`, {
      method: 'POST',
      headers: { 'x-forwarded-for': '203.0.113.9' },
    });
    expect(forged.status).toBe(429);
  });
});

describe('the way out', () => {
  const out = () => server.app.get<SocketOut>(SOCKET_OUT);
  const heard = (browser: Browser) => {
    const events: unknown[] = [];
    browser.onAny((name, payload) => void events.push([name, payload]));
    return events;
  };

  it('reaches one socket, or those of a meeting but one, in order', async () => {
    const [ada, bob, eve] = [await connected(), await connected(), await connected()];
    const events = [heard(ada), heard(bob), heard(eve)];
    out().joinMeeting(ada.id!, MEETING);
    out().joinMeeting(bob.id!, MEETING);
    out().toMeeting(MEETING, 'meeting.ended', { seq: 1, reason: 'expired' }, { exceptSocketId: ada.id });
    out().leaveMeeting(bob.id!, MEETING);
    out().toMeeting(MEETING, 'meeting.ended', { seq: 2, reason: 'expired' });
    for (const browser of [ada, bob, eve]) {
      out().toSocket(browser.id!, 'seat.taken', {});
      await askRaw(browser, 'no.such', {}); // What was sent before has arrived with the answer.
    }
    const last = ['seat.taken', {}];
    expect(events).toEqual([
      [['meeting.ended', { seq: 2, reason: 'expired' }], last],
      [['meeting.ended', { seq: 1, reason: 'expired' }], last],
      [last],
    ]);
  });

  it('can close a socket, whose end is told once with its caller', async () => {
    const browser = await connected();
    const ends: unknown[] = [];
    const socketId = browser.id!;
    const stop = server.app.get(SocketEnds).listen(({ caller, reason }) => void ends.push([caller.socketId, reason]));
    const end = endOf(browser);
    out().toSocket(socketId, 'seat.taken', {});
    out().disconnect(socketId);
    expect(await end).toBe('io server disconnect');
    stop();
    expect(ends).toEqual([[socketId, 'server namespace disconnect']]);
  });
});

it('a draining server sends its sockets to come back', async () => {
  const leaving = await startTestApp();
  const browser = await connected(leaving);
  const notice = new Promise((resolve) => void browser.once('connection.closed', resolve));
  const end = endOf(browser);
  await leaving.close();
  expect(await end).toBe('transport close'); // From which a client returns by itself.
  expect(await notice).toEqual({ reason: 'server-draining', returnAfterMs: 500 });
});

it('a proxy that is trusted may say for whom it asks', async () => {
  const behind = await startTestApp({
    environment: { TRUSTED_PROXIES: 'loopback' },
    limits: { ...DEFAULT_LIMITS, addressGuests: { maxCount: 1, windowMs: 60_000 } },
  });
  const guestFor = async (address: string) => {
    const headers = { 'x-forwarded-for': `198.51.100.1, ${address}` };
    return (await fetch(`${behind.url}/api/v1/guests`, { method: 'POST', headers })).status;
  };
  expect([await guestFor('203.0.113.1'), await guestFor('203.0.113.1'), await guestFor('203.0.113.2')]).toEqual([
    201, 429, 201,
  ]);
  await behind.close();
});

describe('a frame that is none', () => {
  const frames = [
    '42/signal,0["constructor"',
    '451-/signal,["x",{"_placeholder":true,"num":"splice"}]',
    '459999999-/signal,["x"]',
    '42/signal,["disconnect"]',
    '42/signal,[{"toString":1}]',
    '43/signal,0["nobody asked"]',
    '44/signal,{}',
    '49',
    '\0',
  ];

  it.each(frames)('harms nobody else: %j', async (frame) => {
    const honest = await connected();
    const { token } = await server.guest();
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    socket.send(frame);
    socket.send(`40/signal,${JSON.stringify({ token })}`);
    socket.send(frame);
    socket.send(new Uint8Array([4, 255]));
    socket.close();
    await new Promise((resolve) => socket.addEventListener('close', resolve));
    expect(await askRaw(honest, 'no.such', {})).toMatchObject({ ok: false });
  });
});
