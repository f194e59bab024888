import type { types as mediasoup } from 'mediasoup';
import type { ConsumerOffer, ConsumerReport, FlowState, LayersInUse, Tuning } from '#contracts';
import { shed } from './shedding.js';
import type { Published } from './stage.js';

/** What a viewer assumes who was never told of a stream. */
const UNTOLD = { state: 'flowing', score: 10, layers: undefined } as const;
const SCORE_MAX = 10;
/** Two steps of a score are one of the five that people are shown. */
const SCORE_STEP = 2;
const EVERY_LAYER: LayersInUse = { spatial: 2, temporal: 2 };

export interface ForwardingOptions {
  readonly consumer: mediasoup.Consumer;
  readonly published: Published;
  readonly offer: ConsumerOffer;
  /** False until the viewer says so. */
  readonly isReady: boolean;
  readonly tuning: Tuning | undefined;
  readonly isLeftOut: () => boolean;
  /** How much the worker leaves out of videos now; see `shed`. */
  readonly shedLevel: () => number;
  /** Something of what `report` says may have changed. */
  readonly onChanged: () => void;
}

/**
 * One stream on its way to one viewer. It flows when the viewer is ready for it, shows it, and it is among the few that
 * are heard; each of these is decided elsewhere and at its own time. Calls to one worker are handled in their order, so
 * the latest wish needs no waiting for the one before.
 */
export class Forwarding {
  readonly offer: ConsumerOffer;
  readonly published: Published;
  readonly consumer: mediasoup.Consumer;
  readonly #options: ForwardingOptions;
  #isReady: boolean;
  #tuning: Tuning | undefined;
  #isPausedAsked: boolean;
  /** As made, it comes in the layers it was tuned to. */
  #layersAsked: LayersInUse | undefined;
  #hadLayers = false;
  #told: Omit<ConsumerReport, 'consumerId' | 'layers'> & { readonly layers: LayersInUse | undefined } = UNTOLD;

  constructor(options: ForwardingOptions) {
    const { consumer, offer, published, isReady, tuning, onChanged } = options;
    this.#options = options;
    this.offer = offer;
    this.published = published;
    this.consumer = consumer;
    this.#isReady = isReady;
    this.#tuning = tuning;
    this.#isPausedAsked = consumer.paused;
    this.#layersAsked = tuning?.layers ?? EVERY_LAYER;
    for (const name of ['score', 'layerschange', 'producerpause', 'producerresume'] as const)
      consumer.on(name, onChanged);
  }

  /** The viewer is ready. Safe to repeat. */
  async resume(): Promise<void> {
    this.#isReady = true;
    await this.settle();
  }

  /** Safe to repeat. */
  async tune(tuning: Tuning): Promise<void> {
    this.#tuning = tuning;
    // Layers first, so that what is let flow again begins in the right one.
    await Promise.all([this.prioritise(tuning.priority), this.settleLayers(), this.settle()]);
  }

  /** Sends it in the layers that it is tuned to, less what the worker leaves out now. */
  async settleLayers(): Promise<void> {
    const layers = shed(this.#tuning?.layers ?? EVERY_LAYER, this.#options.shedLevel());
    if (!this.#isLayered || isSame(layers, this.#layersAsked)) return;
    this.#layersAsked = layers;
    try {
      await this.#safely(() => this.consumer.setPreferredLayers(layersForWorker(layers)));
    } catch (thrown) {
      // Asked again, it is to be tried again.
      this.#layersAsked = undefined;
      throw thrown;
    }
  }

  /** Its share of the viewer's bandwidth. */
  async prioritise(priority: number): Promise<void> {
    if (priority !== this.consumer.priority) await this.#safely(() => this.consumer.setPriority(priority));
  }

  /** Lets it flow or holds it, as things stand now. */
  async settle(): Promise<void> {
    const isPaused = !this.#isReady || this.#isHeld || this.#isLeftOut;
    if (isPaused === this.#isPausedAsked) return;
    this.#isPausedAsked = isPaused;
    this.#options.onChanged();
    try {
      await this.#safely(() => (isPaused ? this.consumer.pause() : this.consumer.resume()));
    } catch (thrown) {
      // Asked again, it is to be tried again.
      this.#isPausedAsked = !isPaused;
      throw thrown;
    }
  }

  /** What was lost on the old path of a viewer would keep their picture still until they notice. Not for sound. */
  async freshen(): Promise<void> {
    if (this.consumer.kind === 'video') await this.#safely(() => this.consumer.requestKeyFrame());
  }

  get state(): FlowState {
    if (!this.#isReady) return 'waiting';
    if (this.#isHeld) return 'hidden';
    if (this.consumer.producerPaused) return 'source-paused';
    if (this.#isLeftOut) return 'not-loudest';
    if (this.producerScore === 0) return 'source-silent';
    this.#hadLayers ||= this.consumer.currentLayers !== undefined;
    return this.#isLayered && this.#hadLayers && this.consumer.currentLayers === undefined ? 'bandwidth' : 'flowing';
  }

  /** What changed since it was last asked; undefined when nothing that matters did. */
  takeReport(): ConsumerReport | undefined {
    const { state, layers } = this;
    // A viewer who is not ready yet knows that themselves.
    if (state === 'waiting') return undefined;
    const score = state === 'flowing' ? this.#score : SCORE_MAX;
    const told = this.#told;
    if (state === told.state && step(score) === step(told.score) && isSame(layers, told.layers)) return undefined;
    this.#told = { state, score, layers };
    return { consumerId: this.offer.consumerId, state, score, ...(layers === undefined ? {} : { layers }) };
  }

  /** All of it is news again: somebody else listens now. */
  forgetTold(): void {
    this.#told = UNTOLD;
  }

  get #isHeld(): boolean {
    return this.#tuning?.isHeld === true;
  }

  get #isLeftOut(): boolean {
    return this.#tuning?.isAlwaysHeard !== true && this.#options.isLeftOut();
  }

  get #isLayered(): boolean {
    return this.consumer.type === 'simulcast' || this.consumer.type === 'svc';
  }

  get #score(): number {
    return Math.max(0, Math.min(SCORE_MAX, this.consumer.score.score, this.producerScore));
  }

  /** How its stream reaches the host. Of a stream with all layers in it the worker tells only in the list of all streams. */
  get producerScore(): number {
    const { producerScore, producerScores } = this.consumer.score;
    return this.consumer.type === 'svc' ? Math.max(producerScore, ...producerScores) : producerScore;
  }

  get layers(): LayersInUse | undefined {
    const { currentLayers } = this.consumer;
    if (currentLayers === undefined) return undefined;
    return { spatial: currentLayers.spatialLayer, temporal: currentLayers.temporalLayer ?? 0 };
  }

  /** A stream that ended meanwhile needs nothing any more. */
  async #safely(call: () => Promise<void>): Promise<void> {
    try {
      await call();
    } catch (thrown) {
      if (!this.consumer.closed) throw thrown;
    }
  }
}

/** As the library wants a wish for layers. */
export function layersForWorker(layers: LayersInUse | undefined): mediasoup.ConsumerLayers {
  const { spatial, temporal } = layers ?? EVERY_LAYER;
  return { spatialLayer: spatial, temporalLayer: temporal };
}

function isSame(a: LayersInUse | undefined, b: LayersInUse | undefined): boolean {
  return a?.spatial === b?.spatial && a?.temporal === b?.temporal;
}

function step(score: number): number {
  return Math.ceil(score / SCORE_STEP);
}
