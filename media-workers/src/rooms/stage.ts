import type { types as mediasoup } from 'mediasoup';
import type { MediaSource, ParticipantId, ProducerId, RelayId } from '#contracts';

/** Where a room's router runs: one worker with its port. */
export interface RouterHome {
  createRouter(mediaCodecs: mediasoup.RouterRtpCodecCapability[]): Promise<mediasoup.Router>;
  readonly webRtcServer: mediasoup.WebRtcServer;
  /** Share of a core that its worker used in the last moment, 0..1; absent where nobody measures. */
  readonly strainRatio?: number;
  /** It is to end once nobody is on it any more, and is given nobody. */
  readonly isLeaving: boolean;
}

/** A worker that a room is on, and with how many of its sessions. */
export interface Occupied {
  readonly home: RouterHome;
  readonly sessionCount: number;
}

/** Chooses the home of a room's next session: one where the room is, or another. */
export interface Placement {
  /** @throws {Refusal} `media-unavailable` when there is none now. */
  place(occupied: readonly Occupied[]): RouterHome;
}

/** One stream that comes in, and whose it is. */
export interface Published {
  readonly producer: mediasoup.Producer;
  /** Where it comes in; elsewhere it is only over a pipe. */
  readonly router: mediasoup.Router;
  readonly participantId: ParticipantId;
  readonly source: MediaSource;
  /** It comes in at another host and is relayed to here. */
  readonly relayId?: RelayId;
}

/** What the sessions of a room on one worker share. */
export interface Stage {
  readonly router: mediasoup.Router;
  readonly webRtcServer: mediasoup.WebRtcServer;
  /** Every stream of the room that can be forwarded, on whichever worker it comes in. Each session enters its own. */
  readonly published: Map<ProducerId, Published>;
  /**
   * Makes a stream available on this worker for as long as somebody here receives it. Resolves with what gives it back.
   *
   * @throws {Refusal} `not-found` when it ended, `media-unavailable` when its worker did.
   */
  bring(published: Published): Promise<() => void>;
  /** False for a microphone that louder ones are forwarded instead of. */
  isHeard(published: Published): boolean;
  /** How much this worker leaves out of videos now, for it bears no more; see `shed`. */
  shedLevel(): number;
  /** The publisher of a stream that was relayed to here comes in here by now: the relay ends. Safe to repeat. */
  arrived(published: Published): void;
  /** A microphone came in, and sends or is muted. Never throws. */
  microphone(published: Published, isOpen: boolean): void;
  /** A microphone ended. */
  microphoneGone(published: Published): void;
}
