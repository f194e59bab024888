import {
  kindOf,
  layerCountsOf,
  type ConsumerOffer,
  type Direction,
  type IceServer,
  type MediaCapabilities,
  type MediaSource,
  type RtpCapabilities,
  type ShareProfile,
  type TransportOffer,
} from '#contracts';
import { Settler } from '#kernel';
import { Device, type types } from 'mediasoup-client';
import { Unfit } from '../failure.js';
import { Store } from '../store.js';
import { askableCodecs, chooseVideoCodec, layerableOf, type CodecChoice } from './video-codec.js';
import { makeCertificate, type OwnCertificate } from './certificate.js';
import {
  cameraEncodings,
  MICROPHONE_OPTIONS,
  SCREEN_AUDIO_OPTIONS,
  inOneSize,
  inOneStream,
  screenEncodings,
  svcMode,
  VIDEO_OPTIONS,
} from './encodings.js';
import { receivingFigures, sendingFigures } from './end-figures.js';
import type { EndFigures, Rtc, RtcReceiver, RtcSender, RtcTransport, TransportState } from './rtc.js';
import { toConsumerOptions, toTransportOptions, toWireCapabilities, toWireParameters } from './rtp-wire.js';

type Encodings = types.RtpEncodingParameters[];

interface Loaded {
  readonly device: Device;
  readonly certificate: RTCCertificate;
  /** Codecs that this browser can send in one stream with all sizes. */
  readonly layerable: ReadonlySet<string>;
}

/** WebRTC through mediasoup-client. One per call. */
export class MediasoupRtc implements Rtc {
  /** Begun at once, while the room is still being looked up. */
  readonly #certificate: Promise<OwnCertificate>;
  #loaded: Loaded | undefined;

  /** @throws {Unfit} when this browser has no WebRTC that the library knows. */
  constructor() {
    this.#certificate = makeCertificate();
    this.#certificate.catch(() => undefined); // `load` reports it; nobody may ever ask.
  }

  async load(router: RtpCapabilities): Promise<MediaCapabilities> {
    const device = deviceOfThisBrowser();
    const [{ certificate, dtlsParameters }, layerable] = await Promise.all([
      this.#certificate,
      layerableOf(askableCodecs(router.codecs)),
      device.load({ routerRtpCapabilities: router as types.RtpCapabilities }),
    ]);
    this.#loaded = { device, certificate, layerable };
    return { rtpCapabilities: toWireCapabilities(device.recvRtpCapabilities), dtlsParameters };
  }

  open(direction: Direction, offer: TransportOffer, iceServers: readonly IceServer[]): RtcTransport {
    if (this.#loaded === undefined) throw new Error('Transports come after loading.');
    const { device, certificate } = this.#loaded;
    const options: types.TransportOptions = {
      ...toTransportOptions(offer),
      iceServers: iceServers.map((server) => ({ ...server })),
      additionalSettings: { certificates: [certificate] },
    };
    const transport = direction === 'send' ? device.createSendTransport(options) : device.createRecvTransport(options);
    return new MediasoupTransport(this.#loaded, transport);
  }
}

function deviceOfThisBrowser(): Device {
  try {
    return new Device();
  } catch {
    throw new Unfit('unsupported'); // The constructor fails for nothing else.
  }
}

class MediasoupTransport implements RtcTransport {
  readonly state: Store<TransportState>;
  readonly #loaded: Loaded;
  readonly #transport: types.Transport;

  constructor(loaded: Loaded, transport: types.Transport) {
    this.#loaded = loaded;
    this.#transport = transport;
    this.state = new Store<TransportState>(transport.connectionState);
    transport.on('connectionstatechange', (state) => this.state.set(state));
    // The media host was told our fingerprint with the join and waits for the handshake already.
    transport.on('connect', (_parameters, done) => done());
    // Our own id goes out with the publishing, which the caller does; the library needs one only to tell producers apart.
    transport.on('produce', (_parameters, done) => done({ id: crypto.randomUUID() }));
  }

  async send(what: {
    readonly source: MediaSource;
    readonly track: MediaStreamTrack;
    readonly isPaused: boolean;
    readonly profile?: ShareProfile | undefined;
  }): Promise<RtcSender> {
    const isMicrophone = what.source === 'microphone';
    // The meter listens to the track itself, so only a copy may be switched off.
    const track = isMicrophone ? what.track.clone() : what.track;
    if (isMicrophone) track.enabled = !what.isPaused;
    let producer: types.Producer | undefined;
    try {
      producer = await this.#transport.produce({
        ...this.#optionsFor(what.source, track, what.profile),
        track,
        stopTracks: isMicrophone,
        disableTrackOnPause: isMicrophone,
        zeroRtpOnPause: true,
      });
      if (what.isPaused) producer.pause();
      return new MediasoupSender(producer, isMicrophone);
    } catch (thrown) {
      producer?.close();
      if (isMicrophone) track.stop();
      throw thrown;
    }
  }

  async receive(offer: ConsumerOffer): Promise<RtcReceiver> {
    const consumer = await this.#transport.consume(toConsumerOptions(offer, kindOf(offer.source)));
    return new MediasoupReceiver(consumer);
  }

  restartIce(iceParameters: types.IceParameters): Promise<void> {
    return this.#transport.restartIce({ iceParameters });
  }

  close(): void {
    this.#transport.close();
    this.state.set('closed');
  }

  #optionsFor(source: MediaSource, track: MediaStreamTrack, profile: ShareProfile = 'motion'): types.ProducerOptions {
    const { width = 0, height = 0 } = track.getSettings();
    const longSidePx = Math.max(width, height);
    switch (source) {
      case 'microphone':
        return { codecOptions: MICROPHONE_OPTIONS };
      case 'screen-audio':
        return { codecOptions: SCREEN_AUDIO_OPTIONS };
      case 'camera':
        return this.#videoOptions(cameraEncodings(longSidePx));
      case 'screen':
        return this.#videoOptions(screenEncodings(longSidePx, profile));
    }
  }

  #videoOptions(encodings: types.RtpEncodingParameters[]): types.ProducerOptions {
    const { device, layerable } = this.#loaded;
    const choice = chooseVideoCodec(device.sendRtpCapabilities.codecs ?? [], layerable);
    if (choice === undefined) return { encodings, codecOptions: VIDEO_OPTIONS };
    return {
      encodings: LAYERINGS[choice.layering](encodings),
      codec: choice.codec,
      codecOptions: VIDEO_OPTIONS,
    };
  }
}

const LAYERINGS: Readonly<Record<CodecChoice['layering'], (encodings: Encodings) => Encodings>> = {
  'many-streams': (encodings) => encodings,
  'one-stream': inOneStream,
  none: inOneSize,
};

class MediasoupSender implements RtcSender {
  readonly rtpParameters;
  readonly #producer: types.Producer;
  readonly #isCopying: boolean;
  /** How many sizes the one stream of an SVC codec holds; 1 for all others. */
  readonly #sizesCount: number;
  /** Browsers refuse parameters that were read before the last ones were set, so one change waits for the other. */
  readonly #layers = new Settler<number>((count) => this.#limitLayers(count));

  constructor(producer: types.Producer, isCopying: boolean) {
    this.#producer = producer;
    this.#isCopying = isCopying;
    const { encodings = [] } = producer.rtpParameters;
    this.#sizesCount = encodings.length === 1 ? layerCountsOf({ encodings }).spatial : 1;
    this.rtpParameters = toWireParameters(producer.rtpParameters);
  }

  pause(): void {
    if (!this.#producer.closed && !this.#producer.paused) this.#producer.pause();
  }

  resume(): void {
    if (!this.#producer.closed && this.#producer.paused) this.#producer.resume();
  }

  async replaceTrack(track: MediaStreamTrack | undefined): Promise<void> {
    const next = track !== undefined && this.#isCopying ? track.clone() : (track ?? null);
    // The copy must be silent before it is sent, not after.
    if (next !== null && this.#isCopying) next.enabled = !this.#producer.paused;
    await this.#producer.replaceTrack({ track: next });
  }

  limitLayers(count: number): Promise<void> {
    return this.#layers.toward(count);
  }

  async #limitLayers(count: number): Promise<void> {
    const { rtpSender, closed } = this.#producer;
    if (closed || rtpSender === undefined) return;
    const parameters = rtpSender.getParameters();
    const isChanged =
      this.#sizesCount > 1 ? limitOneStream(parameters, this.#sizesCount, count) : limitMany(parameters, count);
    if (isChanged) await rtpSender.setParameters(parameters);
  }

  async figures(): Promise<EndFigures> {
    return sendingFigures(this.#producer.closed ? [] : (await this.#producer.getStats()).values());
  }

  close(): void {
    this.#producer.close();
  }
}

/** Switches the upper encodings of a simulcast off. True when that changes anything. */
function limitMany({ encodings }: RTCRtpSendParameters, count: number): boolean {
  if (encodings.every(({ active }, at) => active === at < count)) return false;
  for (const [at, encoding] of encodings.entries()) encoding.active = at < count;
  return true;
}

/** Makes the one stream of an SVC codec hold fewer sizes. True when that changes anything. */
function limitOneStream({ encodings }: RTCRtpSendParameters, sizesCount: number, count: number): boolean {
  const [encoding] = encodings as [RTCRtpEncodingParameters & { scalabilityMode?: string }];
  const kept = Math.max(1, Math.min(sizesCount, count));
  const wanted = { active: count > 0, scalabilityMode: svcMode(kept), scaleResolutionDownBy: 2 ** (sizesCount - kept) };
  const isSame = encoding.active === wanted.active && encoding.scalabilityMode === wanted.scalabilityMode;
  if (!isSame) Object.assign(encoding, wanted);
  return !isSame;
}

/** Source: W3C WebRTC statistics, `RTCInboundRtpStreamStats`. */
interface Arrived {
  readonly packetsReceived: number;
  readonly framesDecoded: number;
}

class MediasoupReceiver implements RtcReceiver {
  readonly #consumer: types.Consumer;

  constructor(consumer: types.Consumer) {
    this.#consumer = consumer;
  }

  get track(): MediaStreamTrack {
    return this.#consumer.track;
  }

  async hasReceived(): Promise<boolean> {
    return (await this.#arrived()).packetsReceived > 0;
  }

  async hasPicture(): Promise<boolean> {
    return (await this.#arrived()).framesDecoded > 0;
  }

  async figures(): Promise<EndFigures> {
    return receivingFigures(this.#consumer.closed ? [] : (await this.#consumer.getStats()).values());
  }

  async #arrived(): Promise<Arrived> {
    const stats = this.#consumer.closed ? new Map<string, object>() : await this.#consumer.getStats();
    for (const report of stats.values() as Iterable<Partial<Arrived> & { readonly type?: string }>) {
      if (report.type !== 'inbound-rtp') continue;
      return { packetsReceived: report.packetsReceived ?? 0, framesDecoded: report.framesDecoded ?? 0 };
    }
    return { packetsReceived: 0, framesDecoded: 0 };
  }

  close(): void {
    this.#consumer.close();
  }
}
