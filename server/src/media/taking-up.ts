import type {
  ConsumerId,
  MediaControlRequests,
  Output,
  ProducerId,
  RelayInventory,
  SessionInventory,
} from '#contracts';
import type { LiveMeeting } from '../meetings/live-meeting.js';
import type { MediaHost } from './links/media-host.js';
import type { Publications } from './publications.js';
import type { Relays } from './relays.js';
import type { Session } from './session.js';
import type { Sessions } from './sessions.js';
import type { Station } from './station.js';
import type { Viewer } from './viewer.js';
import type { ViewingOf } from './viewing.js';

/** What a host carries of a meeting, as it says. */
type Found = Output<MediaControlRequests, 'room.inventory'> & { readonly host: MediaHost };

/** The media of a meeting, as far as it is taken up. */
export interface Taken {
  readonly live: LiveMeeting;
  readonly publications: Publications;
  readonly relays: Relays;
  readonly sessions: Sessions;
  readonly station: Station;
  viewer(of: ViewingOf): Viewer;
  closeQuietly(host: MediaHost, sessionId: Session['sessionId']): void;
  settleAll(): void;
}

interface Standing {
  readonly session: Session;
  readonly consumers: readonly { readonly consumerId: ConsumerId; readonly producerId: ProducerId }[];
}

/**
 * Takes up the media of a meeting whose server died, on however many hosts it stands. What everybody receives can only be
 * told once all of it is known, since it may come in on another host.
 */
export class TakingUp {
  readonly #media: Taken;
  readonly #standing: Standing[] = [];
  readonly #relays = new Map<MediaHost, readonly RelayInventory[]>();

  constructor(media: Taken) {
    this.#media = media;
  }

  take({ host, sessions, capabilities, relays }: Found): void {
    const { live } = this.#media;
    const kept = sessions.filter(({ participantId }) => live.rules.stateOf(participantId) !== 'gone');
    for (const found of kept) {
      const rtpCapabilities = capabilities[found.capabilitiesIndex];
      const { dtlsParameters } = found;
      this.#seat(host, found, rtpCapabilities === undefined ? undefined : { rtpCapabilities, dtlsParameters });
    }
    this.#relays.set(host, relays);
    this.#media.station.foundOn(
      host,
      relays.map(({ peerId }) => peerId),
    );
  }

  /** All of it is known, or the rest was given up. */
  finish(): void {
    const { publications, relays, sessions, station } = this.#media;
    for (const [host, found] of this.#relays)
      relays.takeUp({ host, found, hosts: station.hosts, of: (producerId) => publications.byId(producerId) });
    this.#relays.clear();
    for (const { session, consumers } of this.#standing.splice(0))
      if (sessions.has(session)) session.viewer.adopt(consumers);
    this.#media.settleAll();
  }

  #seat(host: MediaHost, found: SessionInventory, capabilities: Session['capabilities']): void {
    const { live, publications, sessions } = this.#media;
    const { sessionId, participantId, producers, consumers } = found;
    const before = sessions.of(participantId);
    // The host was looked through before, while the rest was still searched for.
    if (before?.sessionId === sessionId) return;
    // The server died while they were moving. The other one is left over, and either may be.
    if (before !== undefined) return this.#media.closeQuietly(host, sessionId);
    const viewer = this.#media.viewer({ participantId, sessionId, host });
    const session: Session = { sessionId, participantId, host, viewer, capabilities };
    sessions.set(session);
    this.#standing.push({ session, consumers });
    for (const { producerId, source, isPaused, layerCounts } of producers) {
      publications.add({ producerId, sessionId, owner: participantId, source, layerCounts });
      live.tell(live.rules.setSource(participantId, { source, isPaused }));
    }
  }
}
