import { io, type Socket } from 'socket.io-client';
import {
  answer,
  CONTROL_PATH,
  mediaControl,
  type ControlHandshake,
  type Handlers,
  type MediaControlEvents,
  type MediaControlRequests,
  type Notices,
} from '#contracts';
import { backoffMs, type BackoffOptions, type Clock, type Log } from '#kernel';
import type { Secret } from '#kernel/secret';
import type { HostFact } from '../facts.js';

/** A server that is back is found within a second: until then nobody whose media was lost gets it back. */
const REDIAL: BackoffOptions = { firstMs: 100, maxMs: 1_000, jitterRatio: 0.5 };
const DIAL_TIMEOUT_MS = 2_000;

export interface LinkOptions {
  readonly url: string;
  readonly hostId: ControlHandshake['hostId'];
  readonly credential: Secret;
  readonly handlers: Handlers<MediaControlRequests>;
  readonly onConnected: (isConnected: boolean) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** The line to one server: dials until it is closed, answers what the server asks, passes on what it should hear. */
export class ServerLink {
  readonly #options: LinkOptions;
  readonly #socket: Socket<Record<string, never>, Notices<MediaControlEvents>>;
  #failedCount = 0;
  #isClosed = false;
  #cancelRedial: () => void = () => undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
    const { hostId, credential } = options;
    this.#socket = io(options.url, {
      path: CONTROL_PATH,
      transports: ['websocket'],
      // Our own redialling covers refusals too, which the library's leaves to its user.
      reconnection: false,
      autoConnect: false,
      forceNew: true,
      timeout: DIAL_TIMEOUT_MS,
      auth: (give) => give({ credential: credential.reveal(), hostId } satisfies ControlHandshake),
    });
    this.#socket.on('connect', () => this.#onConnect());
    this.#socket.on('disconnect', (reason) => this.#onDisconnect(reason));
    this.#socket.on('connect_error', (error) => this.#onRefused(error));
    this.#socket.onAny((name: unknown, ...rest: unknown[]) => void this.#answer(String(name), rest));
  }

  get isConnected(): boolean {
    return this.#socket.connected;
  }

  dial(): void {
    this.#socket.connect();
  }

  /** Not kept for later when the line is down: a server that comes back asks how things stand. */
  tell(fact: HostFact): void {
    if (!this.#socket.connected) return;
    // Name and payload belong together by the type of a fact; the emitter cannot express that for a union.
    (this.#socket as unknown as { emit(name: string, payload: unknown): void }).emit(fact.name, fact.payload);
  }

  /** Safe to repeat. */
  close(): void {
    this.#isClosed = true;
    this.#cancelRedial();
    this.#socket.disconnect();
  }

  snapshot() {
    return { url: this.#options.url, isConnected: this.isConnected, failedCount: this.#failedCount };
  }

  #onConnect(): void {
    this.#failedCount = 0;
    this.#options.log.info({ url: this.#options.url }, 'connected to server');
    this.#options.onConnected(true);
  }

  #onDisconnect(reason: string): void {
    this.#options.onConnected(false);
    if (this.#isClosed) return;
    this.#options.log.warn({ url: this.#options.url, reason }, 'connection to server lost, redialling');
    this.#redial();
  }

  #onRefused(error: Error): void {
    if (this.#isClosed) return;
    const { log, url } = this.#options;
    // Said once; a server that is away for an hour must not fill the log.
    if (this.#failedCount === 0) log.warn({ url, reason: error.message }, 'server not reached, redialling');
    else log.debug({ url, reason: error.message }, 'server not reached');
    this.#redial();
  }

  #redial(): void {
    this.#cancelRedial();
    this.#cancelRedial = this.#options.clock.after(backoffMs(REDIAL, this.#failedCount), () => this.dial());
    this.#failedCount += 1;
  }

  /** Never rejects: `answer` turns whatever happens into a reply. */
  async #answer(name: string, rest: readonly unknown[]): Promise<void> {
    const { handlers, log } = this.#options;
    const reply = rest.at(-1);
    if (typeof reply !== 'function') {
      log.warn({ name: name.slice(0, 64) }, 'a request without a way to answer it was dropped');
      return;
    }
    const onFault = (fault: unknown) => log.error({ err: fault, name: name.slice(0, 64) }, 'a request failed');
    reply(await answer(mediaControl.requests, handlers, { name, raw: rest[0], onFault }));
  }
}
