import type { types as mediasoup } from 'mediasoup';
import {
  CONSUMERS_MAX_COUNT,
  Refusal,
  type ConsumerId,
  type ConsumerOffer,
  type ConsumerReport,
  type ConsumerWish,
  type ProducerId,
  type RtpCapabilities,
  type Tuning,
} from '#contracts';
import { SharedTask, type Log } from '#kernel';
import { ENDED_STREAMS_KEPT_COUNT } from './limits.js';
import { RecentIds } from './recent.js';
import { Forwarding, layersForWorker } from './forwarding.js';
import type { Published, Stage } from './stage.js';
import { rtpParametersOnWire } from './wire-shapes.js';
import { byWorker } from './worker-refusals.js';

export interface SubscriptionOptions {
  readonly transport: mediasoup.Transport;
  readonly rtpCapabilities: RtpCapabilities;
  readonly stage: Stage;
  readonly log: Log;
  /** How a stream reaches this viewer has changed. */
  readonly onChanged: () => void;
}

interface Entering {
  readonly wish: ConsumerWish;
  readonly consumer: mediasoup.Consumer;
  readonly published: Published;
  readonly isReady: boolean;
}

/** What one participant receives, under the ids that the server chose. */
export class Subscriptions {
  readonly #options: SubscriptionOptions;
  readonly #tasks = new SharedTask<ConsumerId, Forwarding | undefined>();
  readonly #open = new Map<ConsumerId, Forwarding>();
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
    await Promise.all(consumerIds.map(async (id) => this.#open.get(id)?.resume()));
  }

  /** Safe to repeat; unknown ones are passed over. */
  async tune(wishes: readonly { readonly consumerId: ConsumerId; readonly tuning: Tuning }[]): Promise<void> {
    await Promise.all(wishes.map(async ({ consumerId, tuning }) => this.#open.get(consumerId)?.tune(tuning)));
  }

  /** Who is among the few that are heard has changed. Never rejects: a worker that is gone takes all of this with it. */
  settleVoices(): void {
    const { log } = this.#options;
    for (const one of this.#open.values()) {
      if (one.offer.source === 'microphone')
        one.settle().catch((thrown: unknown) => log.warn({ err: thrown }, 'a voice could not be let in or left out'));
    }
  }

  /** The worker leaves more or less of videos out. Never rejects, as `settleVoices`. */
  settleLayers(): void {
    for (const one of this.#open.values())
      one
        .settleLayers()
        .catch((thrown: unknown) => this.#options.log.warn({ err: thrown }, 'a video could not be shed'));
  }

  /** The way to the viewer is another. Never rejects, as `settleVoices`. */
  freshen(): void {
    for (const one of this.#open.values())
      one
        .freshen()
        .catch((thrown: unknown) => this.#options.log.warn({ err: thrown }, 'a key frame could not be asked for'));
  }

  /** What changed of how streams reach this viewer, since it was last asked for. */
  takeReports(): ConsumerReport[] {
    return [...this.#open.values()].flatMap((one) => one.takeReport() ?? []);
  }

  forgetTold(): void {
    for (const one of this.#open.values()) one.forgetTold();
  }

  /** How a stream reaches this viewer; undefined when none of it is open. */
  of(producerId: ProducerId): Forwarding | undefined {
    return [...this.#open.values()].find(({ offer }) => offer.producerId === producerId);
  }

  find(consumerId: ConsumerId): Forwarding | undefined {
    return this.#open.get(consumerId);
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

  async #openOnce(wish: ConsumerWish, isPaused: boolean): Promise<Forwarding | undefined> {
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

  async #consume(wish: ConsumerWish, isPaused: boolean): Promise<Forwarding | undefined> {
    const { consumerId, producerId } = wish;
    const { transport, stage, log } = this.#options;
    const published = stage.published.get(producerId);
    if (published === undefined) return undefined;

    let giveBack: () => void = () => undefined;
    let consumer: mediasoup.Consumer;
    try {
      giveBack = await stage.bring(published);
      consumer = await this.#consumeBy(published, wish, isPaused);
    } catch (thrown) {
      giveBack();
      // The stream ended or its worker did, or this viewer cannot decode it; its other streams must not suffer.
      const isOwnEnd = transport.closed || stage.router.closed;
      if (!(thrown instanceof Refusal) || isOwnEnd) throw thrown;
      log.debug({ consumerId, producerId, err: thrown }, 'consumer left out');
      return undefined;
    }
    consumer.observer.once('close', giveBack);
    // Looked at again after the await: any of the three may have ended.
    if (this.#ended.has(consumerId) || transport.closed || stage.published.get(producerId) !== published)
      consumer.close();
    return consumer.closed ? undefined : this.#enter({ wish, consumer, published, isReady: !isPaused });
  }

  /** Made as it is to be, so that no packet of a wrong layer goes out before the first tuning. */
  #consumeBy(
    published: Published,
    { producerId, tuning }: ConsumerWish,
    isPaused: boolean,
  ): Promise<mediasoup.Consumer> {
    const { transport, rtpCapabilities, stage } = this.#options;
    const isLeftOut = tuning?.isAlwaysHeard !== true && !stage.isHeard(published);
    const layers = tuning?.layers === undefined ? {} : { preferredLayers: layersForWorker(tuning.layers) };
    const paused = isPaused || tuning?.isHeld === true || isLeftOut;
    // By default sound that is lost is not sent again. A viewer's own loss is all that repairs it: the speaker, who could send it
    // twice at once, hears of no loss but on their own way here.
    return byWorker(() => transport.consume({ producerId, rtpCapabilities, paused, enableRtx: true, ...layers }));
  }

  async #enter(given: Entering): Promise<Forwarding> {
    const { wish, consumer, published, isReady } = given;
    const { stage, onChanged } = this.#options;
    const { consumerId, tuning } = wish;
    const offer = offerOf(consumerId, consumer, published);
    const isLeftOut = () => !stage.isHeard(published);
    const shedLevel = () => stage.shedLevel();
    const forwarding = new Forwarding({ consumer, offer, published, isReady, tuning, isLeftOut, shedLevel, onChanged });
    this.#open.set(consumerId, forwarding);
    consumer.observer.once('close', () => this.#forget(consumerId));
    // Who is heard may have changed while it was made. Its share of the bandwidth cannot be given with the making.
    await Promise.all([
      forwarding.settle(),
      forwarding.settleLayers(),
      tuning === undefined ? undefined : forwarding.prioritise(tuning.priority),
    ]);
    onChanged();
    return forwarding;
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
