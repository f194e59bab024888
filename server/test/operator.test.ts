import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { FakeHost } from './support/fake-host.js';
import { publication } from './support/media.js';
import { eventually, World } from './support/world.js';

const TOKEN = 'o'.repeat(48);

let world: World;
let hosts: FakeHost[];

beforeEach(() => {
  hosts = [];
});
afterEach(async () => {
  for (const host of hosts) host.hangUp();
  await world.close();
});

async function open(environment: Readonly<Record<string, string>> = { OPERATOR_TOKEN: TOKEN }): Promise<void> {
  world = await World.open(environment);
}

async function newHost(): Promise<FakeHost> {
  const host = new FakeHost();
  hosts.push(host);
  expect(await host.dial(world.url)).toBeUndefined();
  await eventually(() => host.askedFor('host.describe').length === 0 && 'the question what the host is');
  return host;
}

interface Asked {
  readonly token?: string;
  readonly body?: unknown;
  readonly method?: 'POST' | 'DELETE';
}

async function ask(path: string, { token = TOKEN, body, method = 'POST' }: Asked = {}) {
  const post = { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } };
  return fetch(`${world.url}/operator/media-hosts${path}`, {
    ...post,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

it('lists media hosts to who shows the token, and to nobody else', async () => {
  await open();
  const host = await newHost();
  const get = (authorization: string) =>
    fetch(`${world.url}/operator/media-hosts`, { headers: authorization === '' ? {} : { authorization } });
  const answer = await get(`Bearer ${TOKEN}`);
  expect(await answer.json()).toMatchObject({
    hosts: [{ hostId: host.hostId, isConnected: true, takesMeetings: true, meetingCount: 0 }],
  });
  const account = await world.guest();
  for (const other of ['', `Bearer ${'x'.repeat(48)}`, `Bearer ${account.token}`, `Basic ${TOKEN}`, 'Bearer '])
    expect((await get(other)).status).toBe(401);
});

it('is shut where no token is set', async () => {
  await open({});
  const host = await newHost();
  for (const token of [TOKEN, 'undefined', ''])
    expect((await ask(`/${host.hostId}/drain`, { token })).status).toBe(401);
  expect(host.askedFor('host.drain')).toEqual([]);
});

it('drains a host: its people are moved, and it takes nobody any more', async () => {
  await open();
  const [first, second] = [await newHost(), await newHost()];
  const hana = await world.joined(await world.room(await world.guest()));
  const [old, next] = first.sessions.size > 0 ? [first, second] : [second, first];
  expect((await ask(`/${old.hostId}/drain`)).status).toBe(202);
  await eventually(() => hana.all('media.replaced').length === 0 && 'new transports');
  expect(hana.all('media.replaced')[0]?.oldServesForMs).toBeGreaterThan(0);
  expect([old.sessions.size, next.sessions.size]).toEqual([1, 1]);
  await eventually(() => old.sessions.size > 0 && 'the end of what the old host had');
  await world.joined(await world.room(await world.guest()));
  expect(old.sessions.size).toBe(0);
});

it('gives a drained host meetings again when that is undone', async () => {
  await open();
  const [first, second] = [await newHost(), await newHost()];
  expect((await ask(`/${first.hostId}/drain`)).status).toBe(202);
  expect((await ask(`/${second.hostId}/drain`)).status).toBe(409);
  for (const _ of [1, 2]) expect((await ask(`/${first.hostId}/drain`, { method: 'DELETE' })).status).toBe(202);
  // Now that there is another one again, this one can be emptied.
  expect((await ask(`/${second.hostId}/drain`)).status).toBe(202);
  await world.joined(await world.room(await world.guest()));
  expect([first.sessions.size, second.sessions.size]).toEqual([1, 0]);

  expect((await ask(`/${first.hostId}/drain`, { method: 'DELETE', token: 'x'.repeat(48) })).status).toBe(401);
  expect((await ask(`/${randomUUID()}/drain`, { method: 'DELETE' })).status).toBe(404);
});

it('drains no host whose meetings nobody else could take, and none that is not there', async () => {
  await open();
  const host = await newHost();
  expect((await ask(`/${host.hostId}/drain`)).status).toBe(409);
  expect(host.askedFor('host.drain')).toEqual([]);
  expect((await ask(`/${randomUUID()}/drain`)).status).toBe(404);
  expect((await ask('/nobody/drain')).status).toBe(400);
});

it('drains a worker: people on it are given new transports on the same host, and others go on seeing them', async () => {
  await open();
  const host = await newHost();
  const roomId = await world.room(await world.guest());
  const hana = await world.joined(roomId);
  const gus = await world.joined(roomId);
  await hana.ask('media.publish', publication('camera'));
  await eventually(() => gus.all('media.opened').length === 0 && 'the camera');
  // Only the publisher is on the worker that is to go.
  const { sessionId, meetingId } = host.sessionOf(hana.joined.participantId)!.wish;
  host.tell('sessions.leaving', { meetingId, sessionIds: [sessionId] });
  await eventually(() => hana.all('media.replaced').length === 0 && 'new transports');
  expect(hana.all('media.replaced')[0]?.oldServesForMs).toBeGreaterThan(0);
  expect([host.sessions.size, gus.all('media.closed'), gus.all('media.replaced')]).toEqual([3, [], []]);

  await hana.ask('media.publish', publication('camera'));
  await eventually(() => gus.all('media.opened').length < 2 && 'the camera anew');
  await eventually(() => host.sessions.size !== 2 && 'the end of the old transports');
  expect(host.receivedBy(gus.joined.participantId)).toHaveLength(1);

  expect((await ask(`/${host.hostId}/drain-worker`, { body: { workerPid: 1 } })).status).toBe(202);
  await eventually(() => gus.all('media.replaced').length === 0 && 'new transports for everybody');
  expect((await ask(`/${host.hostId}/drain-worker`, { body: { workerPid: 2 } })).status).toBe(404);
  expect((await ask(`/${host.hostId}/drain-worker`, { body: {} })).status).toBe(400);
});
