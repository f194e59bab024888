import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  ConsumerId,
  MediaSessionId,
  ParticipantId,
  ProducerId,
  type ConsumerOffer,
  type Direction,
  type MediaCapabilities,
  type RtpCapabilities,
} from '#contracts';
import { extensionId, URI } from '../load/media/rtp-parameters.js';
import type { Publication, Seat, SeatEvents, SeatSession, SeatTransport } from '../load/seat.js';
import {
  announcedStreams,
  newEnd,
  publisherOffer,
  subscriberAnswer,
  takenCount,
  transportOf,
  type AnnouncedStream,
  type OwnEnd,
} from './janus-sdp.js';
import { JanusSession, type Description, type RoomAnswer } from './janus-signal.js';

/** What mediasoup has for VP8, as Janus has it too. */
const VIDEO_FEEDBACK = [
  { type: 'nack' },
  { type: 'nack', parameter: 'pli' },
  { type: 'ccm', parameter: 'fir' },
  { type: 'goog-remb' },
  { type: 'transport-cc' },
];

/**
 * Publishers make the offer, so these numbers are ours; only the 3 is what Janus offers to subscribers. It counts packets for
 * congestion control in video alone.
 */
const CAPABILITIES: RtpCapabilities = {
  codecs: [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      preferredPayloadType: 111,
      clockRate: 48_000,
      channels: 2,
      parameters: { minptime: 10, useinbandfec: 1 },
    },
    {
      kind: 'video',
      mimeType: 'video/VP8',
      preferredPayloadType: 96,
      clockRate: 90_000,
      rtcpFeedback: VIDEO_FEEDBACK,
    },
    { kind: 'video', mimeType: 'video/rtx', preferredPayloadType: 97, clockRate: 90_000, parameters: { apt: 96 } },
  ],
  headerExtensions: [
    { kind: 'audio', uri: URI.mid, preferredId: 1 },
    { kind: 'video', uri: URI.mid, preferredId: 1 },
    { kind: 'audio', uri: URI.level, preferredId: 2 },
    { kind: 'video', uri: URI.transportSequence, preferredId: 3 },
  ],
};

/**
 * Somebody in a room of Janus, as its own demonstration page sits there: one connection to publish by, which also tells who
 * else publishes, and one that all streams of the others come over. Neither has a transport before it carries something.
 * Knows nothing of streams that end.
 */
export class JanusSeat implements Seat {
  readonly routerRtpCapabilities = CAPABILITIES;
  readonly participantId = undefined;
  readonly #session: JanusSession;
  readonly #room: number;
  readonly #publications: Publication[] = [];
  readonly #announced = new Set<number>();
  readonly #isReceiving = Promise.withResolvers<void>();
  #publisher: number | undefined;
  #subscriber: number | undefined;
  #ends: { readonly send: OwnEnd; readonly recv: OwnEnd } | undefined;
  #events: SeatEvents | undefined;
  #publishing: Promise<void> | undefined;
  /** Subscriptions one after another: each changes the description that both sides agreed on before. */
  #subscribing: Promise<void> = Promise.resolve();

  /** Connects before the join. @throws {Error} when Janus does not listen. */
  static async prepare(url: string, room: number): Promise<JanusSeat> {
    return new JanusSeat(await JanusSession.open(url), room);
  }

  private constructor(session: JanusSession, room: number) {
    this.#session = session;
    this.#room = room;
  }

  async join({ dtlsParameters }: MediaCapabilities, events: SeatEvents): Promise<SeatSession> {
    this.#ends = { send: newEnd(dtlsParameters), recv: newEnd(dtlsParameters) };
    this.#events = events;
    this.#publisher = await this.#session.attach((_, said) => this.#hear(said));
    const entered = { request: 'join', ptype: 'publisher', room: this.#room, display: 'load' };
    const { publisherIds } = await this.#session.request(this.#publisher, entered);
    const sessionId = MediaSessionId.parse(randomUUID());
    if (publisherIds.length === 0) return { sessionId, consumers: [] };
    const offer = this.#subscribe(publisherIds);
    // Whoever is heard of meanwhile is subscribed to when this stands.
    this.#subscribing = offer.then(
      () => this.#isReceiving.promise,
      () => undefined,
    );
    const { sdp } = await offer;
    return { sessionId, recv: this.#transport('recv', sdp), consumers: this.#take(sdp) };
  }

  /** Janus takes all that somebody publishes in one offer, so what is published at once is offered at once. */
  publish(publication: Publication): Promise<void> {
    this.#publications.push(publication);
    this.#publishing ??= nextTurn().then(() => this.#offer());
    return this.#publishing;
  }

  async ready(): Promise<void> {
    // Streams flow as soon as the transport stands.
  }

  async leave(): Promise<void> {
    this.#events = undefined;
    await this.#session.close();
  }

  async #offer(): Promise<void> {
    const { publisher, send } = this.#joined();
    const streams = this.#publications.map(({ rtpParameters }) => rtpParameters);
    const offer: Description = { type: 'offer', sdp: publisherOffer(streams, send) };
    const { description } = await this.#session.request(publisher, { request: 'publish' }, offer);
    if (description === undefined || takenCount(description.sdp) !== streams.length)
      throw new Error('Janus does not take all that is published.');
    await this.#events?.onTransport('send', this.#transport('send', description.sdp));
  }

  #hear({ publisherIds }: RoomAnswer): void {
    if (publisherIds.length === 0) return;
    this.#subscribing = this.#subscribing
      .then(() => this.#follow(publisherIds))
      .catch((thrown: unknown) => this.#events?.onFailed(thrown));
  }

  async #follow(publisherIds: readonly number[]): Promise<void> {
    const isFirst = this.#subscriber === undefined;
    const { sdp } = await this.#subscribe(publisherIds);
    this.#events?.onOpened(this.#take(sdp));
    if (!isFirst) return;
    await this.#events?.onTransport('recv', this.#transport('recv', sdp));
    await this.#isReceiving.promise;
  }

  /** Subscribes to these, beside those from before, and agrees to what Janus offers for all of them. */
  async #subscribe(publisherIds: readonly number[]): Promise<Description> {
    const { recv } = this.#joined();
    const isFirst = this.#subscriber === undefined;
    this.#subscriber ??= await this.#session.attach((topic) => {
      if (topic === 'webrtcup') this.#isReceiving.resolve();
    });
    const wanted = { room: this.#room, streams: publisherIds.map((feed) => ({ feed })) };
    const body = isFirst ? { request: 'join', ptype: 'subscriber', ...wanted } : { request: 'subscribe', ...wanted };
    const { description } = await this.#session.request(this.#subscriber, body);
    if (description === undefined) throw new Error('Janus offers nothing to a subscriber.');
    const answer: Description = { type: 'answer', sdp: subscriberAnswer(description.sdp, recv) };
    await this.#session.request(this.#subscriber, { request: 'start' }, answer);
    return description;
  }

  /** The streams that were not announced before. @throws {Error} when their packets are numbered where nobody looks. */
  #take(offer: string): ConsumerOffer[] {
    const fresh = announcedStreams(offer).filter(({ ssrc }) => !this.#announced.has(ssrc));
    for (const { ssrc, kind, headerExtensions } of fresh) {
      this.#announced.add(ssrc);
      const id = headerExtensions.find(({ uri }) => uri === URI.transportSequence)?.id;
      if (id !== extensionId(CAPABILITIES, URI.transportSequence, kind))
        throw new Error(`Janus numbers packets of ${kind} by extension ${String(id)}.`);
    }
    return fresh.map(consumerOf);
  }

  /** libnice, which Janus does ICE by, checks the path from its side even as an ICE-lite agent. */
  #transport(direction: Direction, description: string): SeatTransport {
    return { ...transportOf(description), own: this.#joined()[direction].ice };
  }

  #joined(): { readonly publisher: number; readonly send: OwnEnd; readonly recv: OwnEnd } {
    if (this.#publisher === undefined || this.#ends === undefined) throw new Error('Nobody has joined by this seat.');
    return { publisher: this.#publisher, ...this.#ends };
  }
}

/** Who sends it is nobody's question here. */
function consumerOf({ kind, mid, ssrc, codec }: AnnouncedStream): ConsumerOffer {
  return {
    consumerId: ConsumerId.parse(randomUUID()),
    producerId: ProducerId.parse(randomUUID()),
    participantId: ParticipantId.parse(randomUUID()),
    source: kind === 'video' ? 'camera' : 'microphone',
    rtpParameters: { mid, codecs: [codec], encodings: [{ ssrc }] },
  };
}
