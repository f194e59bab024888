import type { types as mediasoup } from 'mediasoup';
import {
  Refusal,
  type Input,
  type MediaControlRequests,
  type MediaSession,
  type MediaSessionId,
  type MeetingId,
  type ParticipantId,
  type ProducerId,
} from '#contracts';
import { SharedTask, type Clock, type Log } from '#kernel';
import type { HostFact } from '../facts.js';
import { MEDIA_CODECS } from './codecs.js';
import { SESSIONS_MAX_COUNT } from './limits.js';
import type { RecentIds } from './recent.js';
import { checkCapabilities } from './rtp-rules.js';
import { Session } from './session.js';
import { LEVEL_INTERVAL_MS, LEVEL_THRESHOLD_DBOV, SpeakingMeter, type Speakers } from './speaking.js';
import type { Placement, Published, RouterHome, Stage } from './stage.js';
import { byWorker } from './worker-refusals.js';

/*
 * Who is told when something ends. Whoever asked for an end is never told of it: they have the answer.
 *
 * | what ends                          | what goes with it                  | who is told                                  |
 * |------------------------------------|------------------------------------|----------------------------------------------|
 * | consumer, asked                    | nothing                            | nobody                                       |
 * | producer, asked or replaced        | its consumers, in every session    | nobody: the server knows who was receiving   |
 * | session, asked                     | transports, producers, consumers   | nobody                                       |
 * | a transport, by DTLS or a lost path| its session, whole                 | servers: sessions.lost, transport-failed     |
 * | room, asked or empty for long      | router, sessions                   | nobody                                       |
 * | room, its worker died              | router, sessions                   | servers: sessions.lost, worker-died          |
 * | all rooms, no server for too long  | routers, sessions                  | servers: sessions.lost, orphaned (if any hear)|
 *
 * Ends go downward by mediasoup's own close events: a closed transport closes its producers and consumers, a closed
 * producer its consumers. Each object removes itself from its owner's books in one place, its `close` observer.
 */

type SessionWish = Input<MediaControlRequests, 'session.open'>;
type LostReason = Extract<HostFact, { readonly name: 'sessions.lost' }>['payload']['reason'];

export interface RoomContext {
  readonly placement: Placement;
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

/** The media of one meeting on this host: one router and the sessions on it. */
export class Room {
  readonly meetingId: MeetingId;
  readonly #context: RoomContext;
  readonly #log: Log;
  readonly #published = new Map<ProducerId, Published>();
  readonly #sessions = new Map<MediaSessionId, Session>();
  readonly #opening = new SharedTask<MediaSessionId, Session>();
  readonly #speaking: SpeakingMeter;
  /** In the making; a close by request must hold for them too. */
  readonly #making = new Set<MediaSessionId>();
  readonly #stage: Promise<Stage>;
  #router: mediasoup.Router | undefined;
  #levels: Promise<mediasoup.AudioLevelObserver> | undefined;
  #closedFor: LostReason | 'asked' | undefined;

  constructor(meetingId: MeetingId, context: RoomContext) {
    this.meetingId = meetingId;
    this.#context = context;
    this.#log = context.log.child({ meetingId });
    this.#speaking = new SpeakingMeter(context.clock, (speakers) => this.#tellSpeakers(speakers));
    this.#stage = this.#build();
    // Whoever asks for a session hears of it; with nobody waiting it must not count as unhandled.
    this.#stage.catch((thrown: unknown) => this.#onUnbuilt(thrown));
  }

  get sessionCount(): number {
    return this.#sessions.size;
  }

  /**
   * Safe to repeat, also at the same time.
   *
   * @throws {Refusal} `invalid-input`, `limit-reached`, `not-found` when it was closed before or meanwhile,
   *   `media-unavailable` when the worker ends meanwhile.
   */
  async openSession(wish: SessionWish): Promise<MediaSession> {
    this.#refuseIfOver(wish.sessionId);
    if (this.#sessions.size >= SESSIONS_MAX_COUNT && !this.#sessions.has(wish.sessionId)) {
      throw new Refusal('limit-reached', 'This meeting is full.');
    }
    this.#making.add(wish.sessionId);
    try {
      return (await this.#opening.get(wish.sessionId, () => this.#makeSession(wish))).describe();
    } finally {
      this.#making.delete(wish.sessionId);
    }
  }

  /** @throws {Refusal} `not-found`. */
  session(sessionId: MediaSessionId): Session {
    const session = this.#sessions.get(sessionId);
    if (session === undefined) throw new Refusal('not-found', 'There is no such media session.');
    return session;
  }

  find(sessionId: MediaSessionId): Session | undefined {
    return this.#sessions.get(sessionId);
  }

  /** Safe to repeat. A session that is being made ends as soon as it is there. */
  closeSession(sessionId: MediaSessionId): void {
    const session = this.#sessions.get(sessionId);
    this.#forgetSession(sessionId);
    session?.close();
  }

  inventory() {
    return [...this.#sessions.values()].map((session) => session.inventory());
  }

  /** Safe to repeat. With a reason, servers are told that the sessions are lost. */
  close(reason?: LostReason): void {
    if (this.#closedFor !== undefined) return;
    this.#closedFor = reason ?? 'asked';
    // What a dying worker interrupts may be asked for again; what somebody closed may not.
    if (reason === undefined) for (const sessionId of this.#making) this.#context.ended.add(sessionId);
    const lost = [...this.#sessions.keys()];
    this.#speaking.close();
    for (const [sessionId, session] of this.#sessions) {
      this.#context.ended.add(sessionId);
      session.close();
    }
    this.#sessions.clear();
    this.#router?.close();
    this.#context.onClosed();
    this.#log.info({ reason: this.#closedFor, sessionCount: lost.length }, 'room closed');
    if (reason !== undefined) this.#tellLost(lost, reason);
  }

  snapshot() {
    return {
      meetingId: this.meetingId,
      publishedCount: this.#published.size,
      sessions: [...this.#sessions.values()].map((session) => session.snapshot()),
    };
  }

  async #build(): Promise<Stage> {
    const home: RouterHome = this.#context.placement.place();
    const router = await byWorker(() => home.createRouter(structuredClone([...MEDIA_CODECS])));
    if (this.#closedFor !== undefined) {
      router.close();
      throw this.#overRefusal();
    }
    this.#router = router;
    router.once('workerclose', () => this.close('worker-died'));
    this.#observeLevels(router);
    this.#log.info({ routerId: router.id }, 'room opened');
    return {
      router,
      webRtcServer: home.webRtcServer,
      published: this.#published,
      measureLevel: (published) => this.#measureLevel(published),
      hush: (participantId) => this.#speaking.hush(participantId),
    };
  }

  #onUnbuilt(thrown: unknown): void {
    this.#log.warn({ err: thrown }, 'room could not be opened');
    this.close();
  }

  async #makeSession(wish: SessionWish): Promise<Session> {
    checkCapabilities(wish.rtpCapabilities);
    const stage = await this.#stage;
    this.#refuseIfOver(wish.sessionId);
    const log = this.#log.child({ sessionId: wish.sessionId, participantId: wish.participantId });
    const { clock } = this.#context;
    const session = await Session.open(wish, {
      stage,
      clock,
      log,
      onLost: () => this.#onTransportFailed(wish.sessionId),
    });
    // Looked at again after the await: the session, its room or its worker may be over.
    if (this.#closedFor !== undefined || session.isClosed || this.#context.ended.has(wish.sessionId)) {
      session.close();
      throw this.#overRefusal();
    }
    this.#sessions.set(wish.sessionId, session);
    if (this.#sessions.size === 1) this.#context.onEmpty(false);
    log.info({ consumerCount: wish.consumers.length }, 'media session opened');
    return session;
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
    if (this.#sessions.delete(sessionId) && this.#sessions.size === 0) this.#context.onEmpty(true);
  }

  #refuseIfOver(sessionId: MediaSessionId): void {
    if (this.#closedFor !== undefined || this.#context.ended.has(sessionId)) throw this.#overRefusal();
  }

  #overRefusal(): Refusal {
    return this.#closedFor === 'worker-died'
      ? new Refusal('media-unavailable', 'Media is being restarted. Try again in a moment.')
      : new Refusal('not-found', 'This media session was closed.');
  }

  /** Not waited for: who is speaking is no part of anybody's way in. */
  #observeLevels(router: mediasoup.Router): void {
    this.#levels = router.createAudioLevelObserver({
      maxEntries: 16,
      threshold: LEVEL_THRESHOLD_DBOV,
      interval: LEVEL_INTERVAL_MS,
    });
    this.#levels.then(
      (observer) => {
        observer.on('volumes', (volumes) => this.#hear(volumes));
      },
      (thrown: unknown) => {
        if (!router.closed) this.#log.warn({ err: thrown }, 'levels are not measured');
      },
    );
  }

  #measureLevel({ producer }: Published): void {
    const add = async () => {
      const observer = await this.#levels;
      if (!producer.closed) await observer?.addProducer({ producerId: producer.id });
    };
    add().catch((thrown: unknown) => {
      if (!producer.closed) this.#log.warn({ err: thrown, producerId: producer.id }, 'a level is not measured');
    });
  }

  #hear(volumes: readonly mediasoup.AudioLevelObserverVolume[]): void {
    const loud = volumes.flatMap(({ producer, volume }) => {
      const published = this.#published.get(producer.id as ProducerId);
      return published === undefined || producer.paused ? [] : [speakerOf(published.participantId, volume)];
    });
    if (this.#closedFor === undefined) this.#speaking.hear(loud);
  }

  #tellSpeakers(speakers: Speakers): void {
    this.#context.tell({ name: 'room.speaking', payload: { meetingId: this.meetingId, speakers } });
  }

  #tellLost(sessionIds: MediaSessionId[], reason: LostReason): void {
    if (sessionIds.length === 0) return;
    this.#context.tell({ name: 'sessions.lost', payload: { meetingId: this.meetingId, sessionIds, reason } });
  }
}

function speakerOf(participantId: ParticipantId, volume: number): Speakers[number] {
  return { participantId, levelDbov: Math.max(-127, Math.min(0, Math.round(volume))) };
}
