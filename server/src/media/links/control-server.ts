import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { ServerConfig } from '#config';
import { CONTROL_MESSAGE_MAX_BYTES, CONTROL_PATH, ControlHandshake } from '#contracts';
import type { Log } from '#kernel';
import { LOG, SERVER_CONFIG } from '../../core/tokens.js';
import { MediaHosts } from './media-hosts.js';

/** How long a connection may stay silent about who it is. */
const HANDSHAKE_MAX_MS = 5_000;

/** The door for media hosts: a socket server of its own beside the browsers', on the same port. */
@Injectable()
export class ControlServer implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #server = new Server({
    path: CONTROL_PATH,
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: CONTROL_MESSAGE_MAX_BYTES,
    connectTimeout: HANDSHAKE_MAX_MS,
    perMessageDeflate: false,
    httpCompression: false,
    // The browsers' server lives on the same port; its connections are not ours to end.
    destroyUpgrade: false,
    // No browser has business here, whatever page it shows: browsers always say where they come from.
    allowRequest: (request, decide) => decide(null, request.headers.origin === undefined),
  });

  constructor(
    @Inject(HttpAdapterHost) private readonly http: HttpAdapterHost,
    @Inject(MediaHosts) private readonly hosts: MediaHosts,
    @Inject(SERVER_CONFIG) private readonly config: Pick<ServerConfig, 'mediaControlSecret'>,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.listenOn(this.http.httpAdapter.getHttpServer() as HttpServer);
  }

  listenOn(http: HttpServer): void {
    this.#server.use((socket, next) => {
      const shown = ControlHandshake.safeParse(socket.handshake.auth);
      const isKnown = shown.success && this.config.mediaControlSecret.equals(shown.data.credential);
      if (!isKnown)
        this.log.warn({ socketId: socket.id }, 'somebody without the credential tried to connect as a media host');
      next(isKnown ? undefined : new Error('Not known here.'));
    });
    this.#server.on('connection', (socket) => this.#connected(socket));
    this.#server.attach(http);
  }

  /** The hosts dial the next server, and their media flows on meanwhile. */
  onApplicationShutdown(): void {
    this.#server.disconnectSockets(true);
    this.#server.engine.close();
  }

  #connected(socket: Socket): void {
    const { hostId } = ControlHandshake.parse(socket.handshake.auth);
    // A socket's `error` without a listener would end the process.
    socket.on('error', (fault) => this.log.warn({ hostId, fault: fault.message }, 'media control socket error'));
    this.hosts.welcome(socket, hostId).catch((fault: unknown) => {
      this.log.error({ hostId, fault }, 'a media host could not be understood');
      socket.disconnect(true);
    });
  }
}
