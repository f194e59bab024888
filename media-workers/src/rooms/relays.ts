import type { types as mediasoup } from 'mediasoup';
import {
  kindOf,
  Refusal,
  type Input,
  type MediaControlRequests,
  type Output,
  type ProducerId,
  type RelayEnd,
  type RelayId,
  type RelayInventory,
} from '#contracts';
import { SharedTask, type Log } from '#kernel';
import { SOCKET_BUFFERS } from '../workers/socket-buffers.js';
import { ENDED_STREAMS_KEPT_COUNT, KEY_FRAME_INTERVAL_MS } from './limits.js';
import { RecentIds } from './recent.js';
import type { RelayedVoices } from './relayed-voices.js';
import type { Published } from './stage.js';
import { rtpParametersOnWire } from './wire-shapes.js';
import { byWorker } from './worker-refusals.js';

type OfferWish = Input<MediaControlRequests, 'relay.offer'>;
type AcceptWish = Input<MediaControlRequests, 'relay.accept'>;

/** Where this host takes in what other hosts relay to it. */
export interface RelayPoint {
  readonly ip: string;
  /** What other hosts are told, when it differs. */
  readonly announcedAddress?: string;
  readonly portRange: { readonly min: number; readonly max: number };
}

/** The worker that relayed streams come in on. */
export interface Landing {
  readonly router: mediasoup.Router;
  /** A microphone that comes in here sends, or is muted. */
  readonly microphone: (published: Published, isOpen: boolean) => void;
}

export interface RelaysOptions {
  readonly point: RelayPoint;
  /** Every stream of the room that can be forwarded; what is relayed to here enters it as well. */
  readonly published: Map<ProducerId, Published>;
  /** @throws {Refusal} `not-found` when nobody is here who could receive anything. */
  readonly landing: () => Landing;
  readonly microphoneGone: (published: Published) => void;
  readonly voices: RelayedVoices;
  /** These ended without being asked to. */
  readonly onLost: (relayIds: RelayId[]) => void;
  readonly log: Log;
}

interface Relay {
  readonly inventory: RelayInventory;
  readonly transport: mediasoup.PipeTransport;
  readonly end: RelayEnd;
  /** What comes in over it; undefined at the sending end. */
  readonly landed?: { readonly published: Published; readonly landing: Landing };
}

type Sent = Pick<Output<MediaControlRequests, 'relay.offer'>, 'rtpParameters' | 'isPaused'>;

/**
 * The streams of one room that other hosts carry on from here, and that come in from them. Each is one pair of pipe
 * transports: between machines, so encrypted, and with repairs for what gets lost on the way.
 */
export class Relays {
  readonly #options: RelaysOptions;
  readonly #offering = new SharedTask<RelayId, readonly [Relay, Sent]>();
  readonly #accepting = new SharedTask<RelayId, Relay>();
  readonly #open = new Map<RelayId, Relay>();
  readonly #ended = new RecentIds<RelayId>(ENDED_STREAMS_KEPT_COUNT);

  constructor(options: RelaysOptions) {
    this.#options = options;
  }

  /** Streams that come in from other hosts. */
  get incomingCount(): number {
    return this.list().filter(({ direction }) => direction === 'in').length;
  }

  list(): RelayInventory[] {
    return [...this.#open.values()].map(({ inventory }) => inventory);
  }

  /** Safe to repeat. @throws {Refusal} `not-found` when the stream is not here, or the relay was closed; as the worker. */
  async offer(wish: OfferWish): Promise<Output<MediaControlRequests, 'relay.offer'>> {
    this.#refuseEnded(wish.relayId);
    const [{ end }, sent] = await this.#offering.get(wish.relayId, () => this.#send(wish));
    return { end, ...sent };
  }

  /** Safe to repeat. @throws {Refusal} as `offer`. */
  async accept(wish: AcceptWish): Promise<Output<MediaControlRequests, 'relay.accept'>> {
    this.#refuseEnded(wish.relayId);
    const { end } = await this.#accepting.get(wish.relayId, () => this.#takeIn(wish));
    return { end };
  }

  /** Safe to repeat. @throws {Refusal} `not-found`; as the worker. */
  async connect(relayId: RelayId, end: RelayEnd): Promise<void> {
    const relay = this.#open.get(relayId);
    if (relay === undefined) throw ended();
    const { transport } = relay;
    if (transport.tuple.remoteIp === undefined) await connect(transport, end);
  }

  /** Safe to repeat; nothing happens for one that is over. */
  async setPaused(relayId: RelayId, isPaused: boolean): Promise<void> {
    const landed = this.#open.get(relayId)?.landed;
    if (landed === undefined) return;
    const { published, landing } = landed;
    await byWorker(() => (isPaused ? published.producer.pause() : published.producer.resume()));
    if (published.source === 'microphone' && !published.producer.closed) landing.microphone(published, !isPaused);
  }

  /** Safe to repeat. One that is being made ends as soon as it is there. */
  close(relayId: RelayId): void {
    const relay = this.#open.get(relayId);
    this.#forget(relayId);
    relay?.transport.close();
  }

  /** What came in on this worker is over: it died. Safe to repeat. */
  lost(router: mediasoup.Router): void {
    const gone = [...this.#open.values()].filter(({ landed }) => landed?.published.router === router);
    if (gone.length === 0) return;
    for (const { inventory } of gone) this.close(inventory.relayId);
    this.#options.onLost(gone.map(({ inventory }) => inventory.relayId));
  }

  async #send({ relayId, producerId, peerId }: OfferWish): Promise<readonly [Relay, Sent]> {
    const published = this.#options.published.get(producerId);
    if (published === undefined || published.relayId !== undefined)
      throw new Refusal('not-found', 'This stream does not come in here.');
    const transport = await this.#makeTransport(published.router);
    try {
      const consumer = await byWorker(() => transport.consume({ producerId }));
      this.#refuseEnded(relayId);
      const relay: Relay = {
        inventory: { relayId, producerId, peerId, direction: 'out' },
        transport,
        end: this.#endOf(transport),
      };
      this.#enter(relay);
      consumer.observer.once('close', () => this.close(relayId));
      this.#options.voices.send(relayId, published, consumer);
      return [
        relay,
        { rtpParameters: rtpParametersOnWire(consumer.rtpParameters), isPaused: consumer.producerPaused },
      ] as const;
    } catch (thrown) {
      transport.close();
      throw thrown;
    }
  }

  async #takeIn(wish: AcceptWish): Promise<Relay> {
    const { relayId, producerId, participantId, source, peerId, rtpParameters, isPaused } = wish;
    const landing = this.#options.landing();
    const transport = await this.#makeTransport(landing.router);
    try {
      await connect(transport, wish.end);
      this.#makeWay(producerId);
      const producer = await byWorker(() =>
        transport.produce({
          id: producerId,
          kind: kindOf(source),
          rtpParameters,
          paused: isPaused,
          keyFrameRequestDelay: KEY_FRAME_INTERVAL_MS,
        }),
      );
      this.#refuseEnded(relayId);
      const published: Published = { producer, router: landing.router, participantId, source, relayId };
      const inventory: RelayInventory = { relayId, producerId, peerId, direction: 'in' };
      const relay: Relay = { inventory, transport, end: this.#endOf(transport), landed: { published, landing } };
      this.#enter(relay);
      this.#land(published, producerId, landing);
      this.#options.voices.receive(relayId, published);
      return relay;
    } catch (thrown) {
      transport.close();
      throw thrown;
    }
  }

  #land(published: Published, producerId: ProducerId, landing: Landing): void {
    const { producer, source } = published;
    this.#options.published.set(producerId, published);
    producer.observer.once('close', () => {
      if (this.#options.published.get(producerId) === published) this.#options.published.delete(producerId);
      if (source === 'microphone') this.#options.microphoneGone(published);
    });
    if (source === 'microphone') landing.microphone(published, !producer.paused);
  }

  /** Another relay of the same stream was given up, or its publisher is here by now. */
  #makeWay(producerId: ProducerId): void {
    const present = this.#options.published.get(producerId);
    if (present === undefined) return;
    if (present.relayId === undefined) throw new Refusal('conflict', 'This stream comes in here already.');
    this.close(present.relayId);
  }

  #makeTransport(router: mediasoup.Router): Promise<mediasoup.PipeTransport> {
    const { ip, announcedAddress, portRange } = this.#options.point;
    return byWorker(() =>
      router.createPipeTransport({
        listenInfo: {
          ...SOCKET_BUFFERS,
          protocol: 'udp',
          ip,
          portRange,
          ...(announcedAddress === undefined ? {} : { announcedAddress }),
        },
        enableRtx: true,
        enableSrtp: true,
      }),
    );
  }

  #endOf({ tuple, srtpParameters }: mediasoup.PipeTransport): RelayEnd {
    if (srtpParameters === undefined || srtpParameters.cryptoSuite === 'AES_CM_128_HMAC_SHA1_32')
      throw new Error('A pipe that was to be encrypted is not.');
    const { ip, announcedAddress } = this.#options.point;
    const { cryptoSuite, keyBase64 } = srtpParameters;
    return { address: announcedAddress ?? ip, port: tuple.localPort, srtp: { cryptoSuite, keyBase64 } };
  }

  #enter(relay: Relay): void {
    this.#open.set(relay.inventory.relayId, relay);
    const { inventory } = relay;
    this.#options.log.debug(inventory, 'relay opened');
  }

  #forget(relayId: RelayId): void {
    this.#ended.add(relayId);
    this.#open.delete(relayId);
    this.#offering.forget(relayId);
    this.#accepting.forget(relayId);
  }

  #refuseEnded(relayId: RelayId): void {
    if (this.#ended.has(relayId)) throw ended();
  }
}

function connect(transport: mediasoup.PipeTransport, { address, port, srtp }: RelayEnd): Promise<void> {
  return byWorker(() => transport.connect({ ip: address, port, srtpParameters: { ...srtp } }));
}

function ended(): Refusal {
  return new Refusal('not-found', 'This relay was closed.');
}
