import { Inject, Injectable } from '@nestjs/common';
import { AccountId, Refusal, type ParticipantId } from '#contracts';
import { MeetingsService } from '../meetings/meetings.service.js';
import { RoomBanning } from '../rooms/room-banning.service.js';
import type { Caller } from '../wire/caller.js';

/** Closes a room to somebody in its meeting. They are still to be removed from that. */
@Injectable()
export class BanningService {
  constructor(
    @Inject(MeetingsService) private readonly meetings: MeetingsService,
    @Inject(RoomBanning) private readonly banning: RoomBanning,
  ) {}

  /**
   * Resolves once that is stored. Safe to repeat.
   *
   * @throws {Refusal} `forbidden` as `RoomBanning.ban` does, and for anybody who is no host here; `not-found`; `conflict`
   *   for a guest: another visit makes another guest of them, so that it would keep nobody out.
   */
  async ban(caller: Caller, targetId: ParticipantId): Promise<void> {
    const { live, participantId } = this.meetings.of(caller);
    const { rules, roomId } = live;
    if (!rules.stewardIds().includes(participantId)) {
      throw new Refusal('forbidden', 'Only hosts and co-hosts may do this.');
    }
    const seat = rules.seat(targetId);
    if (seat === undefined || seat.state === 'arriving') {
      throw new Refusal('not-found', 'This person is not in the meeting.');
    }
    if (seat.isGuest) throw new Refusal('conflict', 'Only somebody with an account can be banned from a room.');
    const { identityId } = caller;
    const accountId = AccountId.parse(seat.identityId);
    await this.banning.ban({ roomId, identityId }, { accountId, name: seat.name });
  }
}
