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
  type SessionInventory,
} from '#contracts';
import { backoffMs, TaskQueue } from '#kernel';
import type { LiveMeeting } from '../meetings/live-meeting.js';
import type { ControlRequest, MediaHost } from './links/media-host.js';
import { planFor, type Published } from './plan.js';
import { Publications } from './publications.js';
import { Recovery } from './recovery.js';
import { isSameBrowser, type ClaimedSeat, type MediaCapabilities, type MediaTools, type Session } from './session.js';
import { Viewer } from './viewer.js';

type Speaking = Payload<MediaControlEvents, 'room.speaking'>['speakers'];

const REPLACE = { firstMs: 100, maxMs: 2_000, jitterRatio: 0.3 };

/**
 * The media of one meeting, as the owner node wants it: which host, which sessions, what is published. Everything that
 * concerns one participant happens in order; nobody waits for another's. The host is asked, and after each answer the
 * state is looked at again, because seats, sessions and hosts end meanwhile.
 */
export class MeetingMedia {
  readonly live: LiveMeeting;
  readonly publications = new Publications();
  readonly #tools: MediaTools;
  readonly #sessions = new Map<ParticipantId, Session>();
  readonly #queues = new Map<ParticipantId, TaskQueue>();
  /** Sessions that are being opened at this moment: a host may know them before we do. */
  readonly #opening = new Set<MediaSessionId>();
  /** What those can do whose session was lost and not made anew yet. */
  readonly #waiting = new Map<ParticipantId, MediaCapabilities>();
  readonly #spokeAtMs = new Map<ParticipantId, number>();
  readonly #recovery: Recovery;
  #state: 'running' | 'closed' = 'running';
  #host: MediaHost | undefined;

  constructor(live: LiveMeeting, tools: MediaTools) {
    this.live = live;
    this.#tools = tools;
    this.#recovery = new Recovery(live.isRecovered, tools.clock);
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
      const present = this.#sessions.get(participantId);
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
      await this.#recovery.over;
      requireHeld();
      const present = this.#sessions.get(participantId);
      const kept = hasTransports && present !== undefined ? await this.#describe(present) : undefined;
      if (kept !== undefined && present !== undefined) {
        present.capabilities = capabilities;
        return kept;
      }
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
    const session = this.#sessions.get(participantId);
    if (session === undefined)
      throw new Refusal('media-unavailable', 'Your connection is being made anew. Please try again.');
    return session;
  }

  isCurrent(session: Session): boolean {
    return this.#sessions.get(session.participantId) === session;
  }

  /** Somebody's connection came or went, so they may be told of streams, or need transports of their own. */
  tend(participantId: ParticipantId): void {
    const session = this.#sessions.get(participantId);
    if (session !== undefined) session.viewer.settle();
    else this.#replace(participantId, 0);
  }

  /** Something is published, or is no more: every viewer looks at the plan again. */
  settleAll(): void {
    for (const { viewer } of this.#sessions.values()) viewer.settle();
  }

  heard(speakers: Speaking): void {
    const nowMs = this.#tools.clock.nowMs();
    for (const { participantId } of speakers) this.#spokeAtMs.set(participantId, nowMs);
    // With fewer cameras than anybody may see, who speaks changes nothing of what is shown.
    if (this.publications.hasMoreCamerasThanFit) this.settleAll();
  }

  /** A seat was given up, or its claim came to nothing. Safe to repeat. */
  leave(participantId: ParticipantId): void {
    const session = this.#sessions.get(participantId);
    this.#queues.delete(participantId);
    this.#waiting.delete(participantId);
    this.#spokeAtMs.delete(participantId);
    if (session === undefined) return;
    this.#drop(session);
    this.quietly(session.host, 'session.close', { meetingId: this.live.meetingId, sessionId: session.sessionId });
  }

  /** The meeting is over: everything of it is closed. Safe to repeat. */
  end(): void {
    if (this.#state === 'closed') return;
    const host = this.#host;
    this.forget();
    if (host !== undefined) this.quietly(host, 'room.close', { meetingId: this.live.meetingId });
  }

  /** The meeting is another node's now: nothing is closed, nothing is told. */
  forget(): void {
    this.#state = 'closed';
    this.#recovery.end();
    for (const { viewer } of this.#sessions.values()) viewer.close();
    this.#sessions.clear();
    this.#tools.hosts.unplace(this.live.meetingId);
  }

  /** These sessions ended without our doing. Who is here gets new transports at once, who is away when they return. */
  lost(sessionIds: ReadonlySet<MediaSessionId>): void {
    for (const session of [...this.#sessions.values()].filter((one) => sessionIds.has(one.sessionId))) {
      this.#drop(session);
      if (session.capabilities !== undefined) this.#waiting.set(session.participantId, session.capabilities);
      this.#replace(session.participantId, 0);
    }
  }

  /** The meeting's host cannot be reached any more: another one takes over. */
  hostGone(host: MediaHost): void {
    if (this.#host !== host) return;
    this.#host = undefined;
    this.#tools.hosts.unplace(this.live.meetingId);
    this.lost(new Set([...this.#sessions.values()].map(({ sessionId }) => sessionId)));
  }

  /**
   * Compares what a host carries of this meeting with what is wanted. Found again after a server's death, everything is
   * taken up as it stands; else what is not wanted is closed there, and what is missing there is lost.
   */
  reconcile(host: MediaHost, sessions: readonly SessionInventory[], knownBefore: ReadonlySet<MediaSessionId>): void {
    if (this.#state === 'closed') return;
    if (this.#recovery.isSearching) {
      if (sessions.length === 0) return; // It is on another host, then, if anywhere.
      this.#takeUp(host, sessions);
    }
    const known = new Set([...this.#sessions.values()].map(({ sessionId }) => sessionId));
    for (const { sessionId } of sessions) {
      const isOurs = this.#host === host && (known.has(sessionId) || this.#opening.has(sessionId));
      if (!isOurs) this.quietly(host, 'session.close', { meetingId: this.live.meetingId, sessionId });
    }
    if (this.#host !== host) return;
    const there = new Set(sessions.map(({ sessionId }) => sessionId));
    this.lost(new Set([...knownBefore].filter((sessionId) => known.has(sessionId) && !there.has(sessionId))));
    this.settleAll();
  }

  isOn(host: MediaHost): boolean {
    return this.#host === host;
  }

  get sessionIds(): ReadonlySet<MediaSessionId> {
    return new Set([...this.#sessions.values()].map(({ sessionId }) => sessionId));
  }

  /** Asks a host for something whose failure the next look through what it carries will mend. Never rejects. */
  quietly<K extends ControlRequest>(host: MediaHost, name: K, input: Asked<MediaControlRequests, K>): void {
    host.ask(name, input).catch((fault: unknown) => {
      this.#tools.log.warn(
        { meetingId: this.live.meetingId, hostId: host.hostId, request: name, fault },
        'a media host did not confirm',
      );
    });
  }

  snapshot() {
    return {
      meetingId: this.live.meetingId,
      state: this.#recovery.isSearching ? 'searching' : this.#state,
      hostId: this.#host?.hostId,
      opening: [...this.#opening],
      sessions: [...this.#sessions.values()].map(({ participantId, viewer }) => ({
        participantId,
        ...viewer.snapshot(),
      })),
      published: this.publications.all(),
    };
  }

  async #open(participantId: ParticipantId, capabilities: MediaCapabilities): Promise<MediaSession> {
    const host = await this.#placed();
    this.#requireSeat(participantId);
    const { meetingId } = this.live;
    const sessionId = MediaSessionId.parse(randomUUID());
    const wishes = this.#planOf(participantId).map(({ producerId }) => ({
      consumerId: ConsumerId.parse(randomUUID()),
      producerId,
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
      if (this.#host !== host) throw new Refusal('media-unavailable', 'The media server was lost. Please try again.');
      this.#seat(
        { sessionId, participantId, host, capabilities, viewer: this.#viewer(participantId, sessionId, host) },
        media.consumers,
      );
      return media;
    } catch (thrown) {
      // It may stand there although we were told otherwise, or not told at all.
      if (host.isUp) this.quietly(host, 'session.close', { meetingId, sessionId });
      throw thrown;
    } finally {
      this.#opening.delete(sessionId);
    }
  }

  /** From now on this is the participant's session; the one before ends, and with it what came in over it. */
  #seat(session: Session, consumers: MediaSession['consumers']): void {
    const before = this.#sessions.get(session.participantId);
    if (before !== undefined) this.#drop(before);
    this.#waiting.delete(session.participantId);
    this.#sessions.set(session.participantId, session);
    session.viewer.adopt(consumers);
    session.viewer.settle();
    if (before !== undefined)
      this.quietly(before.host, 'session.close', { meetingId: this.live.meetingId, sessionId: before.sessionId });
  }

  #drop(session: Session): void {
    session.viewer.close();
    if (this.isCurrent(session)) this.#sessions.delete(session.participantId);
    if (this.publications.endSession(session.sessionId)) this.settleAll();
  }

  /** Undefined when the host does not have it any more; then it is dropped here as well. */
  async #describe(session: Session): Promise<MediaSession | undefined> {
    const { host, sessionId, participantId } = session;
    const at = { meetingId: this.live.meetingId, sessionId };
    try {
      const media = await host.ask('session.describe', at);
      this.#requireSeat(participantId);
      if (!this.isCurrent(session)) return undefined;
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

  /** New transports, without anybody asking for them. Tried again for as long as somebody is there to use them. */
  #replace(participantId: ParticipantId, failedCount: number): void {
    if (this.#state === 'closed' || !this.#waiting.has(participantId)) return;
    const attempt = this.inOrder(participantId, async () => {
      const capabilities = this.#waiting.get(participantId);
      if (capabilities === undefined || this.live.socketOf(participantId) === undefined) return;
      const media = await this.#open(participantId, capabilities);
      const socketId = this.live.socketOf(participantId);
      if (socketId !== undefined) this.#tools.out.toSocket(socketId, 'media.replaced', { media });
    });
    attempt.catch((fault: unknown) => {
      if (!(fault instanceof Refusal))
        this.#tools.log.error({ participantId, fault }, 'transports could not be made anew');
      this.#tools.clock.after(backoffMs(REPLACE, failedCount), () => this.#replace(participantId, failedCount + 1));
    });
  }

  #takeUp(host: MediaHost, sessions: readonly SessionInventory[]): void {
    this.#host = host;
    this.#tools.hosts.placed(this.live.meetingId, host);
    const kept = sessions.filter(({ participantId }) => this.live.rules.stateOf(participantId) !== 'gone');
    for (const { sessionId, participantId, producers } of kept) {
      const viewer = this.#viewer(participantId, sessionId, host);
      this.#sessions.set(participantId, { sessionId, participantId, host, viewer, capabilities: undefined });
      for (const { producerId, source, isPaused } of producers) {
        this.publications.add({ producerId, sessionId, owner: participantId, source });
        this.live.tell(this.live.rules.setSource(participantId, { source, isPaused }));
      }
    }
    // Only now is it known what everybody's consumers belong to.
    for (const { sessionId, participantId, consumers } of kept) {
      const session = this.#sessions.get(participantId);
      if (session?.sessionId === sessionId) session.viewer.adopt(consumers);
    }
    this.#recovery.end();
  }

  async #placed(): Promise<MediaHost> {
    await this.#recovery.over;
    if (this.#host?.isUp !== true) this.#host = this.#tools.hosts.place(this.live.meetingId);
    if (this.#host === undefined)
      throw new Refusal('media-unavailable', 'No media server is connected. Please try again in a moment.');
    return this.#host;
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

  #planOf(participantId: ParticipantId): readonly Published[] {
    return planFor(participantId, this.publications.all(), (owner) => this.#spokeAtMs.get(owner) ?? 0);
  }

  #viewer(participantId: ParticipantId, sessionId: MediaSessionId, host: MediaHost): Viewer {
    const { clock, log, out } = this.#tools;
    return new Viewer({
      clock,
      log,
      host,
      sessionId,
      meetingId: this.live.meetingId,
      plan: () => this.#planOf(participantId),
      isPublished: (published) => this.publications.has(published),
      isWatching: () => this.live.socketOf(participantId) !== undefined,
      onLost: () => this.lost(new Set([sessionId])),
      announce: (name, payload) => {
        const socketId = this.live.socketOf(participantId);
        if (socketId !== undefined) out.toSocket(socketId, name, payload);
      },
    });
  }
}
