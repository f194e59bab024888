import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import {
  answer,
  CONTROL_PATH,
  HostId,
  layerCountsOf,
  mediaControl,
  Refusal,
  TransportId,
  type ConsumerOffer,
  type Handlers,
  type Input,
  type MediaControlEvents,
  type MediaControlRequests,
  type MediaSession,
  type Output,
  type Payload,
  type TransportOffer,
  type Tuning,
} from '#contracts';
import { relayRules, type FakeRelay } from './fake-relays.js';
import { CAPABILITIES, FINGERPRINT } from './media.js';

type Wish<K extends keyof MediaControlRequests> = Input<MediaControlRequests, K>;

interface FakeConsumer {
  readonly offer: ConsumerOffer;
  isFlowing: boolean;
  tuning: Tuning | undefined;
}

interface FakeSession {
  readonly wish: Wish<'session.open'>;
  readonly send: TransportOffer;
  readonly recv: TransportOffer;
  readonly producers: Map<string, Wish<'producer.open'>>;
  readonly consumers: Map<string, FakeConsumer>;
}

export interface FakeHostOptions {
  readonly hostId?: HostId;
  readonly credential?: string;
  readonly capabilities?: typeof CAPABILITIES;
}

/** Speaks the media host's contract over a real socket, and moves no media. Everything it was asked is kept. */
export class FakeHost {
  readonly hostId: HostId;
  readonly asked: { readonly name: string; readonly input: unknown }[] = [];
  readonly sessions = new Map<string, FakeSession>();
  /** What this host sends to others or takes in from them. */
  readonly relays = new Map<string, FakeRelay>();
  /** What broke in here; a test that expects nothing of the kind looks. */
  readonly faults: unknown[] = [];
  /** Called before a request is answered; what it throws is the answer. */
  before: (name: string, input: unknown) => Promise<void> | void = () => undefined;
  cpuRatio = 0;
  isArriving = true;
  /** What it says of every microphone: louder ones are forwarded instead. */
  isLeftOut = false;
  /** What a measurement of a stream to a viewer finds. */
  measured: Partial<Output<MediaControlRequests, 'streams.measure'>['consumers'][number]> = {};
  isToldToEnd = false;
  readonly #capabilities: typeof CAPABILITIES;
  readonly #credential: string;
  #bootId = randomUUID();
  #socket: Socket | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;

  constructor({ hostId, credential, capabilities }: FakeHostOptions = {}) {
    this.hostId = hostId ?? HostId.parse(randomUUID());
    this.#credential = credential ?? 'm'.repeat(48);
    this.#capabilities = capabilities ?? CAPABILITIES;
  }

  /** Resolves with what the server refused the connection with, or undefined. */
  dial(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Error | undefined> {
    const auth = { credential: this.#credential, hostId: this.hostId };
    const socket = io(url, {
      path: CONTROL_PATH,
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      auth,
      extraHeaders: headers,
    });
    this.#socket = socket;
    socket.onAny(
      (name: string, raw: unknown, reply: (reply: unknown) => void) => void this.#answer({ name, raw }, reply),
    );
    return new Promise((resolve) => {
      socket.once('connect', () => {
        this.startBeat();
        resolve(undefined);
      });
      socket.once('connect_error', (refusal) => {
        socket.disconnect();
        resolve(refusal);
      });
    });
  }

  startBeat(): void {
    this.stopBeat();
    const beat = () =>
      this.tell('host.load', {
        workers: [{ pid: 1, cpuRatio: this.cpuRatio, routerCount: 0, consumerCount: 0 }],
        pipeCount: 0,
        relayCount: [...this.relays.values()].length,
      });
    beat();
    this.#beat = setInterval(beat, 200);
  }

  stopBeat(): void {
    clearInterval(this.#beat);
  }

  tell<K extends keyof MediaControlEvents>(name: K, payload: Payload<MediaControlEvents, K>): void {
    this.#socket?.emit(name, payload);
  }

  hangUp(): void {
    this.stopBeat();
    this.#socket?.disconnect();
  }

  /** As after a crash: another process, which knows nothing. */
  restart(): void {
    this.hangUp();
    this.sessions.clear();
    this.relays.clear();
    this.#bootId = randomUUID();
  }

  /** These sessions' worker died. */
  lose(...sessions: readonly FakeSession[]): void {
    for (const { wish } of sessions) this.#close(wish.sessionId);
    const [first] = sessions;
    if (first === undefined) return;
    const sessionIds = sessions.map(({ wish }) => wish.sessionId);
    this.tell('sessions.lost', { meetingId: first.wish.meetingId, sessionIds, reason: 'worker-died' });
  }

  sessionOf(participantId: string): FakeSession | undefined {
    return [...this.sessions.values()].find(({ wish }) => wish.participantId === participantId);
  }

  /** What somebody receives: whose source, and whether it flows. */
  receivedBy(participantId: string): readonly string[] {
    const consumers = [...(this.sessionOf(participantId)?.consumers.values() ?? [])];
    return consumers
      .map(({ offer, isFlowing }) => `${offer.participantId}/${offer.source}/${isFlowing ? 'flows' : 'waits'}`)
      .toSorted();
  }

  askedFor(name: keyof MediaControlRequests): readonly unknown[] {
    return this.asked.filter((one) => one.name === name).map(({ input }) => input);
  }

  async #answer(
    request: { readonly name: string; readonly raw: unknown },
    reply: (reply: unknown) => void,
  ): Promise<void> {
    this.asked.push({ name: request.name, input: request.raw });
    const handlers = this.#handlers();
    reply(
      await answer(mediaControl.requests, handlers, {
        ...request,
        onFault: (fault) => this.faults.push(fault),
      }),
    );
  }

  #handlers(): Handlers<MediaControlRequests> {
    const handlers = this.#rules();
    return Object.fromEntries(
      Object.entries(handlers).map(([name, handle]) => [
        name,
        async (input: never) => {
          await this.before(name, input);
          return (handle as (input: never) => Promise<unknown>)(input);
        },
      ]),
    ) as unknown as Handlers<MediaControlRequests>;
  }

  #rules(): Handlers<MediaControlRequests> {
    return {
      'host.describe': async () => ({
        hostId: this.hostId,
        bootId: this.#bootId,
        routerRtpCapabilities: this.#capabilities,
        workerCount: 1,
        isDraining: false,
        meetingIds: [...new Set([...this.sessions.values()].map(({ wish }) => wish.meetingId))],
      }),
      'room.inventory': async ({ meetingId }) => this.#inventory(meetingId),
      'room.close': async ({ meetingId }) => {
        for (const { wish } of this.sessions.values()) if (wish.meetingId === meetingId) this.#close(wish.sessionId);
        this.relays.clear();
        return {};
      },
      'session.open': async (wish) => this.#open(wish),
      'session.close': async ({ sessionId }) => {
        this.#close(sessionId);
        return {};
      },
      'session.describe': async ({ sessionId }) => describe(this.#require(sessionId)),
      'session.restartIce': async ({ sessionId }) => ({ iceParameters: this.#require(sessionId).send.iceParameters }),
      'producer.open': async (wish) => {
        const { producers } = this.#require(wish.sessionId);
        if (!producers.has(wish.producerId)) producers.set(wish.producerId, wish);
        return {};
      },
      'producer.close': async ({ sessionId, producerId }) => {
        this.#require(sessionId).producers.delete(producerId);
        this.#endConsumersOf(producerId);
        return {};
      },
      'producer.setPaused': async ({ sessionId, producerId, isPaused }) => {
        const { producers } = this.#require(sessionId);
        const producer = producers.get(producerId);
        if (producer !== undefined) producers.set(producerId, { ...producer, isPaused });
        return {};
      },
      'consumer.open': async ({ sessionId, consumers }) => ({
        consumers: this.#consume(this.#require(sessionId), consumers, false),
      }),
      'consumer.resume': async ({ sessionId, consumerIds }) => {
        const { consumers } = this.#require(sessionId);
        for (const id of consumerIds) {
          const consumer = consumers.get(id);
          if (consumer !== undefined) consumer.isFlowing = true;
        }
        return {};
      },
      'host.reopen': async () => {
        this.tell('host.reopened', {});
        return {};
      },
      'host.drain': async () => {
        this.tell('host.draining', {});
        return {};
      },
      'worker.drain': async ({ workerPid }) => {
        if (workerPid !== 1) throw new Refusal('not-found', 'There is no such worker.');
        const [first] = this.sessions.values();
        const sessionIds = [...this.sessions.values()].map(({ wish }) => wish.sessionId);
        if (first !== undefined) this.tell('sessions.leaving', { meetingId: first.wish.meetingId, sessionIds });
        return {};
      },
      'host.end': async () => {
        this.isToldToEnd = true;
        return {};
      },
      'consumer.tune': async ({ sessionId, consumers: wishes }) => {
        const { consumers } = this.#require(sessionId);
        for (const { consumerId, tuning } of wishes) {
          const consumer = consumers.get(consumerId);
          if (consumer !== undefined) consumer.tuning = tuning;
        }
        return {};
      },
      'producer.audience': async ({ producerId }) => ({
        isConnected: true,
        isArriving: this.isArriving,
        isLeftOut: this.isLeftOut,
        listeners: [...this.sessions.values()].flatMap(({ wish, consumers }) =>
          [...consumers.values()]
            .filter(({ offer }) => offer.producerId === producerId)
            .map(({ isFlowing }) => ({
              participantId: wish.participantId,
              state: isFlowing ? ('flowing' as const) : ('waiting' as const),
              isConnected: true,
              isSent: isFlowing && this.isArriving,
            })),
        ),
      }),
      'streams.measure': async ({ sessionId, producerIds, consumerIds }) => {
        const { producers, consumers } = this.#require(sessionId);
        const path = { bitrateBps: 1_000, lossRatio: 0, roundTripMs: 20, score: 10 };
        return {
          producers: producerIds
            .filter((producerId) => producers.has(producerId))
            .map((producerId) => ({ producerId, ...path, jitterMs: 2, codec: 'video/VP8', arriving: [true] })),
          consumers: consumerIds
            .filter((consumerId) => consumers.has(consumerId))
            .map((consumerId) => ({
              consumerId,
              ...path,
              producerScore: 10,
              state: 'flowing' as const,
              ...this.measured,
            })),
          receivableBps: 2_000_000,
        };
      },
      ...relayRules({
        relays: this.relays,
        producer: (producerId) =>
          [...this.sessions.values()].flatMap(({ producers }) => producers.get(producerId) ?? [])[0],
        onGone: (producerId) => this.#endConsumersOf(producerId),
      }),
      'consumer.close': async ({ sessionId, consumerIds }) => {
        for (const id of consumerIds) this.#require(sessionId).consumers.delete(id);
        return {};
      },
    };
  }

  #open(wish: Wish<'session.open'>): MediaSession {
    const present = this.sessions.get(wish.sessionId);
    if (present !== undefined) return describe(present);
    const session: FakeSession = {
      wish,
      send: transport(),
      recv: transport(),
      producers: new Map(),
      consumers: new Map(),
    };
    this.sessions.set(wish.sessionId, session);
    this.#consume(session, wish.consumers, true);
    return describe(session);
  }

  #consume(session: FakeSession, wishes: Wish<'session.open'>['consumers'], isFlowing: boolean): ConsumerOffer[] {
    return wishes.flatMap(({ consumerId, producerId, tuning }) => {
      const producer = [...this.sessions.values()].flatMap(({ producers }) => producers.get(producerId) ?? [])[0];
      const owner = producer === undefined ? undefined : this.sessions.get(producer.sessionId);
      const relayed = [...this.relays.values()].find(
        ({ inventory }) => inventory.producerId === producerId && inventory.direction === 'in',
      )?.stream;
      const stream =
        producer === undefined || owner === undefined
          ? relayed
          : { ...producer, participantId: owner.wish.participantId };
      if (stream === undefined) return [];
      const { source, rtpParameters, participantId } = stream;
      const offer = { consumerId, producerId, participantId, source, rtpParameters };
      if (!session.consumers.has(consumerId)) session.consumers.set(consumerId, { offer, isFlowing, tuning });
      return [offer];
    });
  }

  #inventory(meetingId: string): Output<MediaControlRequests, 'room.inventory'> {
    const here = [...this.sessions.values()].filter(({ wish }) => wish.meetingId === meetingId);
    return {
      relays: [...this.relays.values()].map(({ inventory }) => inventory),
      capabilities: here.map(({ wish }) => wish.rtpCapabilities),
      sessions: here.map(({ wish, producers, consumers }, capabilitiesIndex) => ({
        capabilitiesIndex,
        dtlsParameters: wish.dtlsParameters,
        sessionId: wish.sessionId,
        participantId: wish.participantId,
        producers: [...producers.values()].map(({ producerId, source, isPaused, rtpParameters }) => ({
          producerId,
          source,
          isPaused,
          layerCounts: layerCountsOf(rtpParameters),
        })),
        consumers: [...consumers.values()].map(({ offer: { consumerId, producerId } }) => ({ consumerId, producerId })),
      })),
    };
  }

  #close(sessionId: string): void {
    for (const producerId of this.sessions.get(sessionId)?.producers.keys() ?? []) this.#endConsumersOf(producerId);
    this.sessions.delete(sessionId);
  }

  #endConsumersOf(producerId: string): void {
    for (const { consumers } of this.sessions.values()) {
      for (const [id, { offer }] of consumers) if (offer.producerId === producerId) consumers.delete(id);
    }
  }

  #require(sessionId: string): FakeSession {
    const session = this.sessions.get(sessionId);
    if (session === undefined) throw new Refusal('not-found', 'No such session on this host.');
    return session;
  }
}

function describe({ wish, send, recv, consumers }: FakeSession): MediaSession {
  return { sessionId: wish.sessionId, send, recv, consumers: [...consumers.values()].map(({ offer }) => offer) };
}

function transport(): TransportOffer {
  return {
    transportId: TransportId.parse(randomUUID()),
    iceParameters: { usernameFragment: 'fragment', password: 'p'.repeat(22) },
    iceCandidates: [{ foundation: 'f', priority: 1, address: '127.0.0.1', protocol: 'udp', port: 9, type: 'host' }],
    dtlsParameters: FINGERPRINT,
  };
}
