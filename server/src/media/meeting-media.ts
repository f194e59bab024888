import { randomUUID } from 'node:crypto';
import {
  ConsumerId,
  MediaSessionId,
  Refusal,
  type Asked,
  type MediaControlEvents,
  type MediaControlRequests,
  type MediaSession,
  type ParticipantId,
  type Payload,
} from '#contracts';
import { TaskQueue } from '#kernel';
import type { LiveMeeting } from '../meetings/live-meeting.js';
import { Aside } from './aside.js';
import { Attention } from './attention.js';
import type { ControlRequest, MediaHost } from './links/media-host.js';
import { Publications } from './publications.js';
import { Renewals } from './renewals.js';
import {
  isSameBrowser,
  type ClaimedSeat,
  type LossReason,
  type MediaCapabilities,
  type MediaTools,
  type OpenedSession,
  type Session,
} from './session.js';
import { Sessions } from './sessions.js';
import { Station } from './station.js';
import type { Viewer } from './viewer.js';
import { planOn, viewerOf, type ViewingOf } from './viewing.js';

type Speaking = Payload<MediaControlEvents, 'room.speaking'>['speakers'];
/**
 * The media of one meeting, as the owner node wants it: which host, which sessions, what is published. Everything that
 * concerns one participant happens in order; nobody waits for another's. The host is asked, and after each answer the
 * state is looked at again, because seats, sessions and hosts end meanwhile.
 */
export class MeetingMedia {
  readonly live: LiveMeeting;
  readonly publications = new Publications();
  readonly attention: Attention;
  readonly #tools: MediaTools;
  readonly sessions = new Sessions();
  readonly #queues = new Map<ParticipantId, TaskQueue>();
  /** Sessions that are being opened at this moment: a host may know them before we do. */
  readonly #opening = new Set<MediaSessionId>();
  /** Those that a device has which is about to take a seat over. */
  readonly aside = new Aside(this);
  readonly renewals: Renewals;
  /** The socket that knows how somebody's streams stand. */
  readonly #toldSockets = new Map<ParticipantId, string>();
  readonly station: Station;
  #state: 'running' | 'closed' = 'running';

  constructor(live: LiveMeeting, tools: MediaTools) {
    this.live = live;
    this.#tools = tools;
    this.station = new Station(live, tools);
    this.attention = new Attention({
      live,
      publications: this.publications,
      clock: tools.clock,
      out: tools.out,
      watched: () => this.sessions.watched(),
      onChanged: (participantId) => this.sessions.of(participantId)?.viewer.settle(),
    });
    this.renewals = new Renewals({
      live,
      tools,
      inOrder: (participantId, task) => this.inOrder(participantId, task),
      open: (participantId, capabilities) => this.#open(participantId, capabilities),
    });
  }

  /**
   * Opens a participant's transports with what flows first, in one round trip. Who has some already, for the same
   * browser, keeps them: the answer of before was lost.
   *
   * @throws {Refusal} `media-unavailable`; `seat-lost` when the seat was given up meanwhile.
   */
  open({ participantId, requireHeld }: ClaimedSeat, capabilities: MediaCapabilities): Promise<MediaSession> {
    return this.inOrder(participantId, async () => {
      requireHeld();
      const present = this.sessions.of(participantId);
      const isSame = present?.capabilities !== undefined && isSameBrowser(present.capabilities, capabilities);
      const kept = isSame ? await this.#describe(present) : undefined;
      return kept ?? this.#open(participantId, capabilities);
    });
  }

  /** New transports in any case. What was published over the old ones is over; its sources stay shown. @throws as `open`. */
  renew(participantId: ParticipantId, capabilities: MediaCapabilities): Promise<MediaSession> {
    return this.inOrder(participantId, () => this.#open(participantId, capabilities));
  }

  /**
   * For somebody who comes back: the same session when they still have its transports and the host still has it, else
   * a new one. A page that was loaded anew publishes nothing yet, whatever it did before.
   *
   * @throws as `open` does.
   */
  resume(
    { participantId, requireHeld }: ClaimedSeat,
    capabilities: MediaCapabilities,
    hasTransports: boolean,
  ): Promise<MediaSession> {
    return this.inOrder(participantId, async () => {
      await this.station.found;
      requireHeld();
      const present = this.sessions.of(participantId);
      const kept = hasTransports && present !== undefined ? await this.#describe(present) : undefined;
      if (kept !== undefined && present !== undefined) {
        present.capabilities = capabilities;
        return kept;
      }
      if (!hasTransports) this.attention.reloaded(participantId);
      const media = await this.#open(participantId, capabilities);
      if (!hasTransports) this.#clearSources(participantId);
      return media;
    });
  }

  /** Runs what concerns one participant after what was asked for them before. */
  inOrder<T>(participantId: ParticipantId, task: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(participantId) ?? new TaskQueue();
    this.#queues.set(participantId, queue);
    return queue.run(task);
  }

  /** @throws {Refusal} `media-unavailable` while a participant's transports are being made anew. */
  session(participantId: ParticipantId): Session {
    const session = this.sessions.of(participantId);
    if (session === undefined)
      throw new Refusal('media-unavailable', 'Your connection is being made anew. Please try again.');
    return session;
  }

  find(participantId: ParticipantId): Session | undefined {
    return this.sessions.of(participantId);
  }

  /** Somebody's connection came or went, so they may be told of streams, or need transports of their own. */
  tend(participantId: ParticipantId): void {
    const session = this.sessions.of(participantId);
    if (session === undefined) return this.renewals.attempt(participantId);
    session.viewer.settle();
    const socketId = this.live.socketOf(participantId);
    if (socketId === undefined || this.#toldSockets.get(participantId) === socketId) return;
    this.#toldSockets.set(participantId, socketId);
    session.viewer.retell();
    this.attention.retell(participantId);
  }

  /** Something is published, or is no more: every viewer looks at the plan again. */
  settleAll(): void {
    this.sessions.settle();
    this.attention.reviewSoon();
  }

  heard(speakers: Speaking): void {
    this.attention.heard(speakers);
    // With fewer cameras than anybody may see, who speaks changes nothing of what is shown.
    if (this.publications.hasMoreCamerasThanFit) this.settleAll();
  }

  /** A seat was given up, or its claim came to nothing. Resolves once its transports are closed. Safe to repeat. */
  async leave(participantId: ParticipantId): Promise<void> {
    const session = this.sessions.of(participantId);
    this.#queues.delete(participantId);
    this.renewals.delete(participantId);
    this.#toldSockets.delete(participantId);
    this.attention.leave(participantId);
    this.station.closeLeft(participantId);
    if (session === undefined) return;
    this.#drop(session);
    const at = { meetingId: this.live.meetingId, sessionId: session.sessionId };
    await this.confirmed(session.host, 'session.close', at);
  }

  /** The meeting is over: everything of it is closed. Safe to repeat. */
  end(): void {
    if (this.#state === 'closed') return;
    const { host } = this.station;
    this.station.closeAllLeft();
    this.forget();
    if (host !== undefined) this.quietly(host, 'room.close', { meetingId: this.live.meetingId });
  }

  /** The meeting is another node's now: nothing is closed, nothing is told. */
  forget(): void {
    this.#state = 'closed';
    this.station.endSearch();
    this.attention.close();
    this.renewals.close();
    this.sessions.close();
    this.station.unplace();
  }

  /** These sessions ended without our doing. Who is here gets new transports at once, who is away when they return. */
  lost(sessionIds: ReadonlySet<MediaSessionId>, reason: LossReason): void {
    this.aside.lost(sessionIds);
    for (const session of this.sessions.all().filter((one) => sessionIds.has(one.sessionId))) {
      this.#drop(session);
      this.renewals.add(session, reason);
    }
  }

  /** The meeting's host cannot be reached any more: another one takes over. */
  hostGone(host: MediaHost): void {
    if (!this.isOn(host)) return;
    this.station.unplace();
    this.lost(new Set([...this.sessions.ids, ...this.aside.ids]), 'host-gone');
  }

  /**
   * The host wants to end: everybody is given transports on another one, and the old ones serve until those stand.
   * False when there is no other.
   */
  move(from: MediaHost): boolean {
    if (!this.isOn(from) || this.#state === 'closed') return true;
    if (!this.station.move()) return false;
    const moving = this.sessions.all();
    // Nobody is to be told that streams end which they receive for a while yet.
    for (const { viewer } of moving) viewer.close();
    for (const session of moving) {
      // Who is away has nothing to keep until they return; nobody's transports are made for them now.
      if (this.live.socketOf(session.participantId) === undefined) this.#drop(session);
      this.renewals.add(session, 'moved');
    }
    return true;
  }

  isOn(host: MediaHost): boolean {
    return this.station.host === host;
  }

  get isClosed(): boolean {
    return this.#state === 'closed';
  }

  isOpening(sessionId: MediaSessionId): boolean {
    return this.#opening.has(sessionId) || this.aside.has(sessionId);
  }

  /** Asks a host for something whose failure the next look through what it carries will mend. Never rejects. */
  quietly<K extends ControlRequest>(host: MediaHost, name: K, input: Asked<MediaControlRequests, K>): void {
    void this.confirmed(host, name, input);
  }

  /** Resolves once the host has done it, or could not be heard of; never rejects, as `quietly`. */
  async confirmed<K extends ControlRequest>(
    host: MediaHost,
    name: K,
    input: Asked<MediaControlRequests, K>,
  ): Promise<void> {
    try {
      await host.ask(name, input);
    } catch (fault) {
      this.#tools.log.warn(
        { meetingId: this.live.meetingId, hostId: host.hostId, request: name, fault },
        'a media host did not confirm',
      );
    }
  }

  snapshot() {
    return {
      meetingId: this.live.meetingId,
      state: this.station.isSearching ? 'searching' : this.#state,
      hostId: this.station.host?.hostId,
      opening: [...this.#opening],
      sessions: this.sessions.all().map(({ participantId, viewer }) => ({
        participantId,
        ...viewer.snapshot(),
      })),
      published: this.publications.all(),
    };
  }

  async #open(participantId: ParticipantId, capabilities: MediaCapabilities): Promise<MediaSession> {
    const { session, media } = await this.openAside(participantId, capabilities);
    this.#seat(session);
    return media;
  }

  /**
   * Transports that nobody is seated on yet. Once more when the host turns out to be dead: another one may be there, and
   * whoever waits need not hear of it.
   */
  async openAside(participantId: ParticipantId, capabilities: MediaCapabilities): Promise<OpenedSession> {
    const host = await this.station.placed();
    try {
      return await this.#openOn(host, participantId, capabilities);
    } catch (thrown) {
      if (!(thrown instanceof Refusal) || thrown.code !== 'media-unavailable' || host.isUp) throw thrown;
      return this.#openOn(await this.station.placed(), participantId, capabilities);
    }
  }

  async #openOn(
    host: MediaHost,
    participantId: ParticipantId,
    capabilities: MediaCapabilities,
  ): Promise<OpenedSession> {
    this.#requireSeat(participantId);
    const { meetingId } = this.live;
    const sessionId = MediaSessionId.parse(randomUUID());
    this.attention.expect(participantId);
    const planned = planOn(this, participantId, host);
    this.attention.begin(participantId, planned);
    const wishes = planned.map((published) => ({
      consumerId: ConsumerId.parse(randomUUID()),
      producerId: published.producerId,
      tuning: this.attention.tuningOf(participantId, published),
    }));
    this.#opening.add(sessionId);
    try {
      const media = await host.ask('session.open', {
        meetingId,
        sessionId,
        participantId,
        ...capabilities,
        consumers: wishes,
      });
      this.#requireSeat(participantId);
      if (!this.isOn(host)) throw new Refusal('media-unavailable', 'The media server was lost. Please try again.');
      const viewer = this.viewer({ participantId, sessionId, host });
      viewer.adopt(media.consumers, new Map(wishes.map(({ consumerId, tuning }) => [consumerId, tuning])));
      return { session: { sessionId, participantId, host, capabilities, viewer }, media };
    } catch (thrown) {
      // It may stand there although we were told otherwise, or not told at all.
      if (host.isUp) this.quietly(host, 'session.close', { meetingId, sessionId });
      throw thrown;
    } finally {
      this.#opening.delete(sessionId);
    }
  }

  /** From now on this is the participant's session; the one before ends, and with it what came in over it. */
  #seat(session: Session): void {
    const before = this.sessions.of(session.participantId);
    if (before !== undefined) this.#drop(before);
    this.renewals.delete(session.participantId);
    this.sessions.set(session);
    session.viewer.settle();
    if (before === undefined) return;
    const { meetingId } = this.live;
    const close = () => this.quietly(before.host, 'session.close', { meetingId, sessionId: before.sessionId });
    if (before.host === session.host) return close();
    this.station.closeLater(before.participantId, close);
  }

  #drop(session: Session): void {
    session.viewer.close();
    this.sessions.delete(session);
    if (this.publications.endSession(session.sessionId)) this.settleAll();
  }

  /** Undefined when the host does not have it any more; then it is dropped here as well. */
  async #describe(session: Session): Promise<MediaSession | undefined> {
    const { host, sessionId, participantId } = session;
    const at = { meetingId: this.live.meetingId, sessionId };
    try {
      const media = await host.ask('session.describe', at);
      this.#requireSeat(participantId);
      if (!this.sessions.has(session)) return undefined;
      session.viewer.adopt(media.consumers);
      // Those in an answer flow by themselves; some of these were waiting for a `media.ready` that never came.
      if (media.consumers.length > 0) {
        await host.ask('consumer.resume', { ...at, consumerIds: media.consumers.map(({ consumerId }) => consumerId) });
      }
      return media;
    } catch (thrown) {
      const isGone = thrown instanceof Refusal && (thrown.code === 'not-found' || !host.isUp);
      if (!isGone) throw thrown;
      this.#drop(session);
      return undefined;
    }
  }

  #requireSeat(participantId: ParticipantId): void {
    if (this.#state === 'closed' || this.live.rules.stateOf(participantId) === 'gone') {
      throw new Refusal('seat-lost', 'Your seat in this meeting was given up.');
    }
  }

  #clearSources(participantId: ParticipantId): void {
    for (const source of this.live.rules.sourcesOf(participantId)) {
      this.live.tell(this.live.rules.clearSource(participantId, source));
    }
  }

  /** Drives what one session receives. */
  viewer(of: ViewingOf): Viewer {
    return viewerOf(this, this.#tools, of);
  }
}
