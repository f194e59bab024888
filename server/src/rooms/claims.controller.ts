import { Body, Controller, Headers, Inject, Post } from '@nestjs/common';
import type { z } from 'zod';
import { API_PREFIX, ClaimRequest, Refusal, type RoomsClaimed } from '#contracts';
import { GuestTokens } from '../identity/guest-tokens.js';
import { RateLimits } from '../wire/rate-limits.js';
import { Bearer } from '../wire/rest/bearer.js';
import { Described } from '../wire/rest/described.js';
import { Parsed } from '../wire/rest/parsed.js';
import { RoomKeeping } from './room-keeping.service.js';

/** What somebody opened as a guest on this device, before they signed in. */
@Controller(`${API_PREFIX}/account/claimed-rooms`)
export class ClaimsController {
  constructor(
    @Inject(RoomKeeping) private readonly keeping: RoomKeeping,
    @Inject(GuestTokens) private readonly guests: GuestTokens,
    @Inject(Bearer) private readonly bearer: Bearer,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  @Post()
  @Described('account.claimRooms')
  async claim(
    @Headers('authorization') authorization: string | undefined,
    @Body(new Parsed(ClaimRequest)) { guestToken }: z.output<typeof ClaimRequest>,
  ): Promise<RoomsClaimed> {
    const { accountId } = await this.bearer.requireAccount(authorization);
    await this.limits.accountWrites.demand(accountId);
    const guest = await this.guests.find(guestToken);
    if (guest === undefined) throw new Refusal('invalid-input', 'guestToken: is not one of ours');
    return { roomCount: await this.keeping.claim(guest, accountId) };
  }
}
