import { Refusal, type MediaSessionId, type ParticipantId } from '#contracts';
import type { MeetingMedia } from './meeting-media.js';
import type { MediaCapabilities, OpenedSession, Session } from './session.js';

/** Sessions of devices that are about to take a seat over: they receive already, while the seat's own goes on. */
export class Aside {
  readonly #media: MeetingMedia;
  readonly #sessions = new Map<MediaSessionId, Session>();

  constructor(media: MeetingMedia) {
    this.#media = media;
  }

  get ids(): readonly MediaSessionId[] {
    return [...this.#sessions.keys()];
  }

  has(sessionId: MediaSessionId): boolean {
    return this.#sessions.has(sessionId);
  }

  /** @throws {Refusal} `media-unavailable`; `seat-lost` when the seat was given up meanwhile. */
  async open(participantId: ParticipantId, capabilities: MediaCapabilities): Promise<OpenedSession> {
    const opened = await this.#media.openAside(participantId, capabilities);
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
    const { meetingId } = this.#media.live;
    this.#media.quietly(session.host, 'session.close', { meetingId, sessionId: session.sessionId });
  }

  lost(sessionIds: ReadonlySet<MediaSessionId>): void {
    for (const sessionId of this.ids) if (sessionIds.has(sessionId)) this.#sessions.delete(sessionId);
  }
}

function lost(): Refusal {
  return new Refusal('media-unavailable', 'The way to this device was lost. Please try again.');
}
