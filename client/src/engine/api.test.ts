/** @jest-environment node */
import { beforeEach, expect, it } from '@jest/globals';
import { ManualClock } from '#kernel';
import { createApi } from './api.js';
import { Unreachable } from './failure.js';
import { ROOM } from './fakes/samples.js';
import { MemoryKeyValues } from './storage.js';

const DAY_MS = 86_400_000;
const IDENTITY = '00000000-0000-4000-8000-000000000001';

interface Sent {
  readonly path: string;
  readonly token: string | null;
}

let sent: Sent[];
let storage: MemoryKeyValues;
let clock: ManualClock;
/** What the server does with everything but introductions. */
let answering: (request: Sent) => Response;
let introducedCount: number;

beforeEach(() => {
  sent = [];
  storage = new MemoryKeyValues();
  clock = new ManualClock(DAY_MS);
  introducedCount = 0;
  answering = () =>
    Response.json({ roomId: ROOM, isHost: false, needsPassword: false, isLobbyOn: false, isLocked: false });
});

function api() {
  return createApi({
    storage,
    clock,
    fetch: async (url, init) => {
      const request = { path: url as string, token: new Headers(init?.headers).get('authorization') };
      sent.push(request);
      if (!request.path.endsWith('/guests')) return answering(request);
      introducedCount += 1;
      const token = `token-${introducedCount}`;
      return Response.json({ identityId: IDENTITY, token, expiresAtMs: clock.nowMs() + DAY_MS }, { status: 201 });
    },
  });
}

function problem(status: number, code: string): Response {
  return Response.json({ type: 'about:blank', title: 'No', status, code, detail: 'Not now.' }, { status });
}

it('introduces this device once, however many ask at once, and stays who it is over visits', async () => {
  const first = api();
  await Promise.all([first.getRoom(ROOM), first.getRoom(ROOM), first.token()]);
  await api().getRoom(ROOM);
  expect(introducedCount).toBe(1);
  expect(sent.at(-1)).toEqual({ path: `/api/v1/rooms/${ROOM}`, token: 'Bearer token-1' });
});

it('renews a token before it ends, showing the one it has', async () => {
  await api().token();
  clock.advance(DAY_MS - 60_000);
  expect(await api().token()).toBe('token-2');
  expect(sent.at(-1)?.token).toBe('Bearer token-1');
});

it('introduces itself anew when its token is not accepted, and asks again once', async () => {
  const tried = api();
  await tried.token();
  answering = ({ token }) =>
    token === 'Bearer token-1'
      ? problem(401, 'unauthenticated')
      : Response.json({ roomId: ROOM, isHost: true, needsPassword: false, isLobbyOn: false, isLocked: false });
  expect(await tried.getRoom(ROOM)).toMatchObject({ isHost: true });

  answering = () => problem(401, 'unauthenticated');
  await expect(tried.getRoom(ROOM)).rejects.toMatchObject({ code: 'unauthenticated' });
});

it('tells refusals from silence and from nonsense', async () => {
  const tried = api();
  answering = () => problem(404, 'not-found');
  await expect(tried.getRoom(ROOM)).rejects.toMatchObject({ name: 'Refusal', code: 'not-found' });
  answering = () => new Response('<h1>Bad gateway</h1>', { status: 502 });
  await expect(tried.getRoom(ROOM)).rejects.toBeInstanceOf(Unreachable);
  answering = () => {
    throw new TypeError('fetch failed');
  };
  await expect(tried.getRoom(ROOM)).rejects.toBeInstanceOf(Unreachable);
  answering = () => Response.json({ roomId: 'x' });
  await expect(tried.getRoom(ROOM)).rejects.toMatchObject({ name: 'Refusal', code: 'internal' });
  answering = () => problem(418, 'teapot');
  await expect(tried.getRoom(ROOM)).rejects.toMatchObject({ code: 'internal' });
});

it('does without a store that holds nonsense', async () => {
  storage.setItem('parley.guest', '{"token":');
  expect(await api().token()).toBe('token-1');
});
