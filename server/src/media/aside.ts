import { Refusal, type MediaSessionId, type ParticipantId } from '#contracts';
import type { LiveMeeting } from '../meetings/live-meeting.js';
import type { Attention } from './attention.js';
import type { MediaHost } from './links/media-host.js';
import type { Publications } from './publications.js';
import type { Renewals } from './renewals.js';
import type { MediaCapabilities, OpenedSession, Session } from './session.js';
import type { Sessions } from './sessions.js';
import type { Station } from './station.js';

/** The media of a meeting, as far as a second session of somebody needs it. */
interface Around {
  readonly live: LiveMeeting;
  readonly attention: Attention;
  readonly publications: Publications;
  readonly renewals: Pick<Renewals, 'delete'>;
  readonly sessions: Sessions;
  readonly station: Pick<Station, 'closeLater'>;
  openAside(participantId: ParticipantId, capabilities: MediaCapabilities): Promise<OpenedSession>;
  inOrder<T>(participantId: ParticipantId, task: () => Promise<T>): Promise<T>;
  quietly(
    host: MediaHost,
    name: 'session.close',
    at: { readonly meetingId: LiveMeeting['meetingId']; readonly sessionId: MediaSessionId },
  ): void;
  settleAll(): void;
}

/** Sessions of devices that are about to take a seat over: they receive already, while the seat's own goes on. */
export class Aside {
  readonly #media: Around;
  readonly #sessions = new Map<MediaSessionId, Session>();

  constructor(media: Around) {
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
      this.#seatBeside(session);
      return Promise.resolve();
    });
  }

  /** What came in over the session of before is had by the others until it comes in anew. */
  #seatBeside(session: Session): void {
    const { sessions, station, renewals, publications, live } = this.#media;
    const { participantId } = session;
    const before = sessions.of(participantId);
    before?.viewer.close();
    renewals.delete(participantId);
    sessions.set(session);
    session.viewer.settle();
    if (before === undefined) return;
    station.closeLater(participantId, () => {
      if (publications.endSession(before.sessionId)) this.#media.settleAll();
      this.#media.quietly(before.host, 'session.close', { meetingId: live.meetingId, sessionId: before.sessionId });
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
