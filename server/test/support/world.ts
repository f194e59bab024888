import { randomUUID } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { loadServerConfig } from '#config';
import {
  ask,
  GuestIssued,
  RoomCreated,
  signalling,
  type Asked,
  type Output,
  type Payload,
  type RoomId,
  type SignallingEvents,
  type SignallingRequests,
} from '#contracts';
import { systemClock } from '#kernel';
import 'reflect-metadata';
import { openTestDatabase, testDatabaseUrl, type TestDatabase } from './database.js';
import { recordingLog } from './app.js';
import { openBrowser, outcomeOf, type Browser } from './browser.js';
import { createApp } from '../../src/create-app.js';
import { newDatabase } from '../../src/storage/database.js';
import { DEFAULT_LIMITS, type WireLimits } from '../../src/wire/limits.js';
import { BROWSER } from './media.js';

type Requests = SignallingRequests;
type Joined = Output<Requests, 'meeting.join'>;

const MANY = { maxCount: 100_000, windowMs: 1_000 };

/** A server that can die and be started again on the same port and database, and people with browsers before it. */
export class World {
  /** Everything that was logged, for looking for what must not be there. */
  readonly logged: string[] = [];
  readonly #database: TestDatabase;
  readonly #port: number;
  readonly #people: Person[] = [];
  readonly #environment: Readonly<Record<string, string>>;
  #limits: WireLimits = {
    ...DEFAULT_LIMITS,
    socketRequests: MANY,
    identityRequests: MANY,
    conversationPersonMessages: MANY,
    conversationMessages: MANY,
  };
  #app: NestExpressApplication | undefined;

  private constructor(database: TestDatabase, port: number, environment: Readonly<Record<string, string>>) {
    this.#database = database;
    this.#port = port;
    this.#environment = environment;
  }

  static async open(
    environment: Readonly<Record<string, string>> = {},
    limits: Partial<WireLimits> = {},
  ): Promise<World> {
    const world = new World(await openTestDatabase(), await freePort(), environment);
    world.#limits = { ...world.#limits, ...limits };
    await world.start();
    return world;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get app(): NestExpressApplication {
    if (this.#app === undefined) throw new Error('The server is not running.');
    return this.#app;
  }

  async start(): Promise<void> {
    const schema = (this.#database.database.options as { readonly schema?: string }).schema ?? 'public';
    const database = await newDatabase(testDatabaseUrl(), { schema, queryMaxMs: 0 }).initialize();
    const config = loadServerConfig({
      DATABASE_URL: testDatabaseUrl(),
      SESSION_SECRET: 's'.repeat(48),
      MEDIA_CONTROL_SECRET: 'm'.repeat(48),
      ...this.#environment,
    });
    this.#app = await createApp({
      config,
      log: recordingLog(this.logged),
      clock: systemClock,
      database,
      clientDir: '/nonexistent',
      limits: this.#limits,
    });
    await this.#app.listen(this.#port, '127.0.0.1');
  }

  async stop(): Promise<void> {
    await this.#app?.close();
    this.#app = undefined;
  }

  async close(): Promise<void> {
    for (const person of this.#people) person.browser.disconnect();
    await this.stop();
    await this.#database.drop();
  }

  query<R>(statement: string, values: unknown[] = []): Promise<R[]> {
    return this.#database.database.query(statement, values);
  }

  async guest(): Promise<GuestIssued> {
    return GuestIssued.parse(await (await fetch(`${this.url}/api/v1/guests`, { method: 'POST' })).json());
  }

  async room(host: GuestIssued): Promise<RoomId> {
    const answer = await fetch(`${this.url}/api/v1/rooms`, {
      method: 'POST',
      headers: { authorization: `Bearer ${host.token}` },
    });
    return RoomCreated.parse(await answer.json()).roomId;
  }

  /** Somebody with an open connection; a new device of their own unless one is given. */
  async person(guest?: GuestIssued): Promise<Person> {
    const issued = guest ?? (await this.guest());
    const browser = openBrowser(this.url, { token: issued.token });
    const person = new Person(issued, browser);
    this.#people.push(person);
    const refused = await outcomeOf(browser);
    if (refused !== undefined) throw refused;
    return person;
  }

  /** Somebody who is in the room's meeting. */
  async joined(roomId: RoomId, guest?: GuestIssued): Promise<Person & { readonly joined: Joined }> {
    const person = await this.person(guest);
    return Object.assign(person, { joined: await person.join(roomId) });
  }
}

export class Person {
  readonly guest: GuestIssued;
  readonly browser: Browser;
  /** Everything the server announced, in its order. */
  readonly heard: { readonly name: string; readonly payload: unknown }[] = [];

  constructor(guest: GuestIssued, browser: Browser) {
    this.guest = guest;
    this.browser = browser;
    browser.onAny((name: string, payload: unknown) => void this.heard.push({ name, payload }));
  }

  ask<K extends keyof Requests>(name: K, input: Asked<Requests, K>): Promise<Output<Requests, K>> {
    return ask(this.browser, { contract: signalling.requests, name, input });
  }

  join(roomId: RoomId, name = 'Somebody', joinKey: string = randomUUID()): Promise<Joined> {
    return this.ask('meeting.join', { roomId, name, joinKey, media: BROWSER });
  }

  resume(roomId: RoomId, seat: Pick<Joined, 'participantId' | 'resumeToken'>, hasTransports = true): Promise<Joined> {
    const { participantId, resumeToken } = seat;
    return this.ask('meeting.resume', { roomId, participantId, resumeToken, media: BROWSER, hasTransports });
  }

  all<K extends keyof SignallingEvents>(name: K): Payload<SignallingEvents, K>[] {
    return this.heard.filter((one) => one.name === name).map(({ payload }) => payload as Payload<SignallingEvents, K>);
  }
}

/** Waits until `missing` has nothing to say any more, looking after every turn. Fails with what it said last. */
export async function eventually(missing: () => string | undefined | false, withinMs = 8_000): Promise<void> {
  const untilMs = performance.now() + withinMs;
  for (let last = missing(); ; last = missing()) {
    if (last === undefined || last === false) return;
    if (performance.now() > untilMs) throw new Error(`Still missing: ${last}`);
    await new Promise((resolve) => void setTimeout(resolve, 5));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
