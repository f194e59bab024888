import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Server, type Socket } from 'socket.io';
import {
  ask,
  CONTROL_PATH,
  ControlHandshake,
  HostId,
  mediaControl,
  Refusal,
  type Handlers,
  type MediaControlRequests,
} from '#contracts';
import { Listeners, ManualClock, silentLog } from '#kernel';
import { Secret } from '#kernel/secret';
import type { HostFact } from '../facts.js';
import { eventually } from '../testing/eventually.js';
import { newId } from '../testing/ids.js';
import { Control, type ControlOptions } from './control.js';

const HOST_ID = HostId.parse(newId.meeting());
const CREDENTIAL = 'a credential that is long enough to be one';
const GRACE_MS = 60_000;

/** A server as the contract has it: a real Socket.IO one. */
class TestServer {
  readonly sockets: Socket[] = [];
  readonly heard: [string, unknown][] = [];
  readonly refused: unknown[] = [];
  #http: HttpServer = createServer();
  #io = new Server(this.#http, { path: CONTROL_PATH, transports: ['websocket'] });

  async listen(port = 0): Promise<this> {
    this.#io.use((socket, next) => {
      const shown = ControlHandshake.safeParse(socket.handshake.auth);
      if (shown.data?.credential === CREDENTIAL) return next();
      this.refused.push(socket.handshake.auth);
      next(new Error('unauthenticated'));
    });
    this.#io.on('connection', (socket) => {
      this.sockets.push(socket);
      socket.onAny((name: string, payload: unknown) => this.heard.push([name, payload]));
    });
    await new Promise<void>((resolve) => this.#http.listen(port, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get socket(): Socket {
    return this.sockets.at(-1)!;
  }

  connected(count = 1): Promise<void> {
    return eventually(() => (this.sockets.length >= count ? undefined : `connection ${count}`));
  }

  async close(): Promise<void> {
    await this.#io.close();
  }
}

let servers: TestServer[];
let control: Control;
let clock: ManualClock;
let facts: Listeners<HostFact>;
let abandonedCount: number;
let aloneCount: number;
let answers: { -readonly [K in keyof MediaControlRequests]?: Handlers<MediaControlRequests>[K] };

beforeEach(() => {
  servers = [];
  clock = new ManualClock();
  abandonedCount = 0;
  aloneCount = 0;
  answers = {};
  facts = new Listeners((fault) => {
    throw fault;
  });
});
afterEach(async () => {
  control.close();
  await Promise.all(servers.map((server) => server.close()));
});

async function newServer(port?: number): Promise<TestServer> {
  const server = await new TestServer().listen(port);
  servers.push(server);
  return server;
}

function start(urls: readonly string[], given: Partial<ControlOptions> = {}): Control {
  // Only what a test names is there to be asked; the rest would be a fault, and no test asks for it.
  const handlers = new Proxy(answers, {}) as Handlers<MediaControlRequests>;
  control = new Control({
    serverUrls: urls,
    hostId: HOST_ID,
    credential: new Secret(CREDENTIAL),
    orphanGraceMs: GRACE_MS,
    media: {
      handlers,
      facts,
      load: () => ({
        workers: [{ pid: 7, cpuRatio: 0.5, routerCount: 1, consumerCount: 2 }],
        pipeCount: 0,
        relayCount: 0,
      }),
      abandon: () => (abandonedCount += 1),
      onAlone: () => (aloneCount += 1),
    },
    clock,
    log: silentLog,
    ...given,
  });
  control.start();
  return control;
}

/** Both ends see a connection at different times; what the host tells goes out once it sees it. */
const linksUp = () =>
  eventually(() => (control.snapshot().links.every(({ isConnected }) => isConnected) ? undefined : 'all links'));

const inventoryOf = (socket: Socket) =>
  ask(socket, { contract: mediaControl.requests, name: 'room.inventory', input: { meetingId: newId.meeting() } });

it('shows who it is, and its credential in the handshake only', async () => {
  const server = await newServer();
  start([server.url]);
  await server.connected();
  expect(server.socket.handshake.auth).toEqual({ credential: CREDENTIAL, hostId: HOST_ID });
  expect(server.socket.handshake.url).not.toContain('credential');
  expect(JSON.stringify(control.snapshot())).not.toContain(CREDENTIAL);
});

it('answers requests, refuses what is wrong, and keeps its own faults to itself', async () => {
  const server = await newServer();
  answers['room.inventory'] = async () => ({ sessions: [], capabilities: [], relays: [] });
  answers['room.close'] = async () => {
    throw new Error('a secret of ours');
  };
  answers['session.describe'] = async () => {
    throw new Refusal('not-found', 'There is no such media session.');
  };
  start([server.url]);
  await server.connected();
  expect(await inventoryOf(server.socket)).toEqual({ sessions: [], capabilities: [], relays: [] });

  const raw = (name: string, input: unknown): Promise<unknown> => server.socket.timeout(5_000).emitWithAck(name, input);
  expect(await raw('room.inventory', { meetingId: 'x' })).toMatchObject({
    ok: false,
    error: { code: 'invalid-input' },
  });
  expect(await raw('room.destroy', {})).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  expect(await raw('constructor', {})).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  const fault = await raw('room.close', { meetingId: newId.meeting() });
  expect(fault).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(JSON.stringify(fault)).not.toContain('secret');
  const input = { meetingId: newId.meeting(), sessionId: newId.session() };
  expect(await raw('session.describe', input)).toMatchObject({ ok: false, error: { code: 'not-found' } });
  server.socket.emit('room.inventory', { meetingId: newId.meeting() });
  expect(await inventoryOf(server.socket)).toEqual({ sessions: [], capabilities: [], relays: [] });
});

it('tells each server every fact, and its load once a second', async () => {
  const [one, two] = [await newServer(), await newServer()];
  start([one.url, two.url]);
  await linksUp();
  const payload = { meetingId: newId.meeting(), sessionIds: [newId.session()], reason: 'worker-died' as const };
  facts.tell({ name: 'sessions.lost', payload });
  clock.advance(1_000);
  for (const server of [one, two]) {
    await eventually(() => (server.heard.length === 2 ? undefined : 'both facts'));
    expect(server.heard[0]).toEqual(['sessions.lost', payload]);
    const [name, load] = server.heard[1]!;
    expect([name, mediaControl.events['host.load'].payload.parse(load)]).toEqual(['host.load', load]);
  }
});

it('dials again when the server went, with nothing stale when it is back', async () => {
  const server = await newServer();
  answers['room.inventory'] = async () => ({ sessions: [], capabilities: [], relays: [] });
  start([server.url]);
  await server.connected();
  const { port } = server;
  await server.close();
  await eventually(() => (control.snapshot().links[0]?.isConnected ? 'the loss to be seen' : undefined));
  facts.tell({ name: 'room.speaking', payload: { meetingId: newId.meeting(), speakers: [] } });

  const again = await newServer(port);
  await eventually(() => {
    clock.advance(500);
    return again.sockets.length > 0 ? undefined : 'the redial';
  });
  expect(await inventoryOf(again.socket)).toEqual({ sessions: [], capabilities: [], relays: [] });
  expect(again.heard.filter(([name]) => name === 'room.speaking')).toEqual([]);
  expect(abandonedCount).toBe(0);
});

it('dials again after the server refused it or put it out', async () => {
  const server = await newServer();
  start([server.url], { credential: new Secret('another credential that is long enough') });
  await eventually(() => {
    clock.advance(500);
    return server.refused.length >= 3 ? undefined : 'three refusals';
  });
  control.close();

  start([server.url]);
  await server.connected();
  server.socket.disconnect(true);
  await eventually(() => {
    clock.advance(500);
    return server.sockets.length >= 2 ? undefined : 'the redial';
  });
});

it('lets media go on while no server is there, up to the grace period, once', async () => {
  const server = await newServer();
  start([server.url]);
  await server.connected();
  await eventually(() => (control.snapshot().isOrphaned ? 'the connection to be noted' : undefined));
  clock.advance(GRACE_MS * 2);
  expect(abandonedCount).toBe(0);

  await server.close();
  await eventually(() => (control.snapshot().isOrphaned ? undefined : 'the grace period'));
  expect(aloneCount).toBeGreaterThan(0);
  clock.advance(GRACE_MS - 1);
  expect(abandonedCount).toBe(0);
  clock.advance(1);
  expect(abandonedCount).toBe(1);
});

it('gives nothing up while one of two servers is there', async () => {
  const [one, two] = [await newServer(), await newServer()];
  start([one.url, two.url]);
  await linksUp();
  await one.close();
  await eventually(() => (control.snapshot().links[0]?.isConnected ? 'the loss' : undefined));
  clock.advance(GRACE_MS * 3);
  expect(abandonedCount).toBe(0);
});
