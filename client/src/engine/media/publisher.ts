import {
  ProducerId,
  Refusal,
  type MediaSource,
  type RefusalCode,
  type RtpParameters,
  type ShareProfile,
  type SourceState,
} from '#contracts';
import { Settler } from '#kernel';
import type { Signal } from '../signal/signal.js';
import type { EndFigures, RtcSender, RtcTransport } from './rtc.js';

/** What should be going out of one source. */
export type Wish =
  /** Nothing; what was published is taken back. */
  | { readonly kind: 'absent' }
  /** Muted. What was published stays, silent; with a track, it is published so, which makes turning it on quick. */
  | { readonly kind: 'silent'; readonly track: MediaStreamTrack | undefined }
  | { readonly kind: 'sending'; readonly track: MediaStreamTrack; readonly profile?: ShareProfile };

interface Parts {
  readonly source: MediaSource;
  readonly signal: Pick<Signal, 'request'>;
  /** The server said no to sending this at all. */
  readonly onRefused: (code: RefusalCode) => void;
  /** The server holds this source, which was sending: a host muted it while this browser was away. */
  readonly onSilenced: () => void;
  /** The server or the library did not do what it should have; new transports may help. */
  readonly onStuck: () => void;
  readonly onFault: (fault: unknown) => void;
}

/** What was published: the sender, where it lives, and what the server knows of it. */
interface Publication {
  readonly producerId: ProducerId;
  readonly transport: RtcTransport;
  readonly sender: RtcSender;
  /** Other encodings are another publication. */
  readonly profile: ShareProfile | undefined;
  track: MediaStreamTrack | undefined;
  /** Undefined while the server does not know, or cannot be trusted to. */
  toldPaused: boolean | undefined;
  isTold: boolean;
}

/**
 * Drives one source towards the latest wish, over lost connections and replaced transports. Silence comes at once and is told
 * after; sound is told first and comes after, so that at no moment more goes out than the server and all others believe.
 */
export class Publisher {
  readonly #parts: Parts;
  readonly #settler: Settler<undefined>;
  #run: Promise<void> | undefined;
  /** Counts wishes, transports and resumes, and how many of them the last try knew. */
  #newsCount = 0;
  #triedCount = 0;
  #wish: Wish = { kind: 'absent' };
  #transport: RtcTransport | undefined;
  #publication: Publication | undefined;
  /** True while the server may hold this source although nothing is published from here. */
  #isLeftover = false;
  /** Everything, until the server says what is wanted. */
  #layersCount = Number.POSITIVE_INFINITY;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#settler = new Settler(() => this.#settle());
  }

  /** Returns at once; what comes of it is told to `onRefused` and `onStuck`. */
  want(wish: Wish): void {
    this.#wish = wish;
    if (wish.kind !== 'sending') this.#publication?.sender.pause();
    this.#go();
  }

  /** How many layers from the smallest on anybody watches. Nothing else about the source changes. Returns at once. */
  limit(layersCount: number): void {
    this.#layersCount = layersCount;
    const sender = this.#publication?.sender;
    if (sender !== undefined) this.#applyLimit(sender);
  }

  /** How it does at this end; undefined while nothing is sent. Never rejects. */
  async figures(): Promise<EndFigures | undefined> {
    return this.#publication?.sender.figures().catch(() => undefined); // It closed meanwhile.
  }

  /** New transports, or none while there is no call: what is wanted is published anew. */
  moveTo(transport: RtcTransport | undefined): void {
    if (transport === this.#transport) return;
    this.#transport = transport;
    this.#go();
  }

  /**
   * After a resume: `known` is what the server believes of this source, and is put right where it differs; but what was muted
   * there stays muted.
   */
  reassert(known: SourceState | undefined): void {
    const publication = this.#publication;
    const wasSilenced = publication?.toldPaused === false && known?.isPaused === true;
    if (publication !== undefined) {
      publication.isTold = known !== undefined;
      publication.toldPaused = known?.isPaused;
    }
    this.#isLeftover = known !== undefined && publication === undefined;
    if (wasSilenced) this.#parts.onSilenced(); // Before anything is put right, or this would unmute.
    this.#go();
  }

  #go(): void {
    this.#newsCount += 1;
    const run = this.#settler.toward(undefined);
    if (run === this.#run) return; // It goes on, and its end is listened for already.
    this.#run = run;
    run.catch((thrown: unknown) => this.#onFailed(thrown));
  }

  /** Runs until nothing is left to do. */
  async #settle(): Promise<void> {
    this.#triedCount = this.#newsCount;
    try {
      await this.#step(this.#wish, this.#transport);
    } catch (thrown) {
      if (!this.#hasNews()) throw thrown;
      return this.#settle();
    }
  }

  /** True when something changed since the last try began; that it failed does not matter then. */
  #hasNews(): boolean {
    return this.#triedCount !== this.#newsCount;
  }

  async #step(wish: Wish, transport: RtcTransport | undefined): Promise<void> {
    this.#dropStale();
    if (transport === undefined) return;
    if (wish.kind === 'absent') return this.#takeBack();
    this.#dropOtherProfile(wish);
    if (this.#publication === undefined) {
      if (wish.track === undefined) return this.#takeBack();
      this.#isLeftover = false; // Publishing replaces whatever the server still holds.
      await this.#publish(transport, wish.track, wish);
      return this.#settle();
    }
    await this.#adjust(this.#publication, wish);
  }

  /** The server takes what is published next in the place of this one. */
  #dropOtherProfile(wish: Wish): void {
    const publication = this.#publication;
    if (publication === undefined || wish.kind !== 'sending' || wish.profile === publication.profile) return;
    publication.sender.close();
    this.#publication = undefined;
  }

  #applyLimit(sender: RtcSender): void {
    sender.limitLayers(this.#layersCount).catch(this.#parts.onFault);
  }

  #dropStale(): void {
    const publication = this.#publication;
    if (publication === undefined || publication.transport === this.#transport) return;
    publication.sender.close();
    this.#publication = undefined;
  }

  async #publish(transport: RtcTransport, track: MediaStreamTrack, wish: Wish): Promise<void> {
    const profile = profileOf(wish);
    const isPaused = wish.kind === 'silent';
    const sender = await transport.send({ source: this.#parts.source, track, isPaused, profile });
    const publication: Publication = {
      producerId: ProducerId.parse(crypto.randomUUID()),
      transport,
      sender,
      profile,
      track,
      toldPaused: undefined,
      isTold: false,
    };
    this.#publication = publication;
    if (this.#layersCount !== Number.POSITIVE_INFINITY) this.#applyLimit(sender);
    // While it was being set up, the wish may have become silence; only `want` before this line did not see the sender.
    if (this.#wish.kind !== 'sending') sender.pause();
    await this.#tellPublished(publication);
  }

  async #tellPublished(publication: Publication): Promise<void> {
    const isPaused = this.#wish.kind !== 'sending';
    const rtpParameters: RtpParameters = publication.sender.rtpParameters;
    const { producerId } = publication;
    try {
      await this.#parts.signal.request('media.publish', {
        producerId,
        source: this.#parts.source,
        rtpParameters,
        isPaused,
        ...(publication.profile === undefined ? {} : { profile: publication.profile }),
      });
    } catch (thrown) {
      if (this.#publication === publication && isFinal(thrown)) {
        publication.sender.close();
        this.#publication = undefined;
      }
      throw thrown;
    }
    publication.isTold = true;
    publication.toldPaused = isPaused;
  }

  async #adjust(publication: Publication, wish: Exclude<Wish, { readonly kind: 'absent' }>): Promise<void> {
    if (!publication.isTold) await this.#tellPublished(publication);
    if (publication.track !== wish.track) {
      publication.track = wish.track;
      await publication.sender.replaceTrack(wish.track);
    }
    const isPaused = wish.kind === 'silent';
    if (publication.toldPaused !== isPaused) {
      if (isPaused) publication.sender.pause();
      await this.#parts.signal.request('media.setPaused', { source: this.#parts.source, isPaused });
      publication.toldPaused = isPaused;
    }
    // Looked at anew: somebody may have muted while the server was being told of the opposite.
    if (!isPaused && this.#wish.kind === 'sending' && this.#publication === publication) publication.sender.resume();
  }

  async #takeBack(): Promise<void> {
    const publication = this.#publication;
    if (publication === undefined && !this.#isLeftover) return;
    this.#publication = undefined;
    this.#isLeftover = true;
    publication?.sender.close();
    await this.#parts.signal.request('media.unpublish', { source: this.#parts.source });
    this.#isLeftover = false;
  }

  #onFailed(thrown: unknown): void {
    if (this.#hasNews()) return this.#go();
    if (this.#transport === undefined || this.#transport.state.get() === 'closed') return; // The call moved on meanwhile.
    if (thrown instanceof Refusal && isFinal(thrown)) return this.#parts.onRefused(thrown.code);
    if (!(thrown instanceof Refusal)) this.#parts.onFault(thrown);
    this.#parts.onStuck();
  }
}

function profileOf(wish: Wish): ShareProfile | undefined {
  return wish.kind === 'sending' ? wish.profile : undefined;
}

/** True for an answer that asking again will not change, as opposed to silence or a server in trouble. */
function isFinal(thrown: unknown): boolean {
  return (
    thrown instanceof Refusal &&
    (thrown.code === 'forbidden' || thrown.code === 'limit-reached' || thrown.code === 'invalid-input')
  );
}
