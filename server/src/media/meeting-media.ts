import {
  type MediaSessionId,
  Refusal,
  type Asked,
  type MediaControlRequests,
  type MediaSession,
  type ParticipantId,
  type RelayId,
} from '#contracts';
import { TaskQueue } from '#kernel';
import type { LiveMeeting } from '../meetings/live-meeting.js';
import { Aside } from './aside.js';
import { Attention } from './attention.js';
import type { ControlRequest, MediaHost } from './links/media-host.js';
import { Openings } from './openings.js';
import type { Published } from './plan.js';
import { Publications } from './publications.js';
import { Relays } from './relays.js';
import { MOVE_SERVES_MS, Renewals } from './renewals.js';
import { Speaking, type Speakers } from './speaking.js';
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
import { TakingUp } from './taking-up.js';
import type { Viewer } from './viewer.js';
import { isKeptOn, planOn, viewerOf, type ViewingOf } from './viewing.js';

/** A host that everybody was moved away from is done with by then. */
const LEFT_AFTER_MS = MOVE_SERVES_MS + 1_000;

/**
 * The media of one meeting, as the owner node wants it: which hosts, which sessions, what is published. Everything that
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
  readonly openings: Openings;
  /** Those of devices about to take a seat over, and of people before the door. */
  readonly aside = new Aside(this);
  readonly renewals: Renewals;
  /** The socket that knows how somebody's streams stand. */
  readonly #toldSockets = new Map<ParticipantId, string>();
  readonly station: Station;
  readonly relays: Relays;
  readonly speaking = new Speaking();
  readonly takingUp: TakingUp;
  #state: 'running' | 'closed' = 'running';

  constructor(live: LiveMeeting, tools: MediaTools) {
    this.live = live;
    this.#tools = tools;
    this.takingUp = new TakingUp(this);
    this.openings = new Openings(this);
    this.station = new Station(live, tools, () => this.takingUp.finish());
    this.relays = new Relays({
      live,
      clock: tools.clock,
      log: tools.log,
      homeOf: (published) => (this.publications.has(published) ? this.sessions.hostOf(published.sessionId) : undefined),
      wantedOn: (host) =>
        new Set(this.sessions.on(host).flatMap(({ participantId }) => planOn(this, participantId, host))),
      isOn: (host) => this.isOn(host),
      isKeptFor: (host, published) => isKeptOn(this, host, published),
      onChanged: (host, change, published) => this.#relayChanged(host, change, published),
    });
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
      open: (participantId, capabilities) => this.openings.open(participantId, capabilities),
    });
  }

  /**
   * Opens a participant's transports with what flows first, in one round trip. Who has some already, for the same
   * browser, keeps them: they were opened before the door, or the answer of before was lost.
   *
   * @throws {Refusal} `media-unavailable`; `seat-lost` when the seat was given up meanwhile.
   */
  open(
    { participantId, requireHeld }: ClaimedSeat,
    capabilities: MediaCapabilities,
    early?: OpenedSession,
  ): Promise<MediaSession> {
    return this.inOrder(participantId, async () => {
      requireHeld();
      const entered =
        early?.session.participantId === participantId ? this.aside.enter(early, capabilities) : undefined;
      if (entered !== undefined) return entered;
      const present = this.sessions.of(participantId);
      const isSame = present?.capabilities !== undefined && isSameBrowser(present.capabilities, capabilities);
      const kept = isSame ? await this.openings.describe(present) : undefined;
      return kept ?? this.openings.open(participantId, capabilities);
    });
  }

  /** New transports in any case. What was published over the old ones is over; its sources stay shown. @throws as `open`. */
  renew(participantId: ParticipantId, capabilities: MediaCapabilities): Promise<MediaSession> {
    return this.inOrder(participantId, () => this.openings.open(participantId, capabilities));
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
      const kept = hasTransports && present !== undefined ? await this.openings.describe(present) : undefined;
      if (kept !== undefined && present !== undefined) {
        present.capabilities = capabilities;
        return kept;
      }
      if (!hasTransports) this.attention.reloaded(participantId);
      const media = await this.openings.open(participantId, capabilities);
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

  /** Resolves nothing and tells nobody: what all hosts together say is `speaking`. */
  heard(speakers: Speakers): void {
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
    this.drop(session);
    const at = { meetingId: this.live.meetingId, sessionId: session.sessionId };
    await this.confirmed(session.host, 'session.close', at);
  }

  /** The meeting is over: everything of it is closed. Safe to repeat. */
  end(): void {
    if (this.#state === 'closed') return;
    const hosts = [...this.station.hosts];
    this.station.closeAllLeft();
    this.forget();
    for (const host of hosts) this.quietly(host, 'room.close', { meetingId: this.live.meetingId });
  }

  /** The meeting is another node's now: nothing is closed, nothing is told. */
  forget(): void {
    this.#state = 'closed';
    this.station.endSearch();
    this.attention.close();
    this.renewals.close();
    this.relays.close();
    this.sessions.close();
    this.station.unplace();
  }

  /** These sessions ended without our doing. Who is here gets new transports at once, who is away when they return. */
  lost(sessionIds: ReadonlySet<MediaSessionId>, reason: LossReason): void {
    this.aside.lost(sessionIds);
    for (const session of this.sessions.all().filter((one) => sessionIds.has(one.sessionId))) {
      this.drop(session);
      this.renewals.add(session, reason);
    }
  }

  /** A host cannot be reached any more: others take over what it carried. */
  hostGone(host: MediaHost): void {
    this.relays.drop(host);
    this.speaking.forget(host);
    if (!this.isOn(host)) return;
    this.station.leave(host);
    const beside = this.aside.on(host).map(({ sessionId }) => sessionId);
    this.lost(new Set([...this.sessions.idsOn(host), ...beside]), 'host-gone');
  }

  /** What was carried to a host is lost there, with the worker that took it in. */
  relaysLost(host: MediaHost, relayIds: readonly RelayId[]): void {
    this.relays.lost(host, new Set(relayIds));
  }

  /**
   * The host wants to end: everybody on it is given transports on another one, and the old ones serve until those
   * stand. False when there is no other.
   */
  move(from: MediaHost): boolean {
    if (!this.isOn(from) || this.#state === 'closed') return true;
    if (!this.#tools.hosts.hasOther(from)) return false;
    this.station.leave(from);
    this.#tools.clock.after(LEFT_AFTER_MS, () => this.#forgetLeft(from));
    this.#moveAll(this.sessions.on(from));
    return true;
  }

  /** Their worker is to end. They are given others, and it serves them until those stand. */
  moveSessions(sessionIds: ReadonlySet<MediaSessionId>): void {
    if (this.#state === 'closed') return;
    this.#moveAll(this.sessions.all().filter(({ sessionId }) => sessionIds.has(sessionId)));
  }

  #moveAll(moving: readonly Session[]): void {
    // Nobody is to be told that streams end which they receive for a while yet.
    for (const { viewer } of moving) viewer.close();
    for (const session of moving) {
      // Who is away has nothing to keep until they return; nobody's transports are made for them now.
      if (this.live.socketOf(session.participantId) === undefined) this.#release(session);
      this.renewals.add(session, 'moved');
    }
  }

  isOn(host: MediaHost): boolean {
    return this.station.isOn(host);
  }

  get isClosed(): boolean {
    return this.#state === 'closed';
  }

  isOpening(sessionId: MediaSessionId): boolean {
    return this.openings.has(sessionId) || this.aside.has(sessionId);
  }

  /** Asks a host for something whose failure the next look through what it carries will mend. Never rejects. */
  quietly<K extends ControlRequest>(host: MediaHost, name: K, input: Asked<MediaControlRequests, K>): void {
    void this.confirmed(host, name, input);
  }

  closeQuietly(host: MediaHost, sessionId: MediaSessionId): void {
    this.quietly(host, 'session.close', { meetingId: this.live.meetingId, sessionId });
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
      hostIds: [...this.station.hosts].map(({ hostId }) => hostId),
      opening: this.openings.ids(),
      relays: this.relays.snapshot(),
      sessions: this.sessions.all().map(({ participantId, viewer }) => ({
        participantId,
        ...viewer.snapshot(),
      })),
      published: this.publications.all(),
    };
  }

  /** From now on this is the participant's session; the one before ends, and with it what came in over it. */
  seat(session: Session): void {
    const { participantId, host } = session;
    const before = this.sessions.of(participantId);
    if (before !== undefined && this.renewals.isMoving(participantId)) return this.seatBeside(session);
    if (before !== undefined) this.drop(before);
    this.renewals.delete(participantId);
    this.sessions.set(session);
    session.viewer.settle();
    if (before === undefined) return;
    const close = () => this.closeQuietly(before.host, before.sessionId);
    if (before.host === host) return close();
    this.station.closeLater(participantId, close);
  }

  /** From now on this is the participant's session. What came in over the one before is had until it comes in anew. */
  seatBeside(session: Session): void {
    const { participantId } = session;
    const before = this.sessions.of(participantId);
    before?.viewer.close();
    this.renewals.delete(participantId);
    this.sessions.set(session);
    session.viewer.settle();
    if (before !== undefined) this.station.closeLater(participantId, () => this.#release(before));
  }

  /** Its end is ours, and what still came in over it is over. */
  #release(session: Session): void {
    this.closeQuietly(session.host, session.sessionId);
    this.drop(session);
  }

  /** Safe to repeat. What came in over it is over. */
  drop(session: Session): void {
    session.viewer.close();
    this.sessions.delete(session);
    this.relays.reviewSoon();
    if (this.publications.endSession(session.sessionId)) this.settleAll();
  }

  #relayChanged(host: MediaHost, change: 'carried' | 'lost', published: Published): void {
    if (change === 'lost') for (const { viewer } of this.aside.on(host)) viewer.lost(published);
    for (const { viewer } of this.sessions.on(host)) {
      if (change === 'lost') viewer.lost(published);
      viewer.settle();
    }
  }

  /** Everybody has moved away from it by now. */
  #forgetLeft(host: MediaHost): void {
    if (this.isOn(host)) return;
    this.relays.drop(host);
    this.speaking.forget(host);
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
