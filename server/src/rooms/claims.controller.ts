import { Body, Controller, Headers, Inject, Param } from '@nestjs/common';
import type { z } from 'zod';
import { API_PREFIX, ClaimRequest, Refusal, RoomId, type RoomDetails } from '#contracts';
import { GuestTokens } from '../identity/guest-tokens.js';
import { RateLimits } from '../wire/rate-limits.js';
import { Bearer } from '../wire/rest/bearer.js';
import { Parsed } from '../wire/rest/parsed.js';
import { Route } from '../wire/rest/route.js';
import { RoomKeeping } from './room-keeping.service.js';

/** What somebody opened as a guest on this device, before they signed in. */
@Controller(API_PREFIX)
export class ClaimsController {
  constructor(
    @Inject(RoomKeeping) private readonly keeping: RoomKeeping,
    @Inject(GuestTokens) private readonly guests: GuestTokens,
    @Inject(Bearer) private readonly bearer: Bearer,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  @Route('rooms.claim')
  async claim(
    @Headers('authorization') authorization: string | undefined,
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
    @Body(new Parsed(ClaimRequest)) { guestToken }: z.output<typeof ClaimRequest>,
  ): Promise<RoomDetails> {
    const { accountId } = await this.bearer.requireAccount(authorization);
    await this.limits.accountWrites.demand(accountId);
    const guest = await this.guests.find(guestToken);
    if (guest === undefined) throw new Refusal('invalid-input', 'guestToken: is not one of ours');
    return this.keeping.claim(roomId, guest, accountId);
  }
}
