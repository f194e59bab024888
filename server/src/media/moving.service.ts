import { Inject, Injectable } from '@nestjs/common';
import {
  MOVE_SETTLE_MS,
  Refusal,
  SEATS_ELSEWHERE_MAX_COUNT,
  type Input,
  type Output,
  type ParticipantId,
  type SeatElsewhere,
  type SignallingRequests,
} from '#contracts';
import type { LiveMeeting } from '../meetings/live-meeting.js';
import { MeetingsService } from '../meetings/meetings.service.js';
import { MoveCodes } from '../meetings/move-codes.js';
import { viewOf } from '../meetings/seats.js';
import type { Caller } from '../wire/caller.js';
import { MEDIA_TOOLS, MediaPlane } from './media-plane.js';
import { MOVING_PORTS, type MovingPorts } from './moving-ports.js';
import type { MediaTools, Session } from './session.js';

type Requests = SignallingRequests;
type Answer<K extends keyof Requests> = Promise<Output<Requests, K>>;

/** A device that has media for a seat which another one still holds. */
interface Moving {
  readonly live: LiveMeeting;
  readonly participantId: ParticipantId;
  readonly session: Session;
  readonly cancel: () => void;
}

/** Brings a running meeting to another device: the new one has media before the old one is released. */
@Injectable()
export class MovingService {
  readonly #moving = new Map<Caller, Moving>();
  readonly #ended = new WeakSet<Caller>();
  readonly #codes: MoveCodes;

  constructor(
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
    @Inject(MediaPlane) private readonly media: MediaPlane,
    @Inject(MEDIA_TOOLS) private readonly tools: MediaTools,
    @Inject(MOVING_PORTS) private readonly ports: MovingPorts,
  ) {
    this.#codes = new MoveCodes(tools.clock);
    ports.ends.listen(({ caller }) => {
      this.#ended.add(caller);
      this.#giveUp(caller);
    });
  }

  /** @throws {Refusal} `forbidden` for an account; `seat-lost`. */
  async offer(caller: Caller): Answer<'seat.offer'> {
    const { live, participantId } = this.meetings.of(caller);
    if (caller.accountId !== undefined) throw new Refusal('forbidden', 'Sign in on the other device to move there.');
    return this.#codes.offer({ meetingId: live.meetingId, participantId, identityId: caller.identityId });
  }

  /** @throws {Refusal} `not-found`. */
  async redeem({ roomId, code }: Input<Requests, 'seat.redeem'>): Answer<'seat.redeem'> {
    const live = this.meetings.byRoom(roomId);
    // Used up in any case: who names another room has not come by the link.
    const offer = this.#codes.take(code);
    const seat = offer && live?.rules.seat(offer.participantId);
    if (offer === undefined || seat === undefined || live?.meetingId !== offer.meetingId) {
      throw new Refusal('not-found', 'This code does not work any more. Make a new one on the other device.');
    }
    const { identityId, participantId } = offer;
    return { identityId, participantId, ...(await this.ports.guests.issue(identityId)) };
  }

  async elsewhere(caller: Caller, { roomId }: Input<Requests, 'seat.elsewhere'>): Answer<'seat.elsewhere'> {
    const live = this.meetings.byRoom(roomId);
    const own = live?.rules.seatsOf(caller.identityId) ?? [];
    const seats = own
      .filter(({ state, participantId }) => state === 'present' && participantId !== caller.seat?.participantId)
      .map((seat): SeatElsewhere => {
        const { participantId, name, sources } = viewOf(seat);
        return { participantId, name, sources };
      });
    return { seats: seats.slice(0, SEATS_ELSEWHERE_MAX_COUNT) };
  }

  /** @throws {Refusal} `seat-lost` for a seat that is not the caller's; `conflict` for who has one here; `media-unavailable`. */
  async move(caller: Caller, { roomId, participantId, media }: Input<Requests, 'seat.move'>): Answer<'seat.move'> {
    const live = await this.meetings.require(roomId);
    live.requireOwn(caller, participantId);
    if (caller.seat !== undefined) throw new Refusal('conflict', 'You are in a meeting on this device already.');
    this.#giveUp(caller);
    const { session, media: opened } = await this.media.mediaOf(live).aside.open(participantId, media, 'seat');
    if (this.#ended.has(caller)) {
      this.media.mediaOf(live).aside.drop(session);
      throw new Refusal('seat-lost', 'The connection ended.');
    }
    this.#giveUp(caller);
    const cancel = this.tools.clock.after(MOVE_SETTLE_MS, () => this.#giveUp(caller));
    this.#moving.set(caller, { live, participantId, session, cancel });
    const iceServers = [...this.ports.iceServers.for({ identityId: caller.identityId, roomId })];
    return { participantId, snapshot: live.view(participantId), iceServers, media: opened };
  }

  /** @throws {Refusal} `seat-lost` when nothing is being moved, or the seat was given up meanwhile; `media-unavailable`. */
  async settle(caller: Caller): Answer<'seat.settle'> {
    const moving = this.#moving.get(caller);
    if (moving === undefined) throw new Refusal('seat-lost', 'Nothing is being moved to this device.');
    const { live, participantId, session, cancel } = moving;
    live.requireOwn(caller, participantId);
    this.media.mediaOf(live).aside.require(session);
    this.#moving.delete(caller);
    cancel();
    const claim = live.takeOver(caller, participantId);
    try {
      await Promise.all([this.media.mediaOf(live).aside.seat(session), claim.recorded]);
      return { resumeToken: claim.resumeToken, snapshot: live.admit(caller, participantId) };
    } catch (thrown) {
      live.release(caller, participantId);
      throw thrown;
    }
  }

  #giveUp(caller: Caller): void {
    const moving = this.#moving.get(caller);
    if (moving === undefined) return;
    this.#moving.delete(caller);
    moving.cancel();
    if (!moving.live.rules.isEnded) this.media.mediaOf(moving.live).aside.drop(moving.session);
  }
}
