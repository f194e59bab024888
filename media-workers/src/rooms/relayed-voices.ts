import type { types as mediasoup } from 'mediasoup';
import type { RelayId } from '#contracts';
import type { Clock, Log } from '#kernel';
import type { Published } from './stage.js';

/**
 * A microphone that is let through sends something every 400 ms, silent or not (RFC 7587 section 3.1.3, and what browsers
 * do). One that sends after so long a pause was let through where it comes in, since somebody speaks.
 */
const PAUSED_FROM_MS = 1_000;

export interface RelayedVoicesOptions {
  /** False for a microphone that louder ones are forwarded instead of. */
  readonly isHeard: (published: Published) => boolean;
  /** Somebody on another host begins to speak. */
  readonly onOnset: (published: Published) => void;
  readonly clock: Clock;
  readonly log: Log;
}

interface Sent {
  readonly published: Published;
  readonly consumer: mediasoup.Consumer;
  /** Somebody at the other end has pinned its owner, and hears them whoever is louder. */
  isKept: boolean;
  isHeld: boolean;
}

interface Received {
  readonly published: Published;
  isListenedTo: boolean;
  lastAtMs: number;
}

/**
 * Which microphones travel between hosts: only those that are among the loudest few where they come in, or that somebody
 * at the other end has pinned. Each host chooses by what it hears, so that nobody has to be asked while somebody begins to speak.
 */
export class RelayedVoices {
  readonly #options: RelayedVoicesOptions;
  readonly #sent = new Map<RelayId, Sent>();
  readonly #received = new Map<RelayId, Received>();

  constructor(options: RelayedVoicesOptions) {
    this.#options = options;
  }

  /** Carried on from here from now on; forgotten with the consumer that carries it. */
  send(relayId: RelayId, published: Published, consumer: mediasoup.Consumer): void {
    if (published.source !== 'microphone') return;
    const sent: Sent = { published, consumer, isKept: false, isHeld: false };
    this.#sent.set(relayId, sent);
    consumer.observer.once('close', () => this.#sent.delete(relayId));
    void this.#settleSent(sent);
  }

  /** Comes in from another host from now on; forgotten with its producer. */
  receive(relayId: RelayId, published: Published): void {
    if (published.source !== 'microphone') return;
    const received: Received = { published, isListenedTo: false, lastAtMs: 0 };
    this.#received.set(relayId, received);
    published.producer.observer.once('close', () => this.#received.delete(relayId));
    published.producer.on('trace', () => this.#arrived(received));
    this.#settleReceived(received);
  }

  /** Resolves once it is so. Safe to repeat; nothing happens for one that does not begin here, or is over. */
  async keep(relayId: RelayId, isKept: boolean): Promise<void> {
    const sent = this.#sent.get(relayId);
    if (sent === undefined) return;
    sent.isKept = isKept;
    await this.#settleSent(sent);
  }

  /** Who is let through has changed. */
  settle(): void {
    for (const sent of this.#sent.values()) void this.#settleSent(sent);
    for (const received of this.#received.values()) this.#settleReceived(received);
  }

  /** Never rejects. */
  async #settleSent(sent: Sent): Promise<void> {
    const { published, consumer, isKept } = sent;
    const isHeld = !isKept && !this.#options.isHeard(published);
    if (isHeld === sent.isHeld) return;
    sent.isHeld = isHeld;
    await this.#quietly(isHeld ? consumer.pause() : consumer.resume(), consumer);
  }

  /** Packets are looked at only of those left out: of the others, all that come are forwarded anyhow. */
  #settleReceived(received: Received): void {
    const { producer } = received.published;
    const isListenedTo = !this.#options.isHeard(received.published);
    if (isListenedTo === received.isListenedTo) return;
    received.isListenedTo = isListenedTo;
    received.lastAtMs = this.#options.clock.monotonicMs();
    void this.#quietly(producer.enableTraceEvent(isListenedTo ? ['rtp'] : []), producer);
  }

  #arrived(received: Received): void {
    const nowMs = this.#options.clock.monotonicMs();
    const pausedMs = nowMs - received.lastAtMs;
    received.lastAtMs = nowMs;
    if (received.isListenedTo && pausedMs >= PAUSED_FROM_MS) this.#options.onOnset(received.published);
  }

  /** Never rejects. Calls to one worker are handled in their order; what ended meanwhile needs nothing any more. */
  async #quietly(asked: Promise<void>, of: { readonly closed: boolean }): Promise<void> {
    try {
      await asked;
    } catch (thrown) {
      if (!of.closed) this.#options.log.warn({ err: thrown }, 'a relayed microphone could not be held or let go');
    }
  }
}
