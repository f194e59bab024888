import { randomUUID } from 'node:crypto';
import { Body, Controller, Inject, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { API_PREFIX, IdentityId, type GuestIssued } from '#contracts';
import { Described } from '../wire/rest/described.js';
import { NO_BODY, Parsed } from '../wire/rest/parsed.js';
import { RateLimits } from '../wire/rate-limits.js';
import { GuestTokens } from './guest-tokens.js';

@Controller(`${API_PREFIX}/guests`)
export class GuestsController {
  constructor(
    @Inject(GuestTokens) private readonly tokens: GuestTokens,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  @Post()
  @Described('guests.introduce')
  async issue(@Req() request: Request, @Body(new Parsed(NO_BODY)) _nothing: unknown): Promise<GuestIssued> {
    await this.limits.addressGuests.demand(request.ip ?? 'unknown');
    const identityId = IdentityId.parse(randomUUID());
    return { identityId, ...(await this.tokens.issue(identityId)) };
  }
}
