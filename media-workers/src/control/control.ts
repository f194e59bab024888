import type { ControlHandshake, Handlers, MediaControlEvents, MediaControlRequests, Payload } from '#contracts';
import type { Clock, Listeners, Log } from '#kernel';
import type { Secret } from '#kernel/secret';
import type { HostFact } from '../facts.js';
import { ServerLink } from './server-link.js';

const LOAD_EVERY_MS = 1_000;

/** What control needs of the media side. It knows no mediasoup. */
export interface MediaPort {
  readonly handlers: Handlers<MediaControlRequests>;
  readonly facts: Listeners<HostFact>;
  load(): Payload<MediaControlEvents, 'host.load'>;
  /** No server has been connected for the grace period: what runs has no owner any more. */
  abandon(): void;
  /** No server is connected any more. */
  onAlone(): void;
}

export interface ControlOptions {
  readonly serverUrls: readonly string[];
  readonly hostId: ControlHandshake['hostId'];
  readonly credential: Secret;
  /** How long media without a server goes on. */
  readonly orphanGraceMs: number;
  readonly media: MediaPort;
  readonly clock: Clock;
  readonly log: Log;
}

/** The lines to all servers. Losing one changes nothing for media; losing all of them starts the grace period. */
export class Control {
  readonly #options: ControlOptions;
  readonly #links: readonly ServerLink[];
  #isClosed = false;
  #stopListening: () => void = () => undefined;
  #cancelAbandon: (() => void) | undefined;
  #cancelReport: () => void = () => undefined;

  constructor(options: ControlOptions) {
    this.#options = options;
    const { serverUrls, hostId, credential, media, clock, log } = options;
    this.#links = serverUrls.map(
      (url) =>
        new ServerLink({
          url,
          hostId,
          credential,
          handlers: media.handlers,
          clock,
          log,
          onConnected: () => this.#watchOrphans(),
        }),
    );
  }

  start(): void {
    this.#stopListening = this.#options.media.facts.listen((fact) => this.#tell(fact));
    this.#watchOrphans();
    this.#reportLater();
    for (const link of this.#links) link.dial();
  }

  /** Safe to repeat. Nothing is asked or told after it. */
  close(): void {
    this.#isClosed = true;
    this.#stopListening();
    this.#cancelReport();
    this.#cancelAbandon?.();
    for (const link of this.#links) link.close();
  }

  /** True while any server is there. */
  get isConnected(): boolean {
    return this.#links.some(({ isConnected }) => isConnected);
  }

  snapshot() {
    return { isOrphaned: this.#cancelAbandon !== undefined, links: this.#links.map((link) => link.snapshot()) };
  }

  #tell(fact: HostFact): void {
    for (const link of this.#links) link.tell(fact);
  }

  #reportLater(): void {
    this.#cancelReport = this.#options.clock.after(LOAD_EVERY_MS, () => {
      this.#tell({ name: 'host.load', payload: this.#options.media.load() });
      this.#reportLater();
    });
  }

  #watchOrphans(): void {
    const { clock, media, orphanGraceMs } = this.#options;
    if (this.#isClosed) return;
    if (this.isConnected) {
      this.#cancelAbandon?.();
      this.#cancelAbandon = undefined;
      return;
    }
    media.onAlone();
    this.#cancelAbandon ??= clock.after(orphanGraceMs, () => {
      this.#cancelAbandon = undefined;
      media.abandon();
    });
  }
}
