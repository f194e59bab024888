import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import type { GuestIssued } from '#contracts';
import { ChatClient } from './support/chat-client.js';
import { FakeHost } from './support/fake-host.js';
import { secondNode } from './support/second-node.js';
import { eventually, Person, World } from './support/world.js';
import { openBrowser, outcomeOf } from './support/browser.js';

const CLIENT_COUNT = 20;
/** `npm run test:faults` asks for more. */
const MESSAGES_EACH = Number(process.env['CHAT_FAULT_MESSAGES'] ?? '50');
const FAULT_COUNT = Number(process.env['CHAT_FAULTS'] ?? '6');
const SEED = Number(process.env['CHAT_FAULT_SEED'] ?? '20261121');

let world: World;
let host: FakeHost;
let owner: GuestIssued;

beforeAll(async () => {
  const redisUrl = process.env['TEST_REDIS_URL'];
  world = await World.open(redisUrl === undefined ? {} : { REDIS_URL: redisUrl });
  host = new FakeHost();
  await host.dial(world.url);
  owner = await world.guest();
});
afterAll(async () => {
  host.hangUp();
  await world.close();
});

interface Row {
  readonly seq: number;
  readonly key: string;
  readonly text: string;
}

/** The same numbers for the same seed, so that a failure can be looked at again. Source: mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What can go wrong at any moment. Each leaves the world able to go on. */
const FAULTS: Readonly<Record<string, (clients: readonly ChatClient[], random: () => number) => Promise<void>>> = {
  'all connections cut': async () => {
    for (const socket of sockets) socket.destroy();
  },
  'every database connection ended': async () => {
    const database = world.app.get(DataSource);
    const pids = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const rows = await database.query<{ pid: number }[]>('SELECT pg_backend_pid() AS pid, pg_sleep(0.02)');
        return rows[0]?.pid;
      }),
    );
    await world.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid', [[...new Set(pids)]]);
  },
  'the server restarted': async () => {
    await world.stop();
    host.hangUp();
    await world.start();
    await host.dial(world.url);
    watchSockets();
  },
  'some pages reloaded': async (clients, random) => {
    for (const client of clients) if (random() < 0.4) client.reload();
  },
};

const sockets = new Set<Socket>();

function watchSockets(): void {
  const server: Server = world.app.getHttpServer();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
}

it(`loses, doubles and reorders nothing in ${FAULT_COUNT} faults (seed ${SEED})`, async () => {
  const random = randomFrom(SEED);
  watchSockets();
  const roomId = await world.room(owner);
  const guests = [owner, ...(await Promise.all(Array.from({ length: CLIENT_COUNT - 1 }, () => world.guest())))];
  const clients = guests.map((guest) => new ChatClient(guest, world.url, roomId));
  for (const client of clients) await client.arrive();
  const acknowledged = () => clients.reduce((sum, client) => sum + client.acknowledgedCount, 0);

  const writing = Promise.all(clients.map((client) => client.write(MESSAGES_EACH)));
  const names = Object.keys(FAULTS);
  const total = CLIENT_COUNT * MESSAGES_EACH;
  for (let fault = 1; fault <= FAULT_COUNT; fault += 1) {
    const due = Math.floor((total * (fault - 1 + random())) / FAULT_COUNT);
    await eventually(() => acknowledged() < due && `${due - acknowledged()} acknowledgements`, 60_000);
    // Each kind comes up, and beyond that the dice decide.
    const name = names[fault <= names.length ? fault - 1 : Math.floor(random() * names.length)]!;
    await FAULTS[name]!(clients, random);
  }
  await writing;

  const rows = await world.query<Row>('SELECT seq, key, text FROM messages ORDER BY seq');
  const sent = new Map(clients.flatMap((client) => client.sent.map((one) => [one.key, one] as const)));
  // Lost, doubled, unexpected: none, and each under the number that its sender was told.
  expect(rows).toHaveLength(total);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(total);
  expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: total }, (_, index) => index + 1));
  expect(rows.filter(({ key, text, seq }) => sent.get(key)?.text !== text || sent.get(key)?.seq !== seq)).toEqual([]);

  const order = rows.map(({ key }) => key);
  for (const client of clients) {
    await client.catchUp();
    expect(client.messages.map(({ key }) => key)).toEqual(order);
    client.stop();
  }
}, 600_000);

it('a key that is sent a hundred times at once over two nodes is one message with one number', async () => {
  const roomId = await world.room(owner);
  const hana = await world.joined(roomId, owner);
  const gus = await world.joined(roomId);
  const { conversation } = await hana.ask('chat.start', { kind: 'direct', withId: gus.guest.identityId });
  const { conversationId } = conversation;
  const redisUrl = process.env['TEST_REDIS_URL'];
  const other = await secondNode(world, redisUrl === undefined ? {} : { REDIS_URL: redisUrl });
  const browser = openBrowser(other.url, { token: owner.token });
  expect(await outcomeOf(browser)).toBeUndefined();
  const hanaThere = new Person(owner, browser);

  const message = { conversationId, key: randomUUID(), text: 'only once' };
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? hana : hanaThere).ask('chat.send', message)),
  );
  expect(new Set(answers.map(({ seq }) => seq))).toEqual(new Set([1]));
  expect(new Set(answers.map(({ sentAtMs }) => sentAtMs)).size).toBe(1);
  expect(await world.query('SELECT seq FROM messages WHERE conversation_id = $1', [conversationId])).toEqual([
    { seq: 1 },
  ]);
  await eventually(() => gus.all('chat.said').length === 0 && 'the message');
  const shown = new Set(
    gus.all('chat.said').flatMap(({ messages }) => messages.map(({ seq, key }) => `${seq} ${key}`)),
  );
  expect(shown).toEqual(new Set([`1 ${message.key}`]));

  const others = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) =>
      (n % 2 === 0 ? hana : hanaThere).ask('chat.send', { ...message, text: 'not this' }),
    ),
  );
  expect(others.every((one) => one.status === 'rejected' && one.reason.code === 'conflict')).toBe(true);
  browser.disconnect();
  await other.app.close();
});
