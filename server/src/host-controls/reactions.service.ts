import { Inject, Injectable } from '@nestjs/common';
import { Refusal, type Input, type SignallingRequests } from '#contracts';
import { MeetingsService } from '../meetings/meetings.service.js';
import type { Caller } from '../wire/caller.js';
import { localLimit } from '../wire/rate-limits.js';
import { SOCKET_OUT, type SocketOut } from '../wire/socket-out.js';

/** More than a person clicks, and less than a screen can show. A meeting lives on one node, so counting there is enough. */
const OWN = { maxCount: 10, windowMs: 5_000 };
const MEETING = { maxCount: 60, windowMs: 1_000 };

/** Reactions: shown for a few seconds, stored nowhere. */
@Injectable()
export class ReactionsService {
  readonly #own = localLimit(OWN, 'reactions');
  readonly #meeting = localLimit(MEETING, 'meetingReactions');

  constructor(
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
    @Inject(SOCKET_OUT) private readonly out: SocketOut,
  ) {}

  /** @throws {Refusal} `seat-lost`, `forbidden` when withheld, `too-many-requests`. */
  async send(caller: Caller, { reaction }: Input<SignallingRequests, 'reaction.send'>): Promise<void> {
    const { live } = this.meetings.of(caller);
    // By the person and not by their socket, so that a new connection begins with nothing.
    const isWithin = (await this.#own.take(caller.identityId)) && (await this.#meeting.take(live.meetingId));
    if (!isWithin) throw new Refusal('too-many-requests', 'Too many reactions; wait a moment.');
    const { participantId } = this.meetings.of(caller);
    live.rules.requireMay(participantId, 'reactions');
    this.out.toMeeting(live.meetingId, 'reaction.sent', { participantId, reaction }, { isVolatile: true });
  }
}
