import { Refusal, type MediaSessionId, type ParticipantId } from '#contracts';
import type { Attention } from './attention.js';
import type { MediaHost } from './links/media-host.js';
import type { Openings } from './openings.js';
import type { MediaCapabilities, OpenedSession, Session } from './session.js';

/** The media of a meeting, as far as a device beside its seat's own needs it. */
interface Beside {
  readonly attention: Attention;
  readonly openings: Openings;
  inOrder<T>(participantId: ParticipantId, task: () => Promise<T>): Promise<T>;
  seatBeside(session: Session): void;
  closeQuietly(host: MediaHost, sessionId: MediaSessionId): void;
}

/** Sessions of devices that are about to take a seat over: they receive already, while the seat's own goes on. */
export class Aside {
  readonly #media: Beside;
  readonly #sessions = new Map<MediaSessionId, Session>();

  constructor(media: Beside) {
    this.#media = media;
  }

  get ids(): readonly MediaSessionId[] {
    return [...this.#sessions.keys()];
  }

  idsOn(host: MediaHost): readonly MediaSessionId[] {
    return [...this.#sessions.values()].filter((session) => session.host === host).map(({ sessionId }) => sessionId);
  }

  has(sessionId: MediaSessionId): boolean {
    return this.#sessions.has(sessionId);
  }

  /** @throws {Refusal} `media-unavailable`; `seat-lost` when the seat was given up meanwhile. */
  async open(participantId: ParticipantId, capabilities: MediaCapabilities): Promise<OpenedSession> {
    const opened = await this.#media.openings.openAside(participantId, capabilities);
    this.#sessions.set(opened.session.sessionId, opened.session);
    return opened;
  }

  /** @throws {Refusal} `media-unavailable` for one that was lost meanwhile. */
  require({ sessionId }: Session): void {
    if (!this.#sessions.has(sessionId)) throw lost();
  }

  /** It is the participant's own from here on. @throws {Refusal} as `require`. */
  seat(session: Session): Promise<void> {
    const { participantId, sessionId } = session;
    return this.#media.inOrder(participantId, () => {
      if (!this.#sessions.delete(sessionId)) throw lost();
      this.#media.attention.reloaded(participantId);
      this.#media.attention.expect(participantId);
      this.#media.seatBeside(session);
      return Promise.resolve();
    });
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
