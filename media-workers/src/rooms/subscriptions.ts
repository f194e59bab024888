import type { types as mediasoup } from 'mediasoup';
import {
  CONSUMERS_MAX_COUNT,
  Refusal,
  type ConsumerId,
  type ConsumerOffer,
  type ConsumerWish,
  type ProducerId,
  type RtpCapabilities,
} from '#contracts';
import { SharedTask, type Log } from '#kernel';
import { ENDED_STREAMS_KEPT_COUNT } from './limits.js';
import { RecentIds } from './recent.js';
import type { Published, Stage } from './stage.js';
import { rtpParametersOnWire } from './wire-shapes.js';
import { byWorker } from './worker-refusals.js';

interface Forwarded {
  /** mediasoup chooses its consumers' ids itself; the wire knows only the server's. */
  readonly consumer: mediasoup.Consumer;
  readonly offer: ConsumerOffer;
}

export interface SubscriptionOptions {
  readonly transport: mediasoup.Transport;
  readonly rtpCapabilities: RtpCapabilities;
  readonly stage: Stage;
  readonly log: Log;
}

/** What one participant receives, under the ids that the server chose. */
export class Subscriptions {
  readonly #options: SubscriptionOptions;
  readonly #tasks = new SharedTask<ConsumerId, Forwarded | undefined>();
  readonly #open = new Map<ConsumerId, Forwarded>();
  /** Those being opened, too: the bound holds for what is asked at the same time. */
  readonly #claimed = new Set<ConsumerId>();
  readonly #ended = new RecentIds<ConsumerId>(ENDED_STREAMS_KEPT_COUNT);

  constructor(options: SubscriptionOptions) {
    this.#options = options;
  }

  /**
   * Safe to repeat. A stream that is gone, or that this viewer cannot decode, is left out.
   *
   * @throws {Refusal} `limit-reached` past the most streams one viewer receives.
   */
  async open(wishes: readonly ConsumerWish[], isPaused: boolean): Promise<ConsumerOffer[]> {
    const asked = wishes.filter(({ consumerId }) => !this.#ended.has(consumerId));
    const newCount = new Set(asked.map(({ consumerId }) => consumerId).filter((id) => !this.#claimed.has(id))).size;
    if (this.#claimed.size + newCount > CONSUMERS_MAX_COUNT)
      throw new Refusal('limit-reached', 'Too many streams at once.');
    const opened = await Promise.all(asked.map((wish) => this.#openOnce(wish, isPaused)));
    return opened.flatMap((one) => (one === undefined || one.consumer.closed ? [] : one.offer));
  }

  /** Safe to repeat; unknown ones are passed over. The library asks the publisher for a key frame by itself. */
  async resume(consumerIds: readonly ConsumerId[]): Promise<void> {
    await Promise.all(consumerIds.map((id) => this.#resumeOne(id)));
  }

  /** Safe to repeat. One that is being opened ends as soon as it is open. */
  close(consumerIds: readonly ConsumerId[]): void {
    for (const consumerId of consumerIds) {
      this.#open.get(consumerId)?.consumer.close();
      this.#forget(consumerId);
    }
  }

  offers(): ConsumerOffer[] {
    return [...this.#open.values()].map(({ offer }) => offer);
  }

  list(): { consumerId: ConsumerId; producerId: ProducerId }[] {
    return this.offers().map(({ consumerId, producerId }) => ({ consumerId, producerId }));
  }

  async #openOnce(wish: ConsumerWish, isPaused: boolean): Promise<Forwarded | undefined> {
    const { consumerId } = wish;
    this.#claimed.add(consumerId);
    try {
      const opened = await this.#tasks.get(consumerId, () => this.#consume(wish, isPaused));
      if (opened === undefined) this.#release(consumerId);
      return opened;
    } catch (thrown) {
      this.#release(consumerId);
      throw thrown;
    }
  }

  async #consume({ consumerId, producerId }: ConsumerWish, isPaused: boolean): Promise<Forwarded | undefined> {
    const { transport, rtpCapabilities, stage, log } = this.#options;
    const published = stage.published.get(producerId);
    if (published === undefined) return undefined;

    let consumer: mediasoup.Consumer;
    try {
      consumer = await byWorker(() => transport.consume({ producerId, rtpCapabilities, paused: isPaused }));
    } catch (thrown) {
      if (!(thrown instanceof Refusal) || thrown.code === 'media-unavailable' || transport.closed) throw thrown;
      // The stream ended while we asked, or this viewer cannot decode it; its other streams must not suffer.
      log.debug({ consumerId, producerId, err: thrown }, 'consumer left out');
      return undefined;
    }
    // Looked at again after the await: any of the three may have ended.
    if (this.#ended.has(consumerId) || transport.closed || stage.published.get(producerId) !== published)
      consumer.close();
    return consumer.closed ? undefined : this.#enter({ consumer, offer: offerOf(consumerId, consumer, published) });
  }

  #enter(forwarded: Forwarded): Forwarded {
    const { consumerId } = forwarded.offer;
    this.#open.set(consumerId, forwarded);
    forwarded.consumer.observer.once('close', () => this.#forget(consumerId));
    return forwarded;
  }

  async #resumeOne(consumerId: ConsumerId): Promise<void> {
    const consumer = this.#open.get(consumerId)?.consumer;
    if (consumer === undefined || !consumer.paused) return;
    try {
      await byWorker(() => consumer.resume());
    } catch (thrown) {
      if (!consumer.closed) throw thrown;
    }
  }

  #forget(consumerId: ConsumerId): void {
    this.#ended.add(consumerId);
    this.#open.delete(consumerId);
    this.#release(consumerId);
  }

  #release(consumerId: ConsumerId): void {
    this.#claimed.delete(consumerId);
    this.#tasks.forget(consumerId);
  }
}

function offerOf(
  consumerId: ConsumerId,
  consumer: mediasoup.Consumer,
  { participantId, source, producer }: Published,
): ConsumerOffer {
  return {
    consumerId,
    producerId: producer.id as ProducerId,
    participantId,
    source,
    rtpParameters: rtpParametersOnWire(consumer.rtpParameters),
  };
}
