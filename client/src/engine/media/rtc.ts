import type {
  ConsumerOffer,
  Direction,
  IceParameters,
  IceServer,
  MediaCapabilities,
  MediaSource,
  RtpCapabilities,
  RtpParameters,
  ShareProfile,
  TransportOffer,
} from '#contracts';
import type { LocalFigures } from '../insight/model.js';
import type { Readable } from '../store.js';

/*
 * The WebRTC of this browser as the engine needs it. Only `mediasoup-rtc.ts` knows which library does it.
 */

export type TransportState = 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed';

/** One source on its way out. */
export interface RtcSender {
  readonly rtpParameters: RtpParameters;
  /** Silences at once; a moment later nothing of it is on the wire any more. */
  pause(): void;
  resume(): void;
  /** Undefined lets go of the track, and with it of the device. */
  replaceTrack(track: MediaStreamTrack | undefined): Promise<void>;
  /** Encodes and sends so many layers, from the smallest on; 0 sends none and keeps everything ready. */
  limitLayers(count: number): Promise<void>;
  /** How it does at this end. */
  figures(): Promise<EndFigures>;
  close(): void;
}

/** What a browser measures of a stream at its own end. */
export type EndFigures = Omit<LocalFigures, 'source'>;

/** One stream on its way in. */
export interface RtcReceiver {
  readonly track: MediaStreamTrack;
  /** True once anything of it has arrived. */
  hasReceived(): Promise<boolean>;
  /** True once there is a picture of it to show; never for sound. */
  hasPicture(): Promise<boolean>;
  /** How it does at this end. */
  figures(): Promise<EndFigures>;
  close(): void;
}

export interface RtcTransport {
  readonly state: Readable<TransportState>;
  send(what: {
    readonly source: MediaSource;
    readonly track: MediaStreamTrack;
    readonly isPaused: boolean;
    /** Of a screen. */
    readonly profile?: ShareProfile | undefined;
  }): Promise<RtcSender>;
  /** Calls made in one go are negotiated together. */
  receive(offer: ConsumerOffer): Promise<RtcReceiver>;
  restartIce(iceParameters: IceParameters): Promise<void>;
  close(): void;
}

export interface Rtc {
  /** Learns what this browser and the router have in common, and makes the certificate for all transports. Safe to repeat. */
  load(router: RtpCapabilities): Promise<MediaCapabilities>;
  /** Only after `load`. */
  open(direction: Direction, offer: TransportOffer, iceServers: readonly IceServer[]): RtcTransport;
}
