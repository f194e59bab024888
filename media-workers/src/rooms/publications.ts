import type { types as mediasoup } from 'mediasoup';
import {
  kindOf,
  layerCountsOf,
  Refusal,
  type Input,
  type MediaControlRequests,
  type MediaSource,
  type ParticipantId,
  type ProducerId,
} from '#contracts';
import { SharedTask } from '#kernel';
import { EARLY_PAUSES_MAX_COUNT, ENDED_STREAMS_KEPT_COUNT, KEY_FRAME_INTERVAL_MS } from './limits.js';
import { RecentIds } from './recent.js';
import { checkRtp } from './rtp-rules.js';
import type { Published, Stage } from './stage.js';
import { byWorker } from './worker-refusals.js';

/** What is taken for granted of a path until it is measured. */
const SCORE_MAX = 10;

export interface PublicationOptions {
  readonly participantId: ParticipantId;
  readonly transport: mediasoup.Transport;
  readonly stage: Stage;
  /** A score has changed. */
  readonly onChanged: () => void;
}

type PublishWish = Input<MediaControlRequests, 'producer.open'>;

/** What one participant sends: at most one stream per source, each under the id that the browser chose. */
export class Publications {
  readonly #participantId: ParticipantId;
  readonly #transport: mediasoup.Transport;
  readonly #stage: Stage;
  readonly #onChanged: () => void;
  readonly #tasks = new SharedTask<ProducerId, mediasoup.Producer>();
  readonly #open = new Map<ProducerId, Published>();
  readonly #current = new Map<MediaSource, ProducerId>();
  /** The last word on each stream's pause. It may come before the stream does. */
  readonly #pauses = new Map<ProducerId, boolean>();
  readonly #ended = new RecentIds<ProducerId>(ENDED_STREAMS_KEPT_COUNT);
  readonly #told = new Map<ProducerId, number>();

  constructor({ participantId, transport, stage, onChanged }: PublicationOptions) {
    this.#participantId = participantId;
    this.#transport = transport;
    this.#stage = stage;
    this.#onChanged = onChanged;
  }

  /**
   * Safe to repeat. Replaces what the same source sent before.
   *
   * @throws {Refusal} `invalid-input`, `conflict` (the id or an SSRC is in use), `not-found` when it was closed before or meanwhile.
   */
  async open(wish: PublishWish): Promise<void> {
    this.#refuseEnded(wish.producerId);
    await this.#tasks.get(wish.producerId, () => this.#produce(wish));
  }

  /** Safe to repeat. The stream's consumers end with it. */
  close(producerId: ProducerId): void {
    this.#ended.add(producerId);
    this.#tasks.forget(producerId);
    this.#pauses.delete(producerId);
    this.#open.get(producerId)?.producer.close();
  }

  /** Safe to repeat, in any order with the opening. */
  async setPaused(producerId: ProducerId, isPaused: boolean): Promise<void> {
    if (this.#ended.has(producerId)) return;
    this.#pauses.set(producerId, isPaused);
    const published = this.#open.get(producerId);
    if (published === undefined) return this.#forgetEarlyPauses();
    await byWorker(() => (isPaused ? published.producer.pause() : published.producer.resume()));
    if (published.source === 'microphone') this.#stage.microphone(published, !published.producer.paused);
  }

  list() {
    return [...this.#open].map(([producerId, { source, producer }]) => ({
      producerId,
      source,
      isPaused: producer.paused,
      layerCounts: layerCountsOf(producer.rtpParameters),
    }));
  }

  find(producerId: ProducerId): Published | undefined {
    return this.#open.get(producerId);
  }

  /** Scores that changed since they were last asked for. */
  takeReports(): { producerId: ProducerId; score: number }[] {
    return [...this.#open].flatMap(([producerId, { producer }]) => {
      // An upper layer that nobody watches is not sent at all, and says nothing of the path.
      const score = Math.max(0, ...producer.score.map((one) => one.score));
      if (producer.paused || producer.score.length === 0 || (this.#told.get(producerId) ?? SCORE_MAX) === score)
        return [];
      this.#told.set(producerId, score);
      return { producerId, score };
    });
  }

  forgetTold(): void {
    this.#told.clear();
  }

  async #produce(wish: PublishWish): Promise<mediasoup.Producer> {
    const { producerId, source } = wish;
    checkRtp(source, wish.rtpParameters);
    // A browser chooses the id, so it may be another's; the worker would tell them apart only by refusing.
    const present = this.#stage.published.get(producerId);
    if (present?.relayId !== undefined && present.participantId === this.#participantId) this.#stage.arrived(present);
    if (this.#stage.published.has(producerId)) throw new Refusal('conflict', 'This stream id is in use.');
    this.#takeOver(source, producerId);

    const producer = await this.#produceBy(wish);
    // Looked at again after the await: it may have been closed or replaced, and the transport may be gone.
    if (this.#ended.has(producerId) || this.#transport.closed) producer.close();
    if (producer.closed) throw new Refusal('not-found', 'This stream was closed meanwhile.');
    this.#enter({ producer, source, router: this.#stage.router, participantId: this.#participantId }, producerId);

    const isPaused = this.#pauses.get(producerId) ?? wish.isPaused;
    if (isPaused !== producer.paused) await byWorker(() => (isPaused ? producer.pause() : producer.resume()));
    const entered = this.#open.get(producerId);
    if (entered?.source === 'microphone') this.#stage.microphone(entered, !producer.paused);
    return producer;
  }

  async #produceBy({ producerId, source, rtpParameters, isPaused }: PublishWish): Promise<mediasoup.Producer> {
    try {
      return await byWorker(() =>
        this.#transport.produce({
          id: producerId,
          kind: kindOf(source),
          rtpParameters,
          paused: this.#pauses.get(producerId) ?? isPaused,
          keyFrameRequestDelay: KEY_FRAME_INTERVAL_MS,
        }),
      );
    } catch (thrown) {
      if (this.#current.get(source) === producerId) this.#current.delete(source);
      throw thrown;
    }
  }

  /** Closed first, since a browser may send the new stream with the SSRC or the line of the old one. */
  #takeOver(source: MediaSource, producerId: ProducerId): void {
    const before = this.#current.get(source);
    this.#current.set(source, producerId);
    if (before !== undefined && before !== producerId) this.close(before);
  }

  #enter(published: Published, producerId: ProducerId): void {
    const { producer } = published;
    this.#open.set(producerId, published);
    this.#stage.published.set(producerId, published);
    producer.observer.once('close', () => this.#leave(published, producerId));
    producer.on('score', this.#onChanged);
  }

  #leave(published: Published, producerId: ProducerId): void {
    const { source } = published;
    this.#ended.add(producerId);
    this.#told.delete(producerId);
    this.#tasks.forget(producerId);
    this.#pauses.delete(producerId);
    this.#open.delete(producerId);
    this.#stage.published.delete(producerId);
    if (this.#current.get(source) === producerId) this.#current.delete(source);
    if (source === 'microphone') this.#stage.microphoneGone(published);
  }

  #refuseEnded(producerId: ProducerId): void {
    if (this.#ended.has(producerId)) throw new Refusal('not-found', 'This stream was closed.');
  }

  #forgetEarlyPauses(): void {
    const early = [...this.#pauses.keys()].filter((id) => !this.#open.has(id));
    for (const id of early.slice(0, -EARLY_PAUSES_MAX_COUNT)) this.#pauses.delete(id);
  }
}
