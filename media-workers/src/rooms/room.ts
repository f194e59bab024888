import type { types as mediasoup } from 'mediasoup';
import {
  MEDIA_SESSIONS_MAX_COUNT,
  Refusal,
  type Input,
  type MediaControlRequests,
  type MediaSession,
  type MediaSessionId,
  type MeetingId,
  type ProducerId,
} from '#contracts';
import { SharedTask, type Clock, type Log } from '#kernel';
import type { HostFact } from '../facts.js';
import { Floor } from './floor.js';
import type { RecentIds } from './recent.js';
import { Relays, type Landing, type RelayPoint } from './relays.js';
import { inventoryOf } from './inventory.js';
import { checkCapabilities } from './rtp-rules.js';
import { Session } from './session.js';
import type { Speakers } from './speaking.js';
import { Voices } from './voices.js';
import type { Occupied, Placement, Published, RouterHome, Stage } from './stage.js';

/*
 * Who is told when something ends. Whoever asked for an end is never told of it: they have the answer.
 *
 * | what ends                          | what goes with it                  | who is told                                  |
 * |------------------------------------|------------------------------------|----------------------------------------------|
 * | consumer, asked                    | nothing                            | nobody                                       |
 * | producer, asked or replaced        | its consumers, in every session    | nobody: the server knows who was receiving   |
 * | session, asked                     | transports, producers, consumers   | nobody                                       |
 * | a transport, by DTLS or a lost path| its session, whole                 | servers: sessions.lost, transport-failed     |
 * | room, asked or empty for long      | routers, sessions                  | nobody                                       |
 * | a worker                           | the sessions on it; the room, when | servers: sessions.lost, worker-died          |
 * |                                    | it was on no other                 |                                              |
 * | all rooms, no server for too long  | routers, sessions                  | servers: sessions.lost, orphaned (if any hear)|
 *
 * Ends go downward by mediasoup's own close events: a closed transport closes its producers and consumers, a closed
 * producer its consumers. Each object removes itself from its owner's books in one place, its `close` observer.
 */

type SessionWish = Input<MediaControlRequests, 'session.open'>;
type LostReason = Extract<HostFact, { readonly name: 'sessions.lost' }>['payload']['reason'];

/** Changes of so long are told together: a join changes something for everybody. */
const REPORT_AFTER_MS = 250;

export interface RoomContext {
  /** What is forwarded, the one to prefer first. */
  readonly codecs: readonly mediasoup.RouterRtpCodecCapability[];
  readonly placement: Placement;
  /** How many microphones are forwarded in a meeting with more. */
  readonly loudestCount: number;
  /** Where relayed streams come in. */
  readonly relayPoint: () => RelayPoint;
  readonly clock: Clock;
  readonly log: Log;
  readonly tell: (fact: HostFact) => void;
  /** Sessions of this host that ended. It outlives the room, so that a late request does not make a room anew. */
  readonly ended: RecentIds<MediaSessionId>;
  /** The room is over; its owner forgets it. Called once. */
  readonly onClosed: () => void;
  /** The last session went, or the first came. */
  readonly onEmpty: (isEmpty: boolean) => void;
}

interface Seated {
  readonly session: Session;
  readonly floor: Floor;
}

/** The media of one meeting on this host: the sessions, on one worker or spread over several. */
export class Room {
  readonly meetingId: MeetingId;
  readonly #context: RoomContext;
  readonly #log: Log;
  readonly #published = new Map<ProducerId, Published>();
  readonly #sessions = new Map<MediaSessionId, Seated>();
  readonly #opening = new SharedTask<MediaSessionId, Session>();
  readonly voices: Voices;
  /** In the making, and where; a close by request must hold for them too, and they count for who goes where. */
  readonly #making = new Map<MediaSessionId, RouterHome | undefined>();
  readonly #floors = new Map<RouterHome, Floor>();
  readonly #raising = new SharedTask<RouterHome, Floor>();
  /** What other hosts carry on from here, and what comes in from them. */
  readonly relays: Relays;
  #cancelReport: (() => void) | undefined;
  #closedFor: LostReason | 'asked' | undefined;

  constructor(meetingId: MeetingId, context: RoomContext) {
    const { clock, loudestCount } = context;
    this.meetingId = meetingId;
    this.#context = context;
    this.#log = context.log.child({ meetingId });
    this.voices = new Voices({
      clock,
      log: this.#log,
      maxCount: loudestCount,
      published: this.#published,
      floors: () => this.#floors.values(),
      onSpeakers: (speakers) => this.#tellSpeakers(speakers),
      onChanged: () => this.#settleVoices(),
    });
    this.relays = new Relays({
      point: context.relayPoint(),
      published: this.#published,
      landing: () => this.#landing(),
      microphoneGone: (published) => this.voices.gone(published),
      voices: this.voices.relayed,
      onLost: (relayIds) => context.tell({ name: 'relays.lost', payload: { meetingId, relayIds } }),
      log: this.#log,
    });
  }

  get sessionCount(): number {
    return this.#sessions.size;
  }

  get pipeCount(): number {
    return [...this.#floors.values()].reduce((sum, { pipes }) => sum + pipes.count, 0);
  }

  /**
   * Safe to repeat, also at the same time.
   *
   * @throws {Refusal} `invalid-input`, `limit-reached`, `not-found` when it was closed before or meanwhile,
   *   `media-unavailable` when the worker ends meanwhile.
   */
  async openSession(wish: SessionWish): Promise<MediaSession> {
    this.#refuseIfOver(wish.sessionId);
    if (this.#sessions.size >= MEDIA_SESSIONS_MAX_COUNT && !this.#sessions.has(wish.sessionId)) {
      throw new Refusal('limit-reached', 'This meeting is full.');
    }
    if (!this.#making.has(wish.sessionId)) this.#making.set(wish.sessionId, undefined);
    try {
      return (await this.#opening.get(wish.sessionId, () => this.#makeSession(wish))).describe();
    } finally {
      this.#making.delete(wish.sessionId);
    }
  }

  /** A stream that comes in here, or is relayed to here. */
  published(producerId: ProducerId): Published | undefined {
    return this.#published.get(producerId);
  }

  /** Whose stream it is, unless they are on another host. */
  ownerOf({ participantId, relayId }: Published): Session | undefined {
    return relayId === undefined ? this.sessions().find((one) => one.participantId === participantId) : undefined;
  }

  /** @throws {Refusal} `not-found`. */
  session(sessionId: MediaSessionId): Session {
    const session = this.find(sessionId);
    if (session === undefined) throw new Refusal('not-found', 'There is no such media session.');
    return session;
  }

  find(sessionId: MediaSessionId): Session | undefined {
    return this.#sessions.get(sessionId)?.session;
  }

  /** Everybody who could receive something. */
  sessions(): Session[] {
    return [...this.#sessions.values()].map(({ session }) => session);
  }

  /** Safe to repeat. A session that is being made ends as soon as it is there. */
  closeSession(sessionId: MediaSessionId): void {
    const session = this.find(sessionId);
    this.#forgetSession(sessionId);
    session?.close();
  }

  /** A worker is to end: those who are on it want to go elsewhere. */
  leaveWorker(home: RouterHome): void {
    const sessionIds = [...this.#sessions].filter(([, { floor }]) => floor.home === home).map(([id]) => id);
    if (sessionIds.length > 0) this.#tellLeaving(sessionIds);
    this.#closeLeft();
  }

  /** Whoever asks for it knows nothing of what was reported before, so all of that is told again. */
  inventory() {
    for (const session of this.sessions()) session.forgetTold();
    this.#reportSoon();
    return { ...inventoryOf(this.sessions()), relays: this.relays.list() };
  }

  /** Safe to repeat. With a reason, servers are told that the sessions are lost. */
  close(reason?: LostReason): void {
    if (this.#closedFor !== undefined) return;
    this.#closedFor = reason ?? 'asked';
    // What a dying worker interrupts may be asked for again; what somebody closed may not.
    if (reason === undefined) for (const sessionId of this.#making.keys()) this.#context.ended.add(sessionId);
    const lost = [...this.#sessions.keys()];
    if (reason !== undefined) for (const { router } of this.#floors.values()) this.relays.lost(router);
    this.voices.close();
    this.#cancelReport?.();
    for (const [sessionId, { session }] of this.#sessions) {
      this.#context.ended.add(sessionId);
      session.close();
    }
    this.#sessions.clear();
    for (const floor of this.#floors.values()) floor.close();
    this.#context.onClosed();
    this.#log.info({ reason: this.#closedFor, sessionCount: lost.length }, 'room closed');
    if (reason !== undefined) this.#tellLost(lost, reason);
  }

  snapshot() {
    return {
      meetingId: this.meetingId,
      publishedCount: this.#published.size,
      pipeCount: this.pipeCount,
      floors: this.#occupied().map(({ sessionCount }) => ({ sessionCount })),
      sessions: this.sessions().map((session) => session.snapshot()),
    };
  }

  async #makeSession(wish: SessionWish): Promise<Session> {
    checkCapabilities(wish.rtpCapabilities);
    const floor = await this.#floorFor(wish.sessionId);
    this.#refuseIfOver(wish.sessionId);
    const log = this.#log.child({ sessionId: wish.sessionId, participantId: wish.participantId });
    const { clock } = this.#context;
    const session = await Session.open(wish, {
      stage: this.#stageOn(floor),
      clock,
      log,
      onLost: () => this.#onTransportFailed(wish.sessionId),
      onChanged: () => this.#reportSoon(),
    });
    // Looked at again after the await: the session, its room or its worker may be over.
    if (this.#closedFor !== undefined || session.isClosed || this.#context.ended.has(wish.sessionId)) {
      session.close();
      throw session.isClosed && floor.router.closed ? mediaRestarts() : this.#overRefusal();
    }
    this.#sessions.set(wish.sessionId, { session, floor });
    if (this.#sessions.size === 1) this.#context.onEmpty(false);
    if (floor.home.isLeaving) this.#tellLeaving([wish.sessionId]);
    log.info({ consumerCount: wish.consumers.length }, 'media session opened');
    return session;
  }

  /** Chosen and noted in one step, so that people who come at the same time are spread as well. */
  async #floorFor(sessionId: MediaSessionId): Promise<Floor> {
    const home = this.#context.placement.place(this.#occupied());
    this.#making.set(sessionId, home);
    return this.#floors.get(home) ?? this.#raising.get(home, () => this.#raise(home));
  }

  async #raise(home: RouterHome): Promise<Floor> {
    try {
      const floor = await Floor.open({
        home,
        codecs: this.#context.codecs,
        log: this.#log,
        clock: this.#context.clock,
        onHeard: (volumes) => this.voices.hear(volumes),
        onOnset: (volumes) => this.voices.hearOnset(volumes),
        onShed: (shedding) => this.#settleLayers(shedding),
        onLost: (lost) => this.#onFloorLost(lost),
      });
      if (this.#closedFor !== undefined) {
        floor.close();
        throw this.#overRefusal();
      }
      this.#floors.set(home, floor);
      this.voices.listenClosely();
      this.#log.info({ routerId: floor.router.id, floorCount: this.#floors.size }, 'room opened on a worker');
      return floor;
    } finally {
      this.#raising.forget(home);
    }
  }

  #occupied(): Occupied[] {
    const homes = [...this.#sessions.values()].map(({ floor }) => floor.home);
    const coming = [...this.#making.values()].filter((home) => home !== undefined);
    const present = new Set([...this.#floors.keys(), ...coming]);
    return [...present].map((home) => ({
      home,
      sessionCount: [...homes, ...coming].filter((one) => one === home).length,
    }));
  }

  #stageOn(floor: Floor): Stage {
    return {
      router: floor.router,
      webRtcServer: floor.home.webRtcServer,
      published: this.#published,
      bring: (published) => floor.pipes.bring(published),
      shedLevel: () => floor.shedLevel,
      isHeard: (published) => this.voices.isHeard(published),
      microphone: (published, isOpen) => this.voices.microphone(floor, published, isOpen),
      microphoneGone: (published) => this.voices.gone(published),
      arrived: ({ relayId }) => relayId !== undefined && this.relays.close(relayId),
    };
  }

  /** Where most people are, so that least has to be carried on to other workers. */
  #landing(): Landing {
    const [busiest] = this.#occupied()
      .filter(({ home }) => !home.isLeaving)
      .toSorted((a, b) => b.sessionCount - a.sessionCount);
    const floor = busiest === undefined ? undefined : this.#floors.get(busiest.home);
    if (floor === undefined) throw new Refusal('not-found', 'Nobody of this meeting is here.');
    return {
      router: floor.router,
      microphone: (published, isOpen) => this.voices.microphone(floor, published, isOpen),
    };
  }

  /** Those on other workers go on. What came in on this one is gone for them, and comes again with its owner. */
  #onFloorLost(floor: Floor): void {
    this.#floors.delete(floor.home);
    if (this.#closedFor !== undefined) return;
    this.relays.lost(floor.router);
    const lost = [...this.#sessions].filter(([, seated]) => seated.floor === floor).map(([sessionId]) => sessionId);
    if (lost.length === this.#sessions.size) return this.close('worker-died');
    for (const sessionId of lost) this.closeSession(sessionId);
    this.#tellLost(lost, 'worker-died');
  }

  #onTransportFailed(sessionId: MediaSessionId): void {
    const isKnown = this.#sessions.has(sessionId);
    this.closeSession(sessionId);
    this.#log.info({ sessionId }, 'media session lost: its transport failed');
    if (isKnown) this.#tellLost([sessionId], 'transport-failed');
  }

  #forgetSession(sessionId: MediaSessionId): void {
    this.#context.ended.add(sessionId);
    this.#opening.forget(sessionId);
    const seated = this.#sessions.get(sessionId);
    if (seated === undefined) return;
    this.#sessions.delete(sessionId);
    if (this.#sessions.size === 0) this.#context.onEmpty(true);
    if (seated.floor.home.isLeaving) setImmediate(() => this.#closeLeft());
  }

  /** What nobody is on any more, of workers that are to end. */
  #closeLeft(): void {
    const used = new Set([...this.#sessions.values()].map(({ floor }) => floor));
    for (const [home, floor] of this.#floors) {
      if (!home.isLeaving || used.has(floor) || [...this.#making.values()].includes(home)) continue;
      this.#floors.delete(home);
      this.relays.lost(floor.router);
      floor.close();
    }
  }

  #refuseIfOver(sessionId: MediaSessionId): void {
    if (this.#closedFor !== undefined || this.#context.ended.has(sessionId)) throw this.#overRefusal();
  }

  #overRefusal(): Refusal {
    return this.#closedFor === 'worker-died'
      ? mediaRestarts()
      : new Refusal('not-found', 'This media session was closed.');
  }

  #settleVoices(): void {
    for (const session of this.sessions()) session.subscriptions.settleVoices();
  }

  /** A strained worker sends less of videos, so that nothing of sound is lost. */
  #settleLayers(floor: Floor): void {
    this.#log.warn({ routerId: floor.router.id, level: floor.shedLevel }, 'videos are shed, or come back');
    for (const seated of this.#sessions.values())
      if (seated.floor === floor) seated.session.subscriptions.settleLayers();
  }

  #reportSoon(): void {
    if (this.#closedFor !== undefined) return;
    this.#cancelReport ??= this.#context.clock.after(REPORT_AFTER_MS, () => {
      this.#cancelReport = undefined;
      const sessions = this.sessions().flatMap((session) => session.takeReport() ?? []);
      if (sessions.length > 0)
        this.#context.tell({ name: 'streams.changed', payload: { meetingId: this.meetingId, sessions } });
    });
  }

  #tellSpeakers(speakers: Speakers): void {
    this.#context.tell({ name: 'room.speaking', payload: { meetingId: this.meetingId, speakers } });
  }

  #tellLeaving(sessionIds: MediaSessionId[]): void {
    this.#context.tell({ name: 'sessions.leaving', payload: { meetingId: this.meetingId, sessionIds } });
  }

  #tellLost(sessionIds: MediaSessionId[], reason: LostReason): void {
    if (sessionIds.length === 0) return;
    this.#context.tell({ name: 'sessions.lost', payload: { meetingId: this.meetingId, sessionIds, reason } });
  }
}

function mediaRestarts(): Refusal {
  return new Refusal('media-unavailable', 'Media is being restarted. Try again in a moment.');
}
