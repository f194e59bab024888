import { randomUUID } from 'node:crypto';
import {
  ConsumerId,
  MediaSessionId,
  Refusal,
  type MediaSession,
  type ParticipantId,
  type ProducerId,
  type Tuning,
} from '#contracts';
import type { MediaHost } from './links/media-host.js';
import type { MediaCapabilities, OpenedSession, Session } from './session.js';
import type { Viewer } from './viewer.js';
import { planOn, type Scene, type ViewingOf } from './viewing.js';

/** The media of a meeting, as far as somebody enters it. */
export interface Entered extends Scene {
  readonly isClosed: boolean;
  viewer(of: ViewingOf): Viewer;
  /** From now on this is the participant's session. */
  seat(session: Session): void;
  drop(session: Session): void;
  closeQuietly(host: MediaHost, sessionId: MediaSessionId): void;
}

/** Whom transports are opened for: who has a seat, or who stands before the door and receives nothing yet. */
export type OpenedFor = 'seat' | 'door';

interface OpeningFor {
  readonly participantId: ParticipantId;
  readonly capabilities: MediaCapabilities;
  readonly opened: OpenedFor;
}

interface Wish {
  readonly consumerId: ConsumerId;
  readonly producerId: ProducerId;
  readonly tuning: Tuning;
}

/** Opens sessions on media hosts, and finds those that stand. */
export class Openings {
  readonly #media: Entered;
  /** Those that are being opened at this moment: a host may know them before we do. */
  readonly #opening = new Map<MediaSessionId, MediaHost>();

  constructor(media: Entered) {
    this.#media = media;
  }

  has(sessionId: MediaSessionId): boolean {
    return this.#opening.has(sessionId);
  }

  ids(): MediaSessionId[] {
    return [...this.#opening.keys()];
  }

  /** Opens a session and seats the participant on it. @throws as `openAside`. */
  async open(participantId: ParticipantId, capabilities: MediaCapabilities): Promise<MediaSession> {
    const { session, media } = await this.openAside(participantId, capabilities, 'seat');
    this.#media.seat(session);
    return media;
  }

  /**
   * Transports that nobody is seated on yet. Once more when the host turns out to be dead: another one may be there, and
   * whoever waits need not hear of it.
   *
   * @throws {Refusal} `media-unavailable`; `seat-lost` when the seat was given up meanwhile.
   */
  async openAside(
    participantId: ParticipantId,
    capabilities: MediaCapabilities,
    opened: OpenedFor,
  ): Promise<OpenedSession> {
    const host = await this.#place();
    try {
      return await this.#openOn(host, { participantId, capabilities, opened });
    } catch (thrown) {
      if (!(thrown instanceof Refusal) || thrown.code !== 'media-unavailable' || host.isUp) throw thrown;
      return this.#openOn(await this.#place(), { participantId, capabilities, opened });
    }
  }

  #place(): Promise<MediaHost> {
    const coming = () => [...this.#opening.values()];
    return this.#media.station.placed(
      (host) => this.#media.sessions.on(host).length + coming().filter((one) => one === host).length,
    );
  }

  async #openOn(host: MediaHost, { participantId, capabilities, opened }: OpeningFor): Promise<OpenedSession> {
    this.#requireWanted(participantId, opened);
    const { meetingId } = this.#media.live;
    const sessionId = MediaSessionId.parse(randomUUID());
    const wishes = this.#wishesOf(participantId, host, opened);
    this.#opening.set(sessionId, host);
    try {
      const media = await host.ask('session.open', {
        meetingId,
        sessionId,
        participantId,
        ...capabilities,
        consumers: wishes,
      });
      this.#requireWanted(participantId, opened);
      if (!this.#media.station.isOn(host))
        throw new Refusal('media-unavailable', 'The media server was lost. Please try again.');
      const viewer = this.#media.viewer({ participantId, sessionId, host });
      viewer.adopt(media.consumers, new Map(wishes.map(({ consumerId, tuning }) => [consumerId, tuning])));
      return { session: { sessionId, participantId, host, capabilities, viewer }, media };
    } catch (thrown) {
      // It may stand there although we were told otherwise, or not told at all.
      if (host.isUp) this.#media.closeQuietly(host, sessionId);
      throw thrown;
    } finally {
      this.#opening.delete(sessionId);
    }
  }

  #wishesOf(participantId: ParticipantId, host: MediaHost, opened: OpenedFor): Wish[] {
    const { attention, relays } = this.#media;
    if (opened === 'seat') attention.expect(participantId);
    const planned = planOn(this.#media, participantId, host);
    if (opened === 'seat') attention.begin(participantId, planned);
    // What has to be carried here first is opened as soon as it is, and nobody waits for it.
    const here = planned.filter((published) => relays.carries(published, host));
    return here.map((published) => {
      const tuning = attention.tuningOf(participantId, published);
      return {
        consumerId: ConsumerId.parse(randomUUID()),
        producerId: published.producerId,
        tuning: opened === 'door' ? { ...tuning, isHeld: true, isAlwaysHeard: false } : tuning,
      };
    });
  }

  /** Undefined when the host does not have it any more; then it is dropped here as well. */
  async describe(session: Session): Promise<MediaSession | undefined> {
    const { host, sessionId, participantId } = session;
    const at = { meetingId: this.#media.live.meetingId, sessionId };
    try {
      const media = await host.ask('session.describe', at);
      this.#requireWanted(participantId, 'seat');
      if (!this.#media.sessions.has(session)) return undefined;
      session.viewer.adopt(media.consumers);
      // Those in an answer flow by themselves; some of these were waiting for a `media.ready` that never came.
      if (media.consumers.length > 0) {
        await host.ask('consumer.resume', { ...at, consumerIds: media.consumers.map(({ consumerId }) => consumerId) });
      }
      return media;
    } catch (thrown) {
      const isGone = thrown instanceof Refusal && (thrown.code === 'not-found' || !host.isUp);
      if (!isGone) throw thrown;
      this.#media.drop(session);
      return undefined;
    }
  }

  #requireWanted(participantId: ParticipantId, opened: OpenedFor): void {
    const isGone = opened === 'seat' && this.#media.live.rules.stateOf(participantId) === 'gone';
    if (this.#media.isClosed || isGone) {
      throw new Refusal('seat-lost', 'Your seat in this meeting was given up.');
    }
  }
}
