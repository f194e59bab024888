import type { types as mediasoup } from 'mediasoup';
import type { MediaSource, ParticipantId, ProducerId } from '#contracts';

/** Where a room's router runs: one worker with its port. */
export interface RouterHome {
  createRouter(mediaCodecs: mediasoup.RouterRtpCodecCapability[]): Promise<mediasoup.Router>;
  readonly webRtcServer: mediasoup.WebRtcServer;
}

/** Chooses the home of a new router. @throws {Refusal} `media-unavailable` when there is none now. */
export interface Placement {
  place(): RouterHome;
}

/** One stream that comes in, and whose it is. */
export interface Published {
  readonly producer: mediasoup.Producer;
  readonly participantId: ParticipantId;
  readonly source: MediaSource;
}

/** What the sessions of a room share. Owned by the room. */
export interface Stage {
  readonly router: mediasoup.Router;
  readonly webRtcServer: mediasoup.WebRtcServer;
  /** Every stream of the room that can be forwarded. Each session enters and removes its own. */
  readonly published: Map<ProducerId, Published>;
  /** Measures the level of a microphone. Never throws. */
  measureLevel(published: Published): void;
  /** A microphone went silent by decision, not by silence. */
  hush(participantId: ParticipantId): void;
}
