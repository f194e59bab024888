import {
  Refusal,
  type ConsumerId,
  type ConsumerOffer,
  type Direction,
  type IceServer,
  type MediaCapabilities,
  type MediaSession,
  type ParticipantId,
  type SourceState,
} from '#contracts';
import type { Clock } from '#kernel';
import type { LocalFigures } from '../insight/model.js';
import type { SignalEvent, Signal } from '../signal/signal.js';
import type { Publisher } from './publisher.js';
import type { Receivers } from './receivers.js';
import type { Rtc, RtcTransport } from './rtc.js';
import { TransportHealth } from './transport-health.js';

/** Rebuilding costs everyone a key frame and a gap, so a fault that it does not mend must not repeat it at once. Source: RELIABILITY R15. */
const RENEW_INTERVAL_MS = 10_000;
const LOOK_INTERVAL_MS = 1_000;
/** Who comes in waits no longer than this for a first picture before being seen. */
const RECEIVE_FIRST_MAX_MS = 600;
const RECEIVE_FIRST_LOOK_MS = 40;
/** Two seconds; a picture that takes longer does not hold up who comes from another device. */
const PREVIEW_LOOKS_MAX_COUNT = 50;
/** From a decoded picture to one on the screen. */
const PAINT_MS = 80;

export type MediaEvent = Exclude<
  Extract<SignalEvent, { readonly name: `media.${string}` }>,
  { readonly name: 'media.quality' }
>;

export function isMediaEvent(event: SignalEvent): event is MediaEvent {
  return event.name.startsWith('media.') && event.name !== 'media.quality';
}

interface Parts {
  readonly rtc: Rtc;
  readonly signal: Pick<Signal, 'request'>;
  readonly clock: Clock;
  /** What this browser told the server with its join, for new transports. */
  readonly capabilities: () => MediaCapabilities;
  readonly receivers: Receivers;
  readonly publishers: readonly { readonly source: SourceState['source']; readonly publisher: Publisher }[];
  readonly isOn: (offer: ConsumerOffer) => boolean;
  /** The server does not know this seat any more. */
  readonly onSeatLost: () => void;
}

type Wanted = Extract<MediaEvent, { readonly name: 'media.wanted' }>['payload']['sources'][number];

interface Pair {
  readonly session: MediaSession;
  readonly recv: RtcTransport;
  /** Opened with the first publishing: it would only take time from receiving. */
  send: RtcTransport | undefined;
  readonly healths: TransportHealth[];
  /** Opened before the door: nothing flows, and nobody could be asked to mend it. */
  isEarly: boolean;
}

/** Both transports of this call: built, mended, replaced. What flows over them is driven by publishers and receivers. */
export class MediaLink {
  readonly #parts: Parts;
  #pair: Pair | undefined;
  #iceServers: readonly IceServer[] = [];
  /** True while the server knows this seat on the present line, so that asking it makes sense. */
  #isAttached = false;
  #renewedAtMs: number | undefined;
  #wantsRenewal = false;
  #cancelRenewal: () => void = () => undefined;
  #cancelLook: () => void = () => undefined;
  #cancelFirst: () => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get hasTransports(): boolean {
    return this.#pair?.isEarly === false;
  }

  /** Sets up what is to come in before one has a seat. Attached with the same session, it is there at once. */
  prepare(session: MediaSession, iceServers: readonly IceServer[]): void {
    if (this.#pair !== undefined) return; // Whoever came in was quicker.
    const { rtc, receivers } = this.#parts;
    this.#iceServers = iceServers;
    const recv = rtc.open('recv', session.recv, iceServers);
    this.#pair = { session, recv, send: undefined, healths: [], isEarly: true };
    void receivers.rebuild(recv, session.consumers, 'quiet'); // Never rejects.
  }

  /**
   * Takes the answer to a join or a resume: keeps the transports when the server still has them, else builds anew.
   *
   * @param sources what the server believes this browser sends.
   * @returns whether what comes in first is set up already, or is being negotiated from now on.
   */
  attach(
    session: MediaSession,
    iceServers: readonly IceServer[],
    sources: readonly SourceState[],
  ): 'standing' | 'negotiating' {
    const isFirst = !this.hasTransports;
    this.#iceServers = iceServers;
    this.#isAttached = true;
    this.#limit([]); // Whatever was said while the line was down was not heard.
    if (session.sessionId !== this.#pair?.session.sessionId) {
      void this.#build(session, isFirst ? 'receive-first' : 'at-once');
      return 'negotiating';
    }
    void this.#parts.receivers.reconcile(session.consumers); // Never rejects, like every method of it that is called here.
    if (this.#pair.isEarly) this.#enter(this.#pair);
    else this.#goOn(this.#pair, sources);
    return 'standing';
  }

  /** The line is back, and the transports stood. */
  #goOn(pair: Pair, sources: readonly SourceState[]): void {
    this.#publishOver(pair); // What was only received over so far.
    for (const { source, publisher } of this.#parts.publishers)
      publisher.reassert(sources.find((sent) => sent.source === source));
    if (this.#wantsRenewal) return this.renew();
    for (const health of pair.healths) if (health.isTroubled) health.hurry();
  }

  /**
   * Receives over transports of a seat that is another device's still; attached with the same session, this one sends over
   * them as well. Resolves when something comes in, or nothing is to come; never rejects.
   */
  async preview(session: MediaSession, iceServers: readonly IceServer[]): Promise<void> {
    this.#iceServers = iceServers;
    await this.#build(session, 'receive-only');
    const pair = this.#pair;
    const { receivers, isOn, clock } = this.#parts;
    for (let lookCount = 0; pair === this.#pair && lookCount < PREVIEW_LOOKS_MAX_COUNT; lookCount += 1) {
      if (!receivers.hasVideo(isOn) || (await receivers.hasPicture(isOn))) return;
      await new Promise<void>((resolve) => void clock.after(RECEIVE_FIRST_LOOK_MS, resolve));
    }
  }

  /** The line is lost. What flows goes on; what would have to be asked for waits until the seat is taken again. */
  detach(): void {
    this.#isAttached = false;
  }

  take(event: MediaEvent): void {
    switch (event.name) {
      case 'media.opened':
        return void this.#parts.receivers.open(event.payload.consumers);
      case 'media.closed':
        return this.#parts.receivers.close(event.payload.consumerIds);
      case 'media.flowing':
        return this.#parts.receivers.flowing(event.payload.consumers);
      case 'media.wanted':
        return this.#limit(event.payload.sources);
      case 'media.replaced':
        return void this.#build(event.payload.media, 'at-once');
    }
  }

  /** Sends of each source only what is watched; of one that is not listed, everything. */
  #limit(wanted: readonly Wanted[]): void {
    for (const { source, publisher } of this.#parts.publishers) {
      const told = wanted.find((one) => one.source === source);
      if (told === undefined) publisher.limit(Number.POSITIVE_INFINITY);
      else publisher.limit(told.isWanted ? told.maxSpatialLayer + 1 : 0);
    }
  }

  /** Lets consumers that are set up flow. Never rejects: what is not let flow is silent, which the look-out sees. */
  async ready(consumerIds: readonly ConsumerId[]): Promise<void> {
    await this.#parts.signal
      .request('media.ready', { consumerIds: [...consumerIds] })
      .catch((thrown: unknown) => this.#onRefused(thrown));
  }

  /** Asks for new transports, at most once in a while; a wish that comes too early is kept. */
  renew(): void {
    this.#wantsRenewal = true;
    const { clock } = this.#parts;
    const waitMs = this.#renewedAtMs === undefined ? 0 : this.#renewedAtMs + RENEW_INTERVAL_MS - clock.monotonicMs();
    this.#cancelRenewal();
    if (waitMs > 0) this.#cancelRenewal = clock.after(waitMs, () => void this.#renewNow());
    else void this.#renewNow();
  }

  /** Publishing did not work. Without a seat on the line it could not, and attaching again will see to it. */
  stuck(): void {
    if (this.#isAttached) this.renew();
  }

  /** What this browser measures of somebody's streams, or of its own. Never rejects. */
  async figuresOf(whose: ParticipantId | 'self'): Promise<readonly LocalFigures[]> {
    if (whose !== 'self') return this.#parts.receivers.figuresOf(whose);
    const all = await Promise.all(
      this.#parts.publishers.map(async ({ source, publisher }) => {
        const figures = await publisher.figures();
        return figures === undefined ? [] : { source, ...figures };
      }),
    );
    return all.flat();
  }

  networkChanged(): void {
    for (const health of this.#pair?.healths ?? []) health.hurry();
  }

  close(): void {
    this.#isAttached = false;
    this.#cancelRenewal();
    this.#wantsRenewal = false;
    this.#drop();
    for (const { publisher } of this.#parts.publishers) publisher.moveTo(undefined);
    void this.#parts.receivers.rebuild(undefined, []);
  }

  /** Resolves when what is to come in has been set up; never rejects. */
  #build(session: MediaSession, pace: 'at-once' | 'receive-first' | 'receive-only'): Promise<void> {
    this.#drop();
    this.#limit([]);
    this.#wantsRenewal = false;
    this.#cancelRenewal();
    const { rtc, receivers } = this.#parts;
    const recv = rtc.open('recv', session.recv, this.#iceServers);
    const received = receivers.rebuild(recv, session.consumers);
    const pair: Pair = { session, recv, send: undefined, healths: [this.#watch('recv', recv)], isEarly: false };
    this.#pair = pair;
    this.#lookOut();
    if (pace === 'at-once') this.#publishOver(pair);
    else if (pace === 'receive-first')
      void received.then(() => this.#publishAfterPicture(pair, this.#parts.clock.monotonicMs()));
    return received;
  }

  /** One has a seat: what was set up before flows from now on. */
  #enter(pair: Pair): void {
    pair.isEarly = false;
    pair.healths.push(this.#watch('recv', pair.recv));
    this.#parts.receivers.sound();
    this.#lookOut();
    void this.#publishAfterPicture(pair, this.#parts.clock.monotonicMs());
  }

  #publishOver(pair: Pair): void {
    if (this.#pair !== pair) return;
    const send = (pair.send ??= this.#openSend(pair));
    for (const { publisher } of this.#parts.publishers) publisher.moveTo(send);
  }

  #openSend({ session, healths }: Pair): RtcTransport {
    const send = this.#parts.rtc.open('send', session.send, this.#iceServers);
    healths.push(this.#watch('send', send));
    return send;
  }

  /**
   * Who comes in sees first and is seen a moment later: starting one's own encoders takes the time that decoding the first
   * picture needs. Never rejects.
   */
  async #publishAfterPicture(pair: Pair, sinceMs: number): Promise<void> {
    const { receivers, isOn, clock } = this.#parts;
    if (!receivers.hasVideo(isOn)) return this.#publishOver(pair);
    const hasPicture = await receivers.hasPicture(isOn);
    if (this.#pair !== pair) return;
    const waitedMs = clock.monotonicMs() - sinceMs;
    const act = hasPicture || waitedMs >= RECEIVE_FIRST_MAX_MS ? 'publish' : 'look';
    this.#cancelFirst = clock.after(act === 'publish' ? PAINT_MS : RECEIVE_FIRST_LOOK_MS, () =>
      act === 'publish' ? this.#publishOver(pair) : void this.#publishAfterPicture(pair, sinceMs),
    );
  }

  #drop(): void {
    this.#cancelLook();
    this.#cancelFirst();
    for (const health of this.#pair?.healths ?? []) health.close();
    this.#pair?.send?.close();
    this.#pair?.recv.close();
    this.#pair = undefined;
  }

  #watch(direction: Direction, transport: RtcTransport): TransportHealth {
    const health: TransportHealth = new TransportHealth({
      transport,
      clock: this.#parts.clock,
      restartIce: async () => {
        const { iceParameters } = await this.#parts.signal.request('media.restartIce', { direction });
        if (transport.state.get() !== 'closed') await transport.restartIce(iceParameters);
      },
      // Browsers look at each way for itself, and may take seconds longer to find the second one lost.
      onTrouble: () => {
        for (const other of this.#pair?.healths ?? []) if (other !== health) other.hurry();
      },
      onHopeless: () => this.renew(),
    });
    return health;
  }

  #lookOut(): void {
    this.#cancelLook();
    this.#cancelLook = this.#parts.clock.after(LOOK_INTERVAL_MS, () => {
      // While the line is down nothing could be done about a silence, and the roster that excuses it is old.
      if (this.#isAttached) {
        void this.#parts.receivers.check(this.#parts.clock.monotonicMs(), this.#parts.isOn);
      }
      this.#lookOut();
    });
  }

  /** Never rejects. */
  async #renewNow(): Promise<void> {
    if (!this.#wantsRenewal || this.#pair === undefined) return;
    if (!this.#isAttached) return; // Attaching again brings it up again.
    const before = this.#pair;
    this.#renewedAtMs = this.#parts.clock.monotonicMs();
    try {
      const { media } = await this.#parts.signal.request('media.renew', { media: this.#parts.capabilities() });
      if (this.#pair === before) void this.#build(media, 'at-once');
    } catch (thrown) {
      if (this.#pair !== before) return;
      this.#onRefused(thrown);
      this.renew();
    }
  }

  #onRefused(thrown: unknown): void {
    if (thrown instanceof Refusal && thrown.code === 'seat-lost') this.#parts.onSeatLost();
  }
}
