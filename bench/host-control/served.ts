/*
 * The built server, and in the same process a plain Socket.IO server to measure it against. Says when a host's request
 * reached its connection, before anything of the server has looked at it. Started by run.ts.
 */
import { createServer, type IncomingMessage, type Server as HttpServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Server } from 'socket.io';
import { silentLog, systemClock } from '#kernel';
import { built } from '../built.js';
import { HOST_MARK } from './member.js';

interface App {
  listen(port: number, address: string): Promise<unknown>;
  getHttpServer(): HttpServer;
}

interface Parts {
  readonly createApp: (of: object) => Promise<App>;
  readonly newDatabase: (url: string) => { initialize(): Promise<object> };
  readonly migrate: (database: object) => Promise<unknown>;
  readonly loadServerConfig: (environment: object) => { readonly databaseUrl: string };
}

const { createApp } = await built<Pick<Parts, 'createApp'>>('create-app.js');
const { newDatabase } = await built<Pick<Parts, 'newDatabase'>>('storage/database.js');
const { migrate } = await built<Pick<Parts, 'migrate'>>('storage/migrator.js');
const { loadServerConfig } = await built<Pick<Parts, 'loadServerConfig'>>('../../config/src/index.js');

const config = loadServerConfig({ ...process.env, SESSION_SECRET: 's'.repeat(48), ROOM_CAPACITY: '1000' });
const database = await newDatabase(config.databaseUrl).initialize();
await migrate(database);
const app = await createApp({ config, log: silentLog, clock: systemClock, database, clientDir: '/nonexistent' });
await app.listen(0, '127.0.0.1');
let isArmed = false;
app.getHttpServer().on('upgrade', (request: IncomingMessage, socket: Socket) => {
  if (request.headers[HOST_MARK] !== undefined) socket.on('data', received);
});

const plainServer = createServer();
const plain = new Server(plainServer, { transports: ['websocket'], perMessageDeflate: false });
await new Promise<void>((resolve) => void plainServer.listen(0, '127.0.0.1', resolve));
process.send?.({ url: urlOf(app.getHttpServer()), plainUrl: urlOf(plainServer) });

/** As much as ours says to everyone. */
const NEWS = { seq: 1_234, source: 'microphone', participantIds: ['0198c0de-4a2b-4c3d-9e4f-5a6b7c8d9e0f'] };

process.on('message', (message: { readonly do: 'arm' | 'tell' }) => {
  if (message.do === 'arm') {
    isArmed = true;
    process.send?.({});
    return;
  }
  const atMs = nowMs();
  plain.emit('plain', NEWS);
  process.send?.({ atMs });
});

function received(): void {
  const atMs = nowMs();
  if (!isArmed) return;
  isArmed = false;
  process.send?.({ atMs });
}

function urlOf(server: HttpServer): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
