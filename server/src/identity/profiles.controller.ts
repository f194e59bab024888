import { Body, Controller, Get, Headers, Inject, Patch } from '@nestjs/common';
import { AccountChange, API_PREFIX, type AccountView } from '#contracts';
import { RateLimits } from '../wire/rate-limits.js';
import { Bearer } from '../wire/rest/bearer.js';
import { Described } from '../wire/rest/described.js';
import { Parsed } from '../wire/rest/parsed.js';
import { ProfilesService } from './profiles.service.js';

@Controller(`${API_PREFIX}/account`)
export class ProfilesController {
  constructor(
    @Inject(ProfilesService) private readonly profiles: ProfilesService,
    @Inject(Bearer) private readonly bearer: Bearer,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  @Get()
  @Described('account.get')
  async view(@Headers('authorization') authorization: string | undefined): Promise<AccountView> {
    const { accountId } = await this.bearer.requireAccount(authorization);
    return this.profiles.view(accountId);
  }

  @Patch()
  @Described('account.change')
  async change(
    @Headers('authorization') authorization: string | undefined,
    @Body(new Parsed(AccountChange)) change: AccountChange,
  ): Promise<AccountView> {
    const { accountId } = await this.bearer.requireAccount(authorization);
    await this.limits.accountWrites.demand(accountId);
    return this.profiles.change(accountId, change);
  }
}
