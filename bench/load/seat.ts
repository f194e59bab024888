import type {
  ConsumerId,
  ConsumerOffer,
  Direction,
  IceParameters,
  MediaCapabilities,
  MediaSession,
  MediaSource,
  ParticipantId,
  ProducerId,
  RtpCapabilities,
  RtpParameters,
  Tile,
  TransportOffer,
} from '#contracts';

/** What a participant hears while it sits in a meeting. */
export interface SeatEvents {
  readonly onOpened: (consumers: readonly ConsumerOffer[]) => void;
  readonly onClosed: (consumerIds: readonly ConsumerId[]) => void;
  /** Its transports are gone; here are others. */
  readonly onReplaced: (media: MediaSession) => void;
  /** So many layers of its camera are watched, from the smallest on. */
  readonly onWanted: (layersCount: number) => void;
  /** A transport that the session did not bring. Resolves when it stands. @throws {Error} when it does not open. */
  readonly onTransport: (direction: Direction, offer: SeatTransport) => Promise<void>;
  /** It can no longer keep up with the meeting. */
  readonly onFailed: (thrown: unknown) => void;
}

/** A session of a host that may make a transport only once there is something for it to carry. */
export type SeatSession = Omit<MediaSession, Direction> & { readonly [direction in Direction]?: SeatTransport };

/** How a host is reached. */
export interface SeatTransport extends TransportOffer {
  /** What the host was told of our end, where it checks the path from its side too. */
  readonly own?: IceParameters;
}

export interface Publication {
  readonly producerId: ProducerId;
  readonly source: MediaSource;
  readonly rtpParameters: RtpParameters;
}

/** What a synthetic participant needs of the meeting it joins. Parley is one such; a bare media script is another. */
export interface Seat {
  readonly routerRtpCapabilities: RtpCapabilities;
  /** Safe to call once. @throws {Error} when it is refused or not answered. */
  join(media: MediaCapabilities, events: SeatEvents): Promise<SeatSession>;
  /** Who it is in the meeting, once it has joined; undefined where nobody is anybody. */
  readonly participantId: ParticipantId | undefined;
  publish(publication: Publication): Promise<void>;
  /** Tells what its page shows; absent where nobody wants to know. */
  view?(tiles: readonly Tile[]): Promise<void>;
  /** Lets streams of `onOpened` flow. */
  ready(consumerIds: readonly ConsumerId[]): Promise<void>;
  /** Safe to repeat. Never rejects. */
  leave(): Promise<void>;
}
