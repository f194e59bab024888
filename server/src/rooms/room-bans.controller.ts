import { Controller, Headers, Inject, Param } from '@nestjs/common';
import { API_PREFIX, BanId, RoomId, type BanList } from '#contracts';
import { RateLimits } from '../wire/rate-limits.js';
import { Bearer } from '../wire/rest/bearer.js';
import { Parsed } from '../wire/rest/parsed.js';
import { Route } from '../wire/rest/route.js';
import { RoomBanning } from './room-banning.service.js';

@Controller(API_PREFIX)
export class RoomBansController {
  constructor(
    @Inject(RoomBanning) private readonly banning: RoomBanning,
    @Inject(Bearer) private readonly bearer: Bearer,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  @Route('bans.list')
  async list(
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<BanList> {
    const identityId = await this.bearer.require(authorization);
    return { bans: [...(await this.banning.list({ roomId, identityId }))] };
  }

  @Route('bans.lift')
  async lift(
    @Param('roomId', new Parsed(RoomId)) roomId: RoomId,
    @Param('banId', new Parsed(BanId)) banId: BanId,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<void> {
    const identityId = await this.bearer.require(authorization);
    await this.limits.accountWrites.demand(identityId);
    await this.banning.lift({ roomId, identityId }, banId);
  }
}
