import { Body, Controller, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import {
  API_PREFIX,
  ConfirmRequest,
  PasswordChange,
  RegisterRequest,
  ResetFinishRequest,
  ResetRequest,
  type Accepted,
  type SessionIssued,
} from '#contracts';
import { RateLimits } from '../wire/rate-limits.js';
import { Bearer } from '../wire/rest/bearer.js';
import { Parsed } from '../wire/rest/parsed.js';
import { Route } from '../wire/rest/route.js';
import { AccountsService } from './accounts.service.js';
import { RefreshCookie } from './refresh-cookie.js';
import { SessionsService } from './sessions.service.js';

const ACCEPTED: Accepted = { status: 'accepted' };

/** Accounts of one's own: how they begin, and what their owners change. */
@Controller(API_PREFIX)
export class AccountsController {
  constructor(
    @Inject(AccountsService) private readonly accounts: AccountsService,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(Bearer) private readonly bearer: Bearer,
    @Inject(RateLimits) private readonly limits: RateLimits,
    @Inject(RefreshCookie) private readonly cookie: RefreshCookie,
  ) {}

  @Route('accounts.register')
  async register(
    @Req() request: Request,
    @Body(new Parsed(RegisterRequest)) wish: z.output<typeof RegisterRequest>,
  ): Promise<Accepted> {
    await this.limits.addressMails.demand(addressOf(request));
    // Past the limit nothing is sent, and nothing told: an answer of its own would say that others were here.
    if (await this.limits.emailMails.take(wish.email)) await this.accounts.register(wish);
    else await this.accounts.registerNothing(wish);
    return ACCEPTED;
  }

  @Route('accounts.confirm')
  async confirm(
    @Req() request: Request,
    @Body(new Parsed(ConfirmRequest)) { token }: z.output<typeof ConfirmRequest>,
  ): Promise<Accepted> {
    await this.limits.addressSignIns.demand(addressOf(request));
    await this.accounts.confirm(token);
    return ACCEPTED;
  }

  @Route('passwordResets.begin')
  async beginReset(
    @Req() request: Request,
    @Body(new Parsed(ResetRequest)) wish: z.output<typeof ResetRequest>,
  ): Promise<Accepted> {
    await this.limits.addressMails.demand(addressOf(request));
    if (await this.limits.emailMails.take(wish.email)) this.accounts.beginReset(wish);
    return ACCEPTED;
  }

  @Route('passwordResets.finish')
  async finishReset(
    @Req() request: Request,
    @Body(new Parsed(ResetFinishRequest)) wish: z.output<typeof ResetFinishRequest>,
  ): Promise<void> {
    await this.limits.addressSignIns.demand(addressOf(request));
    await this.sessions.endAll(await this.accounts.finishReset(wish));
  }

  @Route('account.changePassword')
  async changePassword(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Body(new Parsed(PasswordChange)) change: z.output<typeof PasswordChange>,
  ): Promise<SessionIssued> {
    const signedIn = await this.bearer.requireAccount(request.headers.authorization);
    const account = await this.accounts.require(signedIn.accountId);
    await this.limits.emailSignIns.demand(account.email);
    const changed = await this.accounts.changePassword(account, change);
    const device = request.headers['user-agent'] ?? '';
    return this.cookie.give(response, await this.sessions.replace(signedIn, changed, device));
  }
}

function addressOf(request: Request): string {
  return request.ip ?? 'unknown';
}
