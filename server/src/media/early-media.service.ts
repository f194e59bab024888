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
type Prepared = Output<Requests, 'meeting.prepare'>;

/** Who has not pressed the button by then has gone to fetch a coffee, and joins as anybody does. */
export const EARLY_MEDIA_MAX_MS = 120_000;
/** In one meeting at a time. Whoever comes beyond them joins as anybody does. */
export const EARLY_MEDIA_MAX_COUNT = 32;

interface Early {
  readonly live: LiveMeeting;
  /** Undefined when it could not be opened. Never rejects. */
  readonly opened: Promise<OpenedSession | undefined>;
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
  async prepare(caller: Caller, { roomId, media }: Input<Requests, 'meeting.prepare'>): Promise<Prepared> {
    if (caller.seat !== undefined) return {};
    this.#giveUp(caller);
    const live = await this.#welcoming(caller, roomId);
    if (live === undefined || this.#ended.has(caller)) return {};
    const early = this.#open(caller, live, media);
    const opened = await early.opened;
    if (opened === undefined) return {};
    const iceServers = [...this.iceServers.for({ identityId: caller.identityId, roomId })];
    return { early: { participantId: opened.session.participantId, iceServers, media: opened.media } };
  }

  /** What was prepared over this connection for this meeting, if it `isWanted`; everything else of it is given up. */
  async take(caller: Caller, live: LiveMeeting, isWanted: boolean): Promise<OpenedSession | undefined> {
    const early = this.#early.get(caller);
    if (early === undefined || early.live !== live || !isWanted) {
      this.#giveUp(caller);
      return undefined;
    }
    early.cancel();
    const opened = await early.opened;
    // It may have been given up while it was waited for.
    if (this.#early.get(caller) !== early) return undefined;
    this.#early.delete(caller);
    return opened;
  }

  /** Nothing comes of it. Safe to repeat, and for what somebody is seated on. */
  drop(live: LiveMeeting, { session }: OpenedSession): void {
    if (!live.rules.isEnded) this.media.mediaOf(live).aside.drop(session);
  }

  snapshot() {
    return { earlyCount: this.#early.size };
  }

  /** The running meeting of the room, when the caller could take a seat in it at this moment. */
  async #welcoming(caller: Caller, roomId: Input<Requests, 'meeting.prepare'>['roomId']) {
    try {
      const standing = await this.meetings.standing(roomId, caller);
      const live = this.meetings.byRoom(roomId);
      live?.rules.requireWelcome({ identityId: caller.identityId, standing });
      return live !== undefined && this.#countIn(live) < EARLY_MEDIA_MAX_COUNT ? live : undefined;
    } catch (thrown) {
      if (thrown instanceof Refusal) return undefined;
      throw thrown;
    }
  }

  #open(caller: Caller, live: LiveMeeting, capabilities: Input<Requests, 'meeting.prepare'>['media']): Early {
    const participantId = ParticipantId.parse(randomUUID());
    const opening = this.media.mediaOf(live).aside.open(participantId, capabilities, 'door');
    const early: Early = {
      live,
      opened: opening.catch((fault: unknown) => {
        this.tools.log.debug({ meetingId: live.meetingId, fault }, 'early media could not be opened');
        return undefined;
      }),
      cancel: this.tools.clock.after(EARLY_MEDIA_MAX_MS, () => this.#giveUp(caller)),
    };
    this.#early.set(caller, early);
    return early;
  }

  #countIn(live: LiveMeeting): number {
    return [...this.#early.values()].filter((early) => early.live === live).length;
  }

  #giveUp(caller: Caller): void {
    const early = this.#early.get(caller);
    if (early === undefined) return;
    this.#early.delete(caller);
    early.cancel();
    void early.opened.then((opened) => (opened === undefined ? undefined : this.drop(early.live, opened)));
  }
}
