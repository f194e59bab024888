import type { types as mediasoup } from 'mediasoup';
import type {
  ConsumerOffer,
  ConsumerWish,
  Direction,
  DtlsParameters,
  IceParameters,
  Input,
  MediaControlEvents,
  MediaControlRequests,
  MediaSession,
  ParticipantId,
  Payload,
  SessionInventory,
} from '#contracts';
import type { Clock, Log } from '#kernel';
import { ICE_CONSENT_TIMEOUT_SECONDS, INCOMING_MAX_BPS, INITIAL_OUTGOING_BPS } from './limits.js';
import { Publications } from './publications.js';
import type { Stage } from './stage.js';
import { Subscriptions } from './subscriptions.js';
import { watchTransport } from './transport-watch.js';
import { dtlsForWorker, offerOf } from './wire-shapes.js';
import { byWorker } from './worker-refusals.js';

type SessionWish = Input<MediaControlRequests, 'session.open'>;
type SessionReport = Payload<MediaControlEvents, 'streams.changed'>['sessions'][number];
type Transports = { readonly send: mediasoup.WebRtcTransport; readonly recv: mediasoup.WebRtcTransport };

export interface SessionContext {
  readonly stage: Stage;
  readonly clock: Clock;
  readonly log: Log;
  /** A transport failed for good. Not called when the session is closed by us, or its room or worker ends. */
  readonly onLost: () => void;
  /** What its reports say may have changed. */
  readonly onChanged: () => void;
}

/** One participant's two transports and all that runs over them. */
export class Session {
  readonly publications: Publications;
  readonly subscriptions: Subscriptions;
  readonly #wish: SessionWish;
  readonly #transports: Transports;
  readonly #stopWatching: readonly (() => void)[];
  #hasRestarted = false;

  /**
   * Makes the session in two round trips to the worker: both transports at once, then everything over them at once.
   * A failure leaves nothing behind.
   */
  static async open(wish: SessionWish, context: SessionContext): Promise<Session> {
    const session = new Session(wish, await makeTransports(context.stage), context);
    try {
      await Promise.all([
        session.#connect(wish.dtlsParameters),
        session.#limitIncoming(),
        session.subscriptions.open(wish.consumers, false),
      ]);
      return session;
    } catch (thrown) {
      session.close();
      throw thrown;
    }
  }

  private constructor(wish: SessionWish, transports: Transports, context: SessionContext) {
    const { stage, clock, log, onLost, onChanged } = context;
    const { send, recv } = transports;
    const { participantId, rtpCapabilities } = wish;
    this.#wish = wish;
    this.#transports = transports;
    this.publications = new Publications({ participantId, transport: send, stage, onChanged });
    this.subscriptions = new Subscriptions({ transport: recv, rtpCapabilities, stage, log, onChanged });
    // At first the worker asks for key frames by itself, once the handshake is over; what came before would be lost.
    recv.observer.on('iceselectedtuplechange', () => {
      if (this.#hasRestarted) this.subscriptions.freshen();
    });
    this.#stopWatching = [send, recv].map((transport) => watchTransport(transport, clock, onLost));
  }

  /** True once either end is gone, whoever ended it. */
  get isClosed(): boolean {
    return this.#transports.send.closed || this.#transports.recv.closed;
  }

  describe(): MediaSession {
    const { send, recv } = this.#transports;
    return {
      sessionId: this.#wish.sessionId,
      send: offerOf(send),
      recv: offerOf(recv),
      consumers: this.subscriptions.offers(),
    };
  }

  get participantId(): ParticipantId {
    return this.#wish.participantId;
  }

  /** Whether packets can go that way now. */
  isConnected(direction: Direction): boolean {
    const { iceState, dtlsState } = this.#transports[direction];
    return (iceState === 'connected' || iceState === 'completed') && dtlsState === 'connected';
  }

  /** What the way to the browser is estimated to carry; undefined while nothing is known of it. */
  async receivableBps(): Promise<number | undefined> {
    const { recv } = this.#transports;
    if (recv.closed) return undefined;
    const [stats] = await byWorker(() => recv.getStats());
    return stats?.availableOutgoingBitrate;
  }

  /** What changed since it was last asked for; undefined when nothing did. */
  takeReport(): SessionReport | undefined {
    const producers = this.publications.takeReports();
    const consumers = this.subscriptions.takeReports();
    if (producers.length + consumers.length === 0) return undefined;
    return { sessionId: this.#wish.sessionId, producers, consumers };
  }

  /** Somebody listens who was told nothing yet. */
  forgetTold(): void {
    this.publications.forgetTold();
    this.subscriptions.forgetTold();
  }

  /** What the browser can receive. */
  get rtpCapabilities(): SessionWish['rtpCapabilities'] {
    return this.#wish.rtpCapabilities;
  }

  /** `capabilitiesIndex` is where its capabilities stand in the list that goes with it. */
  inventory(capabilitiesIndex = 0): SessionInventory {
    return {
      sessionId: this.#wish.sessionId,
      participantId: this.#wish.participantId,
      producers: this.publications.list(),
      consumers: this.subscriptions.list(),
      capabilitiesIndex,
      dtlsParameters: this.#wish.dtlsParameters,
    };
  }

  /** More streams, paused: the viewer lets each flow when it is ready for it. */
  openConsumers(wishes: readonly ConsumerWish[]): Promise<ConsumerOffer[]> {
    return this.subscriptions.open(wishes, true);
  }

  async restartIce(direction: Direction): Promise<IceParameters> {
    const iceParameters = await byWorker(() => this.#transports[direction].restartIce());
    if (direction === 'recv') this.#hasRestarted = true;
    return iceParameters;
  }

  /** Safe to repeat. Ends everything that runs over the transports; tells nobody. */
  close(): void {
    for (const stop of this.#stopWatching) stop();
    this.#transports.send.close();
    this.#transports.recv.close();
  }

  snapshot() {
    const { send, recv } = this.#transports;
    return {
      sessionId: this.#wish.sessionId,
      participantId: this.#wish.participantId,
      producers: this.publications.list(),
      consumers: this.subscriptions.list(),
      send: { ice: send.iceState, dtls: send.dtlsState },
      recv: { ice: recv.iceState, dtls: recv.dtlsState },
    };
  }

  /** Both at once and before the answer leaves, so that the browser's first packet can begin the handshake. */
  async #connect(dtlsParameters: DtlsParameters): Promise<void> {
    const { send, recv } = this.#transports;
    await Promise.all(
      [send, recv].map((one) => byWorker(() => one.connect({ dtlsParameters: dtlsForWorker(dtlsParameters) }))),
    );
  }

  #limitIncoming(): Promise<void> {
    return byWorker(() => this.#transports.send.setMaxIncomingBitrate(INCOMING_MAX_BPS));
  }
}

/** Both or none: when one cannot be made, the other is closed. */
async function makeTransports({ router, webRtcServer }: Stage): Promise<Transports> {
  const make = () =>
    byWorker(() =>
      router.createWebRtcTransport({
        webRtcServer,
        enableUdp: true,
        enableTcp: true,
        preferUdp: true,
        iceConsentTimeout: ICE_CONSENT_TIMEOUT_SECONDS,
        initialAvailableOutgoingBitrate: INITIAL_OUTGOING_BPS,
      }),
    );
  const [send, recv] = await Promise.allSettled([make(), make()]);
  if (send.status === 'fulfilled' && recv.status === 'fulfilled') return { send: send.value, recv: recv.value };
  for (const one of [send, recv]) if (one.status === 'fulfilled') one.value.close();
  throw send.status === 'rejected' ? send.reason : (recv as PromiseRejectedResult).reason;
}
