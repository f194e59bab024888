import { randomUUID } from 'node:crypto';
import { Body, Controller, Headers, Inject, Req } from '@nestjs/common';
import type { Request } from 'express';
import { API_PREFIX, IdentityId, type GuestIssued } from '#contracts';
import { bearerOf } from '../wire/rest/bearer.js';
import { Route } from '../wire/rest/route.js';
import { NO_BODY, Parsed } from '../wire/rest/parsed.js';
import { RateLimits } from '../wire/rate-limits.js';
import { GuestTokens } from './guest-tokens.js';

@Controller(API_PREFIX)
export class GuestsController {
  constructor(
    @Inject(GuestTokens) private readonly tokens: GuestTokens,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  @Route('guests.introduce')
  async issue(
    @Req() request: Request,
    @Headers('authorization') authorization: string | undefined,
    @Body(new Parsed(NO_BODY)) _nothing: unknown,
  ): Promise<GuestIssued> {
    await this.limits.addressGuests.demand(request.ip ?? 'unknown');
    // Who shows the token of before stays who they were: their rooms, their seats, what they wrote.
    const identityId =
      authorization === undefined ? IdentityId.parse(randomUUID()) : await this.tokens.verify(bearerOf(authorization));
    return { identityId, ...(await this.tokens.issue(identityId)) };
  }
}
