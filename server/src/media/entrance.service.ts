import { Inject, Injectable } from '@nestjs/common';
import type { Input, MediaSession, Output, SignallingRequests } from '#contracts';
import type { Claim, LiveMeeting } from '../meetings/live-meeting.js';
import { MeetingsService } from '../meetings/meetings.service.js';
import type { Caller } from '../wire/caller.js';
import { EarlyMediaService } from './early-media.service.js';
import { ICE_SERVERS, type IceServers } from './ice-servers.js';
import { MediaPlane, type ClaimedSeatOf } from './media-plane.js';

type Joined = Output<SignallingRequests, 'meeting.join'>;

/** The way into a meeting: a seat and its media, together or not at all. */
@Injectable()
export class EntranceService {
  constructor(
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
    @Inject(MediaPlane) private readonly media: MediaPlane,
    @Inject(ICE_SERVERS) private readonly iceServers: IceServers,
    @Inject(EarlyMediaService) private readonly earlyMedia: EarlyMediaService,
  ) {}

  /**
   * @throws {Refusal} `not-found`, `meeting-ended`, `room-full`, `media-unavailable`, `unavailable`, `seat-lost`; at the
   *   door `removed`, `lobby`, `locked` or `password`.
   */
  async join(
    caller: Caller,
    { roomId, name, joinKey, media, isPrepared = false }: Input<SignallingRequests, 'meeting.join'>,
  ): Promise<Joined> {
    // Before a meeting is opened for them: who may not come in learns nothing of whether there is one.
    const standing = await this.meetings.standing(roomId, caller);
    const live = await this.meetings.open(roomId);
    const early = await this.earlyMedia.take(caller, live, isPrepared);
    try {
      const participantId = early?.session.participantId;
      const claim = live.arrive(caller, { name, joinKey, standing, participantId });
      return await this.#enter(caller, { live, claim }, (seat) => this.media.openSession(seat, media, early));
    } finally {
      // Nothing to drop for who is on it by now.
      if (early !== undefined) this.earlyMedia.drop(live, early);
    }
  }

  /** @throws {Refusal} `seat-lost` for any token that is not good, in the same words; else as `join`. */
  async resume(
    caller: Caller,
    { roomId, media, hasTransports, ...shown }: Input<SignallingRequests, 'meeting.resume'>,
  ): Promise<Joined> {
    const live = await this.meetings.require(roomId);
    const claim = live.reclaim(caller, shown);
    return this.#enter(caller, { live, claim }, (seat) => this.media.resumeSession(seat, { media, hasTransports }));
  }

  async #enter(
    caller: Caller,
    { live, claim }: { readonly live: LiveMeeting; readonly claim: Claim },
    open: (seat: ClaimedSeatOf) => Promise<MediaSession>,
  ): Promise<Joined> {
    const { participantId, resumeToken } = claim;
    try {
      // The token is given to nobody before it is stored, and the two need not wait for each other.
      const seat = { live, participantId, requireHeld: () => live.requireHeld(caller, participantId) };
      const [media] = await Promise.all([open(seat), claim.recorded]);
      this.#leaveOther(caller, participantId);
      const snapshot = live.admit(caller, participantId);
      const iceServers = [...this.iceServers.for({ identityId: caller.identityId, roomId: live.roomId })];
      return { participantId, resumeToken, snapshot, iceServers, media };
    } catch (thrown) {
      live.release(caller, participantId);
      if (live.rules.stateOf(participantId) === 'gone') this.media.closeSession({ live, participantId });
      throw thrown;
    }
  }

  /** A socket speaks for one seat only; taking another gives up the one before. */
  #leaveOther(caller: Caller, participantId: Joined['participantId']): void {
    if (caller.seat !== undefined && caller.seat.participantId !== participantId) this.meetings.leave(caller);
  }
}
