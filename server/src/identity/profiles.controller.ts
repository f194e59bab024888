import { Body, Controller, Headers, Inject } from '@nestjs/common';
import { AccountChange, API_PREFIX, type AccountView } from '#contracts';
import { RateLimits } from '../wire/rate-limits.js';
import { Bearer } from '../wire/rest/bearer.js';
import { Parsed } from '../wire/rest/parsed.js';
import { Route } from '../wire/rest/route.js';
import { ProfilesService } from './profiles.service.js';

@Controller(API_PREFIX)
export class ProfilesController {
  constructor(
    @Inject(ProfilesService) private readonly profiles: ProfilesService,
    @Inject(Bearer) private readonly bearer: Bearer,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  @Route('account.get')
  async view(@Headers('authorization') authorization: string | undefined): Promise<AccountView> {
    const { accountId } = await this.bearer.requireAccount(authorization);
    return this.profiles.view(accountId);
  }

  @Route('account.change')
  async change(
    @Headers('authorization') authorization: string | undefined,
    @Body(new Parsed(AccountChange)) change: AccountChange,
  ): Promise<AccountView> {
    const { accountId } = await this.bearer.requireAccount(authorization);
    await this.limits.accountWrites.demand(accountId);
    return this.profiles.change(accountId, change);
  }
}
