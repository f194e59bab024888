import type { Input, MediaSession, MediaSessionId, ParticipantId, SignallingRequests } from '#contracts';
import type { Clock, Log } from '#kernel';
import type { Tally } from '../core/tally.js';
import type { SocketOut } from '../wire/socket-out.js';
import type { MediaHost } from './links/media-host.js';
import type { MediaHosts } from './links/media-hosts.js';
import type { Viewer } from './viewer.js';

export type MediaCapabilities = Input<SignallingRequests, 'media.renew'>['media'];

/** A seat that somebody is about to take. */
export interface ClaimedSeat {
  readonly participantId: ParticipantId;
  /** @throws {Refusal} `seat-lost` once another claim has overtaken this one: no transports are made for it then. */
  readonly requireHeld: () => void;
}

export interface MediaTools {
  readonly hosts: MediaHosts;
  readonly out: SocketOut;
  readonly tally: Tally;
  readonly clock: Clock;
  readonly log: Log;
}

/** Why somebody is given new transports. */
export type { LossReason } from '../core/tally.js';

/** Both transports of one participant, as the server knows them. */
export interface Session {
  readonly sessionId: MediaSessionId;
  readonly participantId: ParticipantId;
  readonly host: MediaHost;
  readonly viewer: Viewer;
  /** Undefined for one that a dead server opened, on a host that does not say; whoever resumes brings them along. */
  capabilities: MediaCapabilities | undefined;
}

/** A session, and what its page is told of it. */
export interface OpenedSession {
  readonly session: Session;
  readonly media: MediaSession;
}

/** True for the same page of the same browser: its certificate is its own, and goes with the page. */
export function isSameBrowser(left: MediaCapabilities, right: MediaCapabilities): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
