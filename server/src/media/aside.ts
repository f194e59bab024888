import { Refusal, type MediaSession, type MediaSessionId, type ParticipantId } from '#contracts';
import type { MediaHost } from './links/media-host.js';
import type { OpenedFor, Openings } from './openings.js';
import { isSameBrowser, type MediaCapabilities, type OpenedSession, type Session } from './session.js';
import { planOn, type Scene } from './viewing.js';

/** The media of a meeting, as far as sessions beside those of its seats need it. */
interface Beside extends Scene {
  readonly openings: Openings;
  inOrder<T>(participantId: ParticipantId, task: () => Promise<T>): Promise<T>;
  seatBeside(session: Session): void;
  closeQuietly(host: MediaHost, sessionId: MediaSessionId): void;
}

/**
 * Sessions beside those of the seats: of devices that are about to take a seat over, and receive already while the seat's
 * own goes on; and of people before the door, who receive nothing yet.
 */
export class Aside {
  readonly #media: Beside;
  readonly #sessions = new Map<MediaSessionId, Session>();

  constructor(media: Beside) {
    this.#media = media;
  }

  get ids(): readonly MediaSessionId[] {
    return [...this.#sessions.keys()];
  }

  on(host: MediaHost): readonly Session[] {
    return [...this.#sessions.values()].filter((session) => session.host === host);
  }

  has(sessionId: MediaSessionId): boolean {
    return this.#sessions.has(sessionId);
  }

  /** @throws {Refusal} `media-unavailable`; `seat-lost` when the seat was given up meanwhile, or the meeting is over. */
  async open(participantId: ParticipantId, capabilities: MediaCapabilities, opened: OpenedFor): Promise<OpenedSession> {
    const made = await this.#media.openings.openAside(participantId, capabilities, opened);
    this.#sessions.set(made.session.sessionId, made.session);
    return made;
  }

  /** @throws {Refusal} `media-unavailable` for one that was lost meanwhile. */
  require({ sessionId }: Pick<Session, 'sessionId'>): void {
    if (!this.#sessions.has(sessionId)) throw lost();
  }

  /** It is the participant's own from here on. @throws {Refusal} as `require`. */
  seat(session: Session): Promise<void> {
    return this.#media.inOrder(session.participantId, () => {
      this.require(session);
      this.#seatNow(session);
      return Promise.resolve();
    });
  }

  /**
   * Seats whom it was opened for before the door, and lets it flow: what stands of it, for their page. Undefined when it was
   * lost meanwhile. To be called in the participant's order.
   */
  enter({ session, media }: OpenedSession, capabilities: MediaCapabilities): MediaSession | undefined {
    const { viewer, capabilities: before, participantId, host } = session;
    const isTheirs = before !== undefined && isSameBrowser(before, capabilities);
    if (!isTheirs || !this.has(session.sessionId)) return undefined;
    this.#seatNow(session);
    this.#media.attention.begin(participantId, planOn(this.#media, participantId, host));
    const standing = viewer.standing();
    return { ...media, consumers: media.consumers.filter(({ consumerId }) => standing.has(consumerId)) };
  }

  /** The door has changed: whoever stood before it asks anew. */
  dropStrangers(): void {
    for (const session of this.#sessions.values())
      if (this.#media.live.rules.stateOf(session.participantId) === 'gone') this.drop(session);
  }

  #seatNow(session: Session): void {
    const { participantId, sessionId } = session;
    this.#sessions.delete(sessionId);
    this.#media.attention.reloaded(participantId);
    this.#media.attention.expect(participantId);
    this.#media.seatBeside(session);
  }

  /** Nothing comes of it. Safe to repeat. */
  drop(session: Session): void {
    if (!this.#sessions.delete(session.sessionId)) return;
    session.viewer.close();
    this.#media.closeQuietly(session.host, session.sessionId);
  }

  lost(sessionIds: ReadonlySet<MediaSessionId>): void {
    for (const sessionId of this.ids) if (sessionIds.has(sessionId)) this.#sessions.delete(sessionId);
  }
}

function lost(): Refusal {
  return new Refusal('media-unavailable', 'The way to this device was lost. Please try again.');
}
