import type { IncomingMessage, ServerResponse } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { createAdapter } from '@socket.io/redis-adapter';
import type { Redis } from 'ioredis';
import type { Server, ServerOptions } from 'socket.io';
import type { ServerConfig } from '#config';
import { SIGNAL_MESSAGE_MAX_BYTES } from '#contracts';
import type { Log } from '#kernel';
import { publisherOf, subscriberOf } from '../core/redis.js';
import { LOG, REDIS, SERVER_CONFIG } from '../core/tokens.js';
import { clientAddress, type TrustProxy } from './client-address.js';
import { isOriginAllowed } from './origin.js';
import { RateLimits } from './rate-limits.js';

/** How long a connection may stay silent about who it is, in ms. */
const HANDSHAKE_MAX_MS = 10_000;

/** What the adapter shares with the rest of the HTTP side. */
export interface HttpSide {
  readonly trusts: TrustProxy;
  /** Puts security headers on answers; polling goes past Express. */
  readonly headers: (request: IncomingMessage, response: ServerResponse, next: (fault?: unknown) => void) => void;
}

/** The engine below the browser's socket: transports, sizes, heartbeats, who may connect, and the way to other nodes. */
export class SignalAdapter extends IoAdapter {
  readonly #config: ServerConfig;
  readonly #limits: RateLimits;
  readonly #log: Log;
  readonly #links: readonly Redis[];
  readonly #http: HttpSide;

  constructor(app: INestApplicationContext, http: HttpSide) {
    super(app);
    this.#config = app.get<ServerConfig>(SERVER_CONFIG);
    this.#limits = app.get(RateLimits);
    this.#log = app.get<Log>(LOG);
    this.#http = http;
    const redis = app.get<Redis | undefined>(REDIS);
    this.#links = redis === undefined ? [] : [publisherOf(redis, this.#log), subscriberOf(redis, this.#log)];
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const server = super.createIOServer(port, { ...options, ...this.#engineOptions() } as ServerOptions);
    server.engine.use(this.#http.headers);
    const [publishing, subscribing] = this.#links;
    if (publishing !== undefined && subscribing !== undefined) server.adapter(createAdapter(publishing, subscribing));
    return server;
  }

  override async dispose(): Promise<void> {
    for (const link of this.#links) link.disconnect();
    await super.dispose();
  }

  #engineOptions(): Partial<ServerOptions> {
    return {
      serveClient: false,
      // Polling comes back to us by an id that only the node it began on knows, so with several nodes it is left out.
      transports: this.#config.redisUrl === undefined ? ['websocket', 'polling'] : ['websocket'],
      pingInterval: 5_000,
      pingTimeout: 5_000,
      connectTimeout: HANDSHAKE_MAX_MS,
      maxHttpBufferSize: SIGNAL_MESSAGE_MAX_BYTES,
      perMessageDeflate: false,
      httpCompression: false,
      allowRequest: (request, decide) => {
        this.#refusalOf(request).then(
          (refusal) => decide(refusal, refusal === undefined),
          (fault: unknown) => {
            this.#log.error({ fault }, 'a connection could not be judged');
            decide('Try again.', false);
          },
        );
      },
    };
  }

  async #refusalOf(request: IncomingMessage): Promise<string | undefined> {
    const rule = { publicOrigin: this.#config.publicUrl, allowsOwnHost: this.#config.mode !== 'production' };
    if (!isOriginAllowed(request.headers, rule)) return 'This page may not connect here.';
    const isWithin = await this.#limits.addressConnections.take(clientAddress(request, this.#http.trusts));
    return isWithin ? undefined : 'Too many connections; wait a moment.';
  }
}
