import {
  kindOf,
  type ConsumerOffer,
  type Direction,
  type IceServer,
  type MediaCapabilities,
  type MediaSource,
  type RtpCapabilities,
  type TransportOffer,
} from '#contracts';
import { Settler } from '#kernel';
import { Device, type types } from 'mediasoup-client';
import { Unfit } from '../failure.js';
import { Store } from '../store.js';
import { makeCertificate, type OwnCertificate } from './certificate.js';
import {
  cameraEncodings,
  MICROPHONE_OPTIONS,
  SCREEN_AUDIO_OPTIONS,
  screenEncodings,
  VIDEO_OPTIONS,
} from './encodings.js';
import type { Rtc, RtcReceiver, RtcSender, RtcTransport, TransportState } from './rtc.js';
import { toConsumerOptions, toTransportOptions, toWireCapabilities, toWireParameters } from './rtp-wire.js';

/** WebRTC through mediasoup-client. One per call. */
export class MediasoupRtc implements Rtc {
  /** Begun at once, while the room is still being looked up. */
  readonly #certificate: Promise<OwnCertificate>;
  #loaded: { readonly device: Device; readonly certificate: RTCCertificate } | undefined;

  /** @throws {Unfit} when this browser has no WebRTC that the library knows. */
  constructor() {
    this.#certificate = makeCertificate();
    this.#certificate.catch(() => undefined); // `load` reports it; nobody may ever ask.
  }

  async load(router: RtpCapabilities): Promise<MediaCapabilities> {
    const device = deviceOfThisBrowser();
    const [{ certificate, dtlsParameters }] = await Promise.all([
      this.#certificate,
      device.load({ routerRtpCapabilities: router as types.RtpCapabilities }),
    ]);
    this.#loaded = { device, certificate };
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
    return new MediasoupTransport(device, transport);
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
  readonly #device: Device;
  readonly #transport: types.Transport;

  constructor(device: Device, transport: types.Transport) {
    this.#device = device;
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
  }): Promise<RtcSender> {
    const isMicrophone = what.source === 'microphone';
    // The meter listens to the track itself, so only a copy may be switched off.
    const track = isMicrophone ? what.track.clone() : what.track;
    if (isMicrophone) track.enabled = !what.isPaused;
    let producer: types.Producer | undefined;
    try {
      producer = await this.#transport.produce({
        ...this.#optionsFor(what.source, track),
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

  #optionsFor(source: MediaSource, track: MediaStreamTrack): types.ProducerOptions {
    const { width = 0, height = 0 } = track.getSettings();
    const longSidePx = Math.max(width, height);
    switch (source) {
      case 'microphone':
        return { codecOptions: MICROPHONE_OPTIONS };
      case 'screen-audio':
        return { codecOptions: SCREEN_AUDIO_OPTIONS };
      case 'camera':
        return { encodings: cameraEncodings(longSidePx), codecOptions: VIDEO_OPTIONS, ...this.#videoCodec() };
      case 'screen':
        return { encodings: screenEncodings(longSidePx), codecOptions: VIDEO_OPTIONS, ...this.#videoCodec() };
    }
  }

  /** VP8 where there is one, for its cheap simulcast everywhere; else H264, as on devices that have it in hardware only. */
  #videoCodec(): Pick<types.ProducerOptions, 'codec'> {
    const codecs = this.#device.sendRtpCapabilities.codecs ?? [];
    const codec = ['video/vp8', 'video/h264']
      .map((wanted) => codecs.find(({ mimeType }) => mimeType.toLowerCase() === wanted))
      .find((found) => found !== undefined);
    return codec === undefined ? {} : { codec };
  }
}

class MediasoupSender implements RtcSender {
  readonly rtpParameters;
  readonly #producer: types.Producer;
  readonly #isCopying: boolean;
  /** Browsers refuse parameters that were read before the last ones were set, so one change waits for the other. */
  readonly #layers = new Settler<number>((count) => this.#limitLayers(count));

  constructor(producer: types.Producer, isCopying: boolean) {
    this.#producer = producer;
    this.#isCopying = isCopying;
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
    if (parameters.encodings.every(({ active }, at) => active === at < count)) return;
    for (const [at, encoding] of parameters.encodings.entries()) encoding.active = at < count;
    await rtpSender.setParameters(parameters);
  }

  close(): void {
    this.#producer.close();
  }
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
