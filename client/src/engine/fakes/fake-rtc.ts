import {
  MediaCapabilities,
  RtpParameters,
  type ConsumerOffer,
  type Direction,
  type MediaSource,
  type ShareProfile,
  type TransportOffer,
} from '#contracts';
import type { EndFigures, Rtc, RtcReceiver, RtcSender, RtcTransport, TransportState } from '../media/rtc.js';
import { Store } from '../store.js';
import { fakeTrack } from './fake-track.js';

const RTP = RtpParameters.parse({
  codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 1_111 }],
});

export const CAPABILITIES = MediaCapabilities.parse({
  rtpCapabilities: {
    codecs: [{ kind: 'audio', mimeType: 'audio/opus', preferredPayloadType: 111, clockRate: 48_000, channels: 2 }],
    headerExtensions: [],
  },
  dtlsParameters: { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: Array(32).fill('AB').join(':') }] },
});

const NO_FIGURES: EndFigures = {
  jitterMs: undefined,
  framesPerSecond: undefined,
  widthPx: undefined,
  heightPx: undefined,
  limitedBy: undefined,
};

export class FakeSender implements RtcSender {
  readonly rtpParameters = RTP;
  readonly source: MediaSource;
  profile: ShareProfile | undefined;
  track: MediaStreamTrack | undefined;
  isPaused: boolean;
  isClosed = false;
  /** How often it was let sound: a moment of it would be heard. */
  resumesCount = 0;

  constructor(source: MediaSource, track: MediaStreamTrack, isPaused: boolean) {
    this.source = source;
    this.track = track;
    this.isPaused = isPaused;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.resumesCount += 1;
    this.isPaused = false;
  }

  layersCount = Number.POSITIVE_INFINITY;

  async limitLayers(count: number): Promise<void> {
    this.layersCount = count;
  }

  async figures(): Promise<EndFigures> {
    return NO_FIGURES;
  }

  async replaceTrack(track: MediaStreamTrack | undefined): Promise<void> {
    if (this.isClosed) throw new Error('closed');
    this.track = track;
  }

  close(): void {
    this.isClosed = true;
  }
}

export class FakeReceiver implements RtcReceiver {
  readonly track = fakeTrack();
  readonly offer: ConsumerOffer;
  isReceiving = false;
  isShowing = false;
  isClosed = false;

  constructor(offer: ConsumerOffer) {
    this.offer = offer;
  }

  async hasReceived(): Promise<boolean> {
    return this.isReceiving;
  }

  async hasPicture(): Promise<boolean> {
    return this.isShowing;
  }

  async figures(): Promise<EndFigures> {
    return NO_FIGURES;
  }

  close(): void {
    this.isClosed = true;
  }
}

export class FakeTransport implements RtcTransport {
  readonly state = new Store<TransportState>('new');
  readonly direction: Direction;
  readonly offer: TransportOffer;
  readonly senders: FakeSender[] = [];
  readonly receivers: FakeReceiver[] = [];
  iceRestartsCount = 0;
  /** Waits before each receiver is there; a test may hold it up. */
  receiving: () => Promise<void> = () => Promise.resolve();

  constructor(direction: Direction, offer: TransportOffer) {
    this.direction = direction;
    this.offer = offer;
  }

  async send(what: {
    readonly source: MediaSource;
    readonly track: MediaStreamTrack;
    readonly isPaused: boolean;
    readonly profile?: ShareProfile | undefined;
  }): Promise<RtcSender> {
    await Promise.resolve();
    const sender = new FakeSender(what.source, what.track, what.isPaused);
    sender.profile = what.profile;
    this.senders.push(sender);
    return sender;
  }

  async receive(offer: ConsumerOffer): Promise<RtcReceiver> {
    await this.receiving();
    const receiver = new FakeReceiver(offer);
    this.receivers.push(receiver);
    if (this.state.get() === 'new') this.state.set('connected');
    return receiver;
  }

  async restartIce(): Promise<void> {
    this.iceRestartsCount += 1;
  }

  close(): void {
    for (const sender of this.senders) sender.close();
    for (const receiver of this.receivers) receiver.close();
    this.state.set('closed');
  }

  /** The one that carries a source now. */
  sending(source: MediaSource): FakeSender | undefined {
    return this.senders.find((sender) => sender.source === source && !sender.isClosed);
  }
}

export class FakeRtc implements Rtc {
  readonly transports: FakeTransport[] = [];

  async load(): Promise<MediaCapabilities> {
    return CAPABILITIES;
  }

  open(direction: Direction, offer: TransportOffer): RtcTransport {
    const transport = new FakeTransport(direction, offer);
    this.transports.push(transport);
    return transport;
  }

  /** The transport in use for a direction. */
  now(direction: Direction): FakeTransport {
    const transport = this.transports.findLast((one) => one.direction === direction && one.state.get() !== 'closed');
    if (transport === undefined) throw new Error(`No ${direction} transport.`);
    return transport;
  }
}
