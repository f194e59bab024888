import type { FlowState, MediaControlEvents, MediaSessionId, ParticipantId, Payload, Tuning } from '#contracts';
import type { MediaHost } from './links/media-host.js';
import type { Published } from './plan.js';
import type { Session } from './session.js';

type Reports = Payload<MediaControlEvents, 'streams.changed'>['sessions'];

/** The current media session of each participant of one meeting. */
export class Sessions {
  readonly #byParticipant = new Map<ParticipantId, Session>();
  readonly #hosts = new Map<MediaSessionId, MediaHost>();

  all(): readonly Session[] {
    return [...this.#byParticipant.values()];
  }

  of(participantId: ParticipantId): Session | undefined {
    return this.#byParticipant.get(participantId);
  }

  /** False for one that was replaced. */
  has(session: Session): boolean {
    return this.of(session.participantId) === session;
  }

  set(session: Session): void {
    this.#byParticipant.set(session.participantId, session);
    this.#hosts.set(session.sessionId, session.host);
  }

  delete(session: Session): void {
    if (this.has(session)) this.#byParticipant.delete(session.participantId);
    this.#hosts.delete(session.sessionId);
  }

  /** Where a session is, also one that was replaced and serves for a while yet. */
  hostOf(sessionId: MediaSessionId): MediaHost | undefined {
    return this.#hosts.get(sessionId);
  }

  /** Nothing is opened, closed or told for any of them any more. */
  close(): void {
    for (const { viewer } of this.all()) viewer.close();
    this.#byParticipant.clear();
    this.#hosts.clear();
  }

  on(host: MediaHost): readonly Session[] {
    return this.all().filter((session) => session.host === host);
  }

  idsOn(host: MediaHost): ReadonlySet<MediaSessionId> {
    return new Set(this.on(host).map(({ sessionId }) => sessionId));
  }

  settle(): void {
    for (const { viewer } of this.all()) viewer.settle();
  }

  /** What everybody receives now, and how. */
  watched(): (readonly (readonly [Published, Tuning])[])[] {
    return this.all().map(({ viewer }) => viewer.watched());
  }

  /** How streams come in and reach their viewers. Reports of what ended meanwhile are passed over. */
  reported(reports: Reports): void {
    const byId = new Map(this.all().map((session) => [session.sessionId, session]));
    for (const report of reports) byId.get(report.sessionId)?.viewer.reported(report);
  }

  /** How many streams are in each state, counted into `counts`. */
  countFlows(counts: Map<FlowState, number>): void {
    for (const { viewer } of this.all()) viewer.reception.countInto(counts);
  }
}
