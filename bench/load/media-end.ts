import { randomUUID } from 'node:crypto';
import {
  kindOf,
  type ConsumerId,
  type ConsumerOffer,
  type Direction,
  ProducerId,
  type RtpCapabilities,
  type RtpParameters,
} from '#contracts';
import type { Certificate } from './dtls/certificate.js';
import { AudioSource } from './media/audio-source.js';
import { Downlink, type Feedback } from './media/downlink.js';
import type { Metronome, Ticking } from './media/metronome.js';
import { Outgoing, Uplink } from './media/outgoing.js';
import type { Reception } from './media/reception.js';
import { cameraParameters, extensionId, microphoneParameters, URI } from './media/rtp-parameters.js';
import { VideoSource, type LayerCount, type LayerProfile } from './media/video-source.js';
import type { Publication, SeatSession, SeatTransport } from './seat.js';
import { Transport } from './transport.js';
import { readRequests } from './wire/rtcp.js';
import type { Element } from './wire/rtp.js';

export interface MediaEndOptions {
  readonly session: SeatSession;
  readonly router: RtpCapabilities;
  readonly certificate: Certificate;
  readonly metronome: Metronome;
  readonly feedback: Feedback;
  readonly isVerifying: boolean;
  readonly layers: readonly LayerProfile[];
  readonly framesPerSecond: number;
  readonly isTalking: (nowMs: number) => boolean;
}

/** One stream that was offered to us. Times are on the clock of `performance.now()`. */
export interface IncomingOffer {
  readonly kind: 'audio' | 'video';
  /** From when on it could be awaited. */
  readonly awaitedAtMs: number;
  readonly reception: Reception;
}

export interface MediaEndFigures {
  readonly sentPacketCount: number;
  readonly sentBytes: number;
  readonly otherPacketCount: number;
  readonly forgedPacketCount: number;
  readonly nackedCount: number;
  readonly layers: readonly LayerCount[];
}

/** Our end of one media session: both transports and all that runs over them. */
export class MediaEnd {
  readonly #options: MediaEndOptions;
  #send: Transport | undefined;
  #recv: Transport | undefined;
  readonly #uplink: Uplink;
  readonly #downlink: Downlink;
  readonly #incoming = new Map<ConsumerId, IncomingOffer>();
  readonly #outgoings = new Map<number, Outgoing>();
  readonly #stops: (() => void)[] = [];
  #camera: VideoSource | undefined;
  #nackedCount = 0;
  #closedByHostCount = 0;

  constructor(options: MediaEndOptions) {
    this.#options = options;
    const { session, router, metronome, feedback, isVerifying } = options;
    const transportSequenceId = extensionId(router, URI.transportSequence, 'video');
    this.#downlink = new Downlink(() => this.#recv, { feedback, isVerifying, transportSequenceId });
    this.#uplink = new Uplink(() => this.#send);
    if (session.send !== undefined) this.#send = this.#sender(session.send);
    if (session.recv !== undefined) this.#recv = this.#receiver(session.recv);
    this.#stops.push(metronome.add(this.#downlink));
  }

  /** @throws {Error} when one of the transports does not open. */
  async open(): Promise<void> {
    await Promise.all([this.#send?.open(), this.#recv?.open()]);
  }

  /** Opens a transport that the session did not bring. @throws {Error} when it does not open. */
  async add(direction: Direction, offer: SeatTransport): Promise<void> {
    if (direction === 'send') this.#send = this.#sender(offer);
    else this.#recv = this.#receiver(offer);
    await (direction === 'send' ? this.#send : this.#recv)?.open();
  }

  get hasLostTransport(): boolean {
    return this.#closedByHostCount > 0;
  }

  /** Expects these streams from now on. One that is expected already goes on as it was. */
  expect(offers: readonly ConsumerOffer[], awaitedAtMs: number): void {
    for (const { consumerId, source, rtpParameters } of offers) {
      const ssrc = rtpParameters.encodings[0]?.ssrc;
      if (ssrc === undefined || this.#incoming.has(consumerId)) continue;
      const kind = kindOf(source);
      this.#incoming.set(consumerId, { kind, awaitedAtMs, reception: this.#downlink.expect({ ssrc, kind }) });
    }
  }

  /** Returns the offers that ended, with what they brought. */
  end(consumerIds: readonly ConsumerId[]): IncomingOffer[] {
    return consumerIds.flatMap((consumerId) => {
      const offer = this.#incoming.get(consumerId);
      if (offer === undefined) return [];
      this.#incoming.delete(consumerId);
      this.#downlink.forget(offer.reception.ssrc);
      return [offer];
    });
  }

  get incoming(): readonly IncomingOffer[] {
    return [...this.#incoming.values()];
  }

  /** A camera to publish, and what begins to send it. */
  camera(): { readonly publication: Publication; readonly begin: () => void } {
    const { router, layers, framesPerSecond } = this.#options;
    const rtpParameters = cameraParameters(router, layers);
    const outgoing = layers.map((profile, index) => ({ profile, outgoing: this.#outgoing(rtpParameters, index) }));
    this.#camera = new VideoSource(outgoing, framesPerSecond);
    return { publication: publicationOf('camera', rtpParameters), begin: this.#beginner(this.#camera) };
  }

  /** A microphone to publish, and what begins to send it. */
  microphone(): { readonly publication: Publication; readonly begin: () => void } {
    const { router, isTalking } = this.#options;
    const rtpParameters = microphoneParameters(router);
    const levelId = extensionId(router, URI.level, 'audio');
    const source = new AudioSource({ outgoing: this.#outgoing(rtpParameters, 0, levelId), levelId, isTalking });
    return { publication: publicationOf('microphone', rtpParameters), begin: this.#beginner(source) };
  }

  /** Sends so many layers of the camera, from the smallest on. */
  limitCamera(layersCount: number): void {
    this.#camera?.limit(layersCount);
  }

  figures(): MediaEndFigures {
    return {
      sentPacketCount: this.#uplink.packetCount,
      sentBytes: this.#uplink.byteCount,
      otherPacketCount: this.#downlink.otherCount,
      forgedPacketCount: this.#downlink.forgedCount,
      nackedCount: this.#nackedCount,
      layers: this.#camera?.counts() ?? [],
    };
  }

  /** Safe to repeat. */
  close(): void {
    for (const stop of this.#stops) stop();
    this.#send?.close();
    this.#recv?.close();
  }

  #sender(offer: SeatTransport): Transport {
    const { certificate } = this.#options;
    const onClosed = () => void (this.#closedByHostCount += 1);
    const onRtcp = (compound: Buffer) => this.#answer(compound);
    return new Transport({ offer, certificate, onRtp: () => undefined, onRtcp, onClosed });
  }

  #receiver(offer: SeatTransport): Transport {
    const { certificate } = this.#options;
    const onClosed = () => void (this.#closedByHostCount += 1);
    const onRtp = (packet: Buffer, atMs: number) => this.#downlink.take(packet, atMs);
    return new Transport({ offer, certificate, onRtp, onRtcp: () => undefined, onClosed });
  }

  #beginner(source: Ticking): () => void {
    return () => void this.#stops.push(this.#options.metronome.add(source));
  }

  #outgoing(
    { codecs, encodings, mid, headerExtensions = [] }: RtpParameters,
    index: number,
    levelId?: number,
  ): Outgoing {
    const [codec] = codecs;
    const encoding = encodings[index];
    if (codec === undefined || encoding?.ssrc === undefined) throw new Error('There is nothing to send by.');
    const idOf = (uri: string) => headerExtensions.find((one) => one.uri === uri)?.id;
    const outgoing = new Outgoing({
      uplink: this.#uplink,
      ssrc: encoding.ssrc,
      payloadType: codec.payloadType,
      clockRateHz: codec.clockRate,
      elements: [...element(idOf(URI.mid), mid), ...element(idOf(URI.rid), encoding.rid), ...element(levelId, '\0')],
      transportSequenceId: idOf(URI.transportSequence),
    });
    this.#outgoings.set(outgoing.ssrc, outgoing);
    return outgoing;
  }

  #answer(compound: Buffer): void {
    const { keyFrameSsrcs, nacked } = readRequests(compound);
    const nowMs = performance.now();
    this.#nackedCount += nacked.length;
    for (const { ssrc, sequence } of nacked) this.#outgoings.get(ssrc)?.resend(sequence);
    for (const ssrc of keyFrameSsrcs) this.#camera?.requestKeyFrame(ssrc, nowMs);
  }
}

function publicationOf(source: Publication['source'], rtpParameters: RtpParameters): Publication {
  return { producerId: ProducerId.parse(randomUUID()), source, rtpParameters };
}

function element(id: number | undefined, text: string | undefined): Element[] {
  return id === undefined || text === undefined ? [] : [{ id, value: Buffer.from(text) }];
}
