import type { MediaSource, Output, ParticipantId, SignallingRequests } from '#contracts';
import type { Readable } from '../store.js';

/** Who hears somebody now, who does not, and why. */
export type Audibility = Output<SignallingRequests, 'media.audibility'>;
/** What was set going so that somebody hears. */
export type MendingStep = Output<SignallingRequests, 'media.mend'>['step'];

/** What only this browser can measure of a stream at its own end. */
export interface LocalFigures {
  readonly source: MediaSource;
  readonly jitterMs: number | undefined;
  readonly framesPerSecond: number | undefined;
  readonly widthPx: number | undefined;
  readonly heightPx: number | undefined;
  /** Of what goes out: what makes this browser send less than it was asked to. */
  readonly limitedBy: 'cpu' | 'bandwidth' | undefined;
}

/** How somebody’s streams do: as the server measures both ways, and as this browser does. */
export type ConnectionFigures = Output<SignallingRequests, 'media.figures'> & {
  readonly local: readonly LocalFigures[];
};

/** How media reaches whom, and what can be done about it. */
export interface InsightView {
  /** @throws {Refusal} as the contract says. */
  audibility(speakerId: ParticipantId): Promise<Audibility>;
  /** @throws {Refusal} as the contract says. */
  figures(participantId: ParticipantId): Promise<ConnectionFigures>;
  /** Lets the server mend what keeps a listener from hearing a speaker. @throws {Refusal} as the contract says. */
  mend(speakerId: ParticipantId, listenerId: ParticipantId): Promise<MendingStep>;
  /** Somebody speaks, and asks this person to turn their sound on; it goes away as soon as sound plays. */
  readonly soundWish: Readable<SoundWish | undefined>;
}

export interface SoundWish {
  readonly speakerId: ParticipantId;
}
