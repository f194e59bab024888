import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import {
  Refusal,
  type FlowState,
  type HostId,
  type Input,
  type MediaSession,
  type MeetingId,
  type Output,
  type ParticipantId,
  type SignallingRequests,
} from '#contracts';
import type { MediaFigures } from '../core/tally.js';
import type { LiveMeeting } from '../meetings/live-meeting.js';
import { MeetingFacts, type MeetingNews } from '../meetings/meeting-fact.js';
import { MeetingsService } from '../meetings/meetings.service.js';
import type { HostNews, MediaHost } from './links/media-host.js';
import type { OperatedHost } from './links/media-hosts.js';
import { MediaFacts } from './media-fact.js';
import { MeetingMedia } from './meeting-media.js';
import { reconcile } from './resync.js';
import type { ClaimedSeat, MediaCapabilities, MediaTools, OpenedSession } from './session.js';
import { enforcePauses, publish, setPaused, stopSources, unpublish } from './publishing.js';

export const MEDIA_TOOLS = Symbol('MediaTools');

type Asked<K extends keyof SignallingRequests> = Input<SignallingRequests, K>;

/** A seat, as those who ask for its media name it. */
export interface SeatOf {
  readonly live: LiveMeeting;
  readonly participantId: ParticipantId;
}

export type ClaimedSeatOf = SeatOf & ClaimedSeat;

/** The media of all meetings of this node: what their callers ask for, and what the media hosts say. */
@Injectable()
export class MediaPlane implements OnApplicationBootstrap {
  readonly #meetings = new Map<MeetingId, MeetingMedia>();
  /** What facts of a meeting have set going at media hosts. */
  readonly #enforcing = new Map<MeetingId, Set<Promise<void>>>();

  constructor(
    @Inject(MEDIA_TOOLS) private readonly tools: MediaTools,
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
    @Inject(MeetingFacts) facts: MeetingFacts,
    @Inject(MediaFacts) private readonly told: MediaFacts,
  ) {
    facts.listen((news) => this.#followed(news));
    meetings.abandoned.listen((live) => {
      this.#meetings.get(live.meetingId)?.forget();
      this.#meetings.delete(live.meetingId);
    });
    meetings.takenUp.listen((live) => void this.#of(live));
    tools.hosts.news.listen((news) => this.#heard(news));
    tools.tally.watchMedia(() => this.figures());
  }

  onApplicationBootstrap(): void {
    // Each host that dials is looked through only after this; begun here so that nobody has to wait for it.
    void this.meetings.restored();
  }

  /** @throws {Refusal} as `MeetingMedia.open`. */
  openSession(
    { live, ...claimed }: ClaimedSeatOf,
    capabilities: MediaCapabilities,
    early?: OpenedSession,
  ): Promise<MediaSession> {
    return this.#of(live).open(claimed, capabilities, early);
  }

  /** @throws {Refusal} as `MeetingMedia.resume`. */
  resumeSession(
    { live, ...claimed }: ClaimedSeatOf,
    wish: Pick<Asked<'meeting.resume'>, 'media' | 'hasTransports'>,
  ): Promise<MediaSession> {
    return this.#of(live).resume(claimed, wish.media, wish.hasTransports);
  }

  /** @throws {Refusal} as `MeetingMedia.renew`. */
  renew({ live, participantId }: SeatOf, capabilities: MediaCapabilities): Promise<MediaSession> {
    return this.#of(live).renew(participantId, capabilities);
  }

  /** For a claim that came to nothing: nobody is told of a seat that nobody saw. Safe to repeat. */
  closeSession({ live, participantId }: SeatOf): void {
    void this.#meetings.get(live.meetingId)?.leave(participantId);
  }

  /**
   * Resolves once the media hosts have done, or could not be heard of, what followed from the facts told so far: sources
   * stopped, transports of those who left closed. Never rejects.
   */
  async enforced({ meetingId }: LiveMeeting): Promise<void> {
    const going = this.#enforcing.get(meetingId);
    if (going !== undefined) await Promise.all(going);
  }

  /** @throws {Refusal} as `publish` of publishing.ts. */
  publish({ live, participantId }: SeatOf, wish: Asked<'media.publish'>): Promise<void> {
    return publish(this.#of(live), participantId, wish);
  }

  /** @throws {Refusal} as `setPaused` of publishing.ts. */
  setPaused({ live, participantId }: SeatOf, wish: Asked<'media.setPaused'>): Promise<void> {
    return setPaused(this.#of(live), participantId, wish);
  }

  /** @throws {Refusal} as `unpublish` of publishing.ts. */
  unpublish({ live, participantId }: SeatOf, { source }: Asked<'media.unpublish'>): Promise<void> {
    return unpublish(this.#of(live), participantId, source);
  }

  /** @throws {Refusal} `media-unavailable` when the host did not confirm. */
  async ready({ live, participantId }: SeatOf, { consumerIds }: Asked<'media.ready'>): Promise<void> {
    await this.#of(live).session(participantId).viewer.ready(consumerIds);
  }

  /** @throws {Refusal} `media-unavailable` when the host did not answer, or the transports are gone. */
  async restartIce(
    { live, participantId }: SeatOf,
    { direction }: Asked<'media.restartIce'>,
  ): Promise<Output<SignallingRequests, 'media.restartIce'>> {
    const { host, sessionId } = this.#of(live).session(participantId);
    return host.ask('session.restartIce', { meetingId: live.meetingId, sessionId, direction });
  }

  /** Nothing comes back but that it was understood: what follows from it comes as events. */
  look({ live, participantId }: SeatOf, view: Asked<'media.view'>): void {
    this.#of(live).attention.look(participantId, view);
  }

  play({ live, participantId }: SeatOf, { state }: Asked<'media.playout'>): void {
    this.#of(live).attention.play(participantId, state);
  }

  /** @throws {Refusal} `meeting-ended`. */
  mediaOf(live: LiveMeeting): MeetingMedia {
    return this.#of(live);
  }

  /** For an operator. */
  hosts(): readonly OperatedHost[] {
    return this.tools.hosts.list();
  }

  /**
   * Moves everybody off a media host, on every node. It stays, empty, until it is opened again or started anew.
   *
   * @throws {Refusal} `not-found`; `conflict` when no other host could take its meetings; `media-unavailable`.
   */
  async drainHost(hostId: HostId): Promise<void> {
    const host = this.tools.hosts.require(hostId);
    if (!this.tools.hosts.hasOther(host)) throw new Refusal('conflict', 'No other media host could take its meetings.');
    await host.ask('host.drain', {});
  }

  /**
   * A media host that was drained takes meetings again. Safe to repeat.
   *
   * @throws {Refusal} `not-found`; `conflict` when its process is about to end; `media-unavailable`.
   */
  async reopenHost(hostId: HostId): Promise<void> {
    await this.tools.hosts.require(hostId).ask('host.reopen', {});
  }

  /** Replaces a worker, and moves everybody off it. @throws {Refusal} `not-found`, `media-unavailable`. */
  async drainWorker(hostId: HostId, workerPid: number): Promise<void> {
    await this.tools.hosts.require(hostId).ask('worker.drain', { workerPid });
  }

  /** For metrics: how things stand at this moment. */
  figures(): MediaFigures {
    const flows = new Map<FlowState, number>();
    for (const { sessions } of this.#meetings.values()) sessions.countFlows(flows);
    return { hosts: this.tools.hosts.figures(), flows };
  }

  snapshot() {
    return {
      hosts: this.tools.hosts.snapshot(),
      meetings: [...this.#meetings.values()].map((media) => media.snapshot()),
    };
  }

  #of(live: LiveMeeting): MeetingMedia {
    const present = this.#meetings.get(live.meetingId);
    if (present !== undefined) return present;
    if (live.rules.isEnded) throw new Refusal('meeting-ended', 'This meeting has ended.');
    const media = new MeetingMedia(live, this.tools);
    this.#meetings.set(live.meetingId, media);
    if (live.isRecovered) for (const host of this.tools.hosts.fit()) this.#lookThrough(host, [live.meetingId]);
    return media;
  }

  /** Of what happens in a meeting, what concerns its media. */
  #followed({ meetingId, fact }: MeetingNews): void {
    const media = this.#meetings.get(meetingId);
    if (media === undefined) return;
    if (fact.kind === 'participant.joined' || fact.kind === 'participant.changed') {
      media.tend(fact.participant.participantId);
    } else if (fact.kind === 'participant.left') {
      this.#enforce(meetingId, media.leave(fact.participantId));
    } else if (fact.kind === 'sources.paused') {
      this.#enforce(meetingId, stopSources(media, fact.source, fact.participantIds));
    } else if (fact.kind === 'access.changed') {
      media.aside.dropStrangers();
    } else if (fact.kind === 'meeting.ended') {
      media.end();
      this.#meetings.delete(meetingId);
    }
  }

  /** Remembers what never rejects, for those who must know when it is done. */
  #enforce(meetingId: MeetingId, going: Promise<void>): void {
    const all = this.#enforcing.get(meetingId) ?? new Set();
    this.#enforcing.set(meetingId, all.add(going));
    void going.then(() => {
      all.delete(going);
      if (all.size === 0) this.#enforcing.delete(meetingId);
    });
  }

  #heard(news: HostNews): void {
    switch (news.kind) {
      case 'host.up':
        return this.#lookThrough(news.host, news.meetingIds);
      case 'host.gone':
        for (const media of this.#meetings.values()) media.hostGone(news.host);
        return;
      case 'sessions.lost':
        this.tools.log.warn(
          { meetingId: news.meetingId, reason: news.reason, count: news.sessionIds.length },
          'sessions were lost',
        );
        return this.#meetings.get(news.meetingId)?.lost(new Set(news.sessionIds), news.reason);
      case 'streams.changed':
        return this.#meetings.get(news.meetingId)?.sessions.reported(news.sessions);
      case 'sessions.leaving':
        return this.#meetings.get(news.meetingId)?.moveSessions(new Set(news.sessionIds));
      case 'host.draining':
        return this.#moveAway(news.host);
      case 'room.speaking':
        return this.#spoken(news);
      case 'relays.lost':
        return this.#meetings.get(news.meetingId)?.relaysLost(news.host, news.relayIds);
    }
  }

  /** Its meetings go to other hosts; where there are none, there is nothing to wait for. */
  #moveAway(host: MediaHost): void {
    const isMoved = [...this.#meetings.values()].every((media) => media.move(host));
    if (isMoved) return;
    this.tools.log.warn({ hostId: host.hostId }, 'a media host ends and no other can take its meetings');
    host.ask('host.end', {}).catch((fault: unknown) => {
      this.tools.log.warn({ hostId: host.hostId, fault }, 'a media host that ends did not answer');
    });
  }

  #spoken({ meetingId, host, speakers: onHost }: Extract<HostNews, { kind: 'room.speaking' }>): void {
    const media = this.#meetings.get(meetingId);
    if (media === undefined) return;
    const speakers = media.speaking.heard(host, onHost);
    media.heard(onHost);
    this.told.tell({ kind: 'meeting.speaking', meetingId, speakers });
  }

  /** Compares what a host carries with what is wanted. Never rejects: the host's next connection is looked through again. */
  #lookThrough(host: MediaHost, meetingIds: readonly MeetingId[]): void {
    void this.#lookThroughAll(host, meetingIds).catch((fault: unknown) => {
      if (host.isUp)
        this.tools.log.warn({ hostId: host.hostId, fault }, 'what a media host carries could not be looked through');
    });
  }

  async #lookThroughAll(host: MediaHost, meetingIds: readonly MeetingId[]): Promise<void> {
    // Until the seats are back, everything a host carries would look like nobody's.
    await this.meetings.restored();
    const here = [...this.#meetings.values()].filter((media) => media.isOn(host)).map(({ live }) => live.meetingId);
    await Promise.all([...new Set([...meetingIds, ...here])].map((meetingId) => this.#lookThroughOne(host, meetingId)));
  }

  async #lookThroughOne(host: MediaHost, meetingId: MeetingId): Promise<void> {
    const live = this.meetings.byId(meetingId);
    if (live === undefined) {
      // Another node's meeting is that node's to close; one that nobody ended will be taken up by somebody.
      if (!(await this.meetings.isOpen(meetingId))) await host.ask('room.close', { meetingId });
      return;
    }
    const media = this.#of(live);
    const knownBefore = media.sessions.idsOn(host);
    const found = await host.ask('room.inventory', { meetingId });
    if (live.rules.isEnded) return;
    reconcile(media, { host, ...found }, knownBefore);
    enforcePauses(media, found.sessions);
  }
}
