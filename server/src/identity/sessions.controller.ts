import { Body, Controller, Headers, Inject, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { API_PREFIX, SessionId, SignInRequest, type SessionIssued, type SessionList } from '#contracts';
import { RateLimits } from '../wire/rate-limits.js';
import { Bearer } from '../wire/rest/bearer.js';
import { Route } from '../wire/rest/route.js';
import { NO_BODY, Parsed } from '../wire/rest/parsed.js';
import { RefreshCookie } from './refresh-cookie.js';
import { SessionsService } from './sessions.service.js';

/** Signing in and out with a password. */
@Controller(API_PREFIX)
export class SessionsController {
  constructor(
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(Bearer) private readonly bearer: Bearer,
    @Inject(RateLimits) private readonly limits: RateLimits,
    @Inject(RefreshCookie) private readonly cookie: RefreshCookie,
  ) {}

  @Route('sessions.begin')
  async signIn(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Body(new Parsed(SignInRequest)) wish: z.output<typeof SignInRequest>,
  ): Promise<SessionIssued> {
    await this.limits.addressSignIns.demand(request.ip ?? 'unknown');
    await this.limits.emailSignIns.demand(wish.email);
    return this.cookie.give(response, await this.sessions.signIn(wish, request.headers['user-agent'] ?? ''));
  }

  @Route('sessions.refresh')
  async refresh(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Body(new Parsed(NO_BODY)) _nothing: unknown,
  ): Promise<SessionIssued> {
    await this.limits.addressRefreshes.demand(request.ip ?? 'unknown');
    return this.cookie.give(response, await this.sessions.refresh(this.cookie.read(request)));
  }

  @Route('sessions.list')
  async list(@Headers('authorization') authorization: string | undefined): Promise<SessionList> {
    return this.sessions.list(await this.bearer.requireAccount(authorization));
  }

  @Route('sessions.endAll')
  async endAll(
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const { accountId } = await this.bearer.requireAccount(authorization);
    await this.sessions.endAll(accountId);
    this.cookie.take(response);
  }

  @Route('sessions.endCurrent')
  async endCurrent(
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.sessions.end(await this.bearer.requireAccount(authorization));
    this.cookie.take(response);
  }

  @Route('sessions.end')
  async end(
    @Headers('authorization') authorization: string | undefined,
    @Param('sessionId', new Parsed(SessionId)) sessionId: SessionId,
  ): Promise<void> {
    const { accountId } = await this.bearer.requireAccount(authorization);
    await this.sessions.end({ accountId, sessionId });
  }
}
