import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ParticipantId, Refusal, type Input, type Output, type SignallingRequests } from '#contracts';
import type { LiveMeeting } from '../meetings/live-meeting.js';
import { MeetingsService } from '../meetings/meetings.service.js';
import type { Caller } from '../wire/caller.js';
import { SocketEnds } from '../wire/socket-ends.js';
import { ICE_SERVERS, type IceServers } from './ice-servers.js';
import { MEDIA_TOOLS, MediaPlane } from './media-plane.js';
import type { MediaTools, OpenedSession } from './session.js';

type Requests = SignallingRequests;
type Wish = Input<Requests, 'meeting.prepare'>;
type Prepared = Output<Requests, 'meeting.prepare'>;

/** Who has not pressed the button by then has gone to fetch a coffee, and joins as anybody does. */
const EARLY_MEDIA_MAX_MS = 120_000;
/** In one meeting at a time. Whoever comes beyond them joins as anybody does. */
const EARLY_MEDIA_MAX_COUNT = 32;

interface Made extends OpenedSession {
  readonly live: LiveMeeting;
}

interface Early {
  /** Undefined when nothing could be opened. Never rejects. */
  readonly made: Promise<Made | undefined>;
  /** The meeting it is for, once that is known. */
  live: LiveMeeting | undefined;
  readonly cancel: () => void;
}

/**
 * Media for people before the door, so that the press of the button only lets it flow: transports and streams, all held.
 * Nobody gets any who could not take a seat at that moment, and nothing of the meeting but ids of its streams.
 */
@Injectable()
export class EarlyMediaService {
  readonly #early = new Map<Caller, Early>();
  readonly #ended = new WeakSet<Caller>();

  constructor(
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
    @Inject(MediaPlane) private readonly media: MediaPlane,
    @Inject(MEDIA_TOOLS) private readonly tools: MediaTools,
    @Inject(ICE_SERVERS) private readonly iceServers: IceServers,
    @Inject(SocketEnds) ends: SocketEnds,
  ) {
    ends.listen(({ caller }) => {
      this.#ended.add(caller);
      this.#giveUp(caller);
    });
  }

  /** The latest replaces the one before. What stands in its way is for the join to say. */
  async prepare(caller: Caller, wish: Wish): Promise<Prepared> {
    this.#giveUp(caller);
    if (caller.seat !== undefined || this.#ended.has(caller)) return {};
    // Noted at once, so that a join which follows on its heels finds it and waits.
    const early: Early = {
      live: undefined,
      made: Promise.resolve().then(() => this.#make(caller, wish, early)),
      cancel: this.tools.clock.after(EARLY_MEDIA_MAX_MS, () => this.#giveUp(caller)),
    };
    this.#early.set(caller, early);
    const made = await early.made;
    if (made === undefined) {
      this.#forget(caller, early);
      return {};
    }
    const iceServers = [...this.iceServers.for({ identityId: caller.identityId, roomId: wish.roomId })];
    return { early: { participantId: made.session.participantId, iceServers, media: made.media } };
  }

  /** What was prepared over this connection for this meeting, if it `isWanted`; everything else of it is given up. */
  async take(caller: Caller, live: LiveMeeting, isWanted: boolean): Promise<OpenedSession | undefined> {
    const early = this.#early.get(caller);
    const made = isWanted ? await early?.made : undefined;
    if (early === undefined || made === undefined || made.live !== live) {
      this.#giveUp(caller);
      return undefined;
    }
    // It may have been given up while it was waited for.
    return this.#forget(caller, early) ? made : undefined;
  }

  /** Nothing comes of it. Safe to repeat, and for what somebody is seated on. */
  drop(live: LiveMeeting, { session }: OpenedSession): void {
    if (!live.rules.isEnded) this.media.mediaOf(live).aside.drop(session);
  }

  /** Never rejects. */
  async #make(caller: Caller, wish: Wish, early: Early): Promise<Made | undefined> {
    try {
      const live = await this.#welcoming(caller, wish.roomId);
      if (live === undefined || this.#early.get(caller) !== early) return undefined;
      early.live = live;
      const participantId = ParticipantId.parse(randomUUID());
      const opened = await this.media.mediaOf(live).aside.open(participantId, wish.media, 'door');
      return { ...opened, live };
    } catch (fault) {
      if (!(fault instanceof Refusal)) this.tools.log.warn({ fault }, 'early media could not be opened');
      return undefined;
    }
  }

  /** The running meeting of the room. Undefined when there is none, or too many stand before its door. @throws {Refusal} as a join. */
  async #welcoming(caller: Caller, roomId: Wish['roomId']): Promise<LiveMeeting | undefined> {
    const standing = await this.meetings.standing(roomId, caller);
    const live = this.meetings.byRoom(roomId);
    live?.rules.requireWelcome({ identityId: caller.identityId, standing });
    const count = [...this.#early.values()].filter((early) => early.live === live).length;
    return count < EARLY_MEDIA_MAX_COUNT ? live : undefined;
  }

  /** False when it was forgotten before. */
  #forget(caller: Caller, early: Early): boolean {
    early.cancel();
    return this.#early.get(caller) === early && this.#early.delete(caller);
  }

  #giveUp(caller: Caller): void {
    const early = this.#early.get(caller);
    if (early === undefined) return;
    this.#forget(caller, early);
    void early.made.then((made) => (made === undefined ? undefined : this.drop(made.live, made)));
  }
}
