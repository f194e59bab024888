import { Body, Controller, Inject, Req, Res } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';
import { z } from 'zod';
import type { ServerConfig } from '#config';
import { API_PREFIX, OidcFinishRequest, Refusal, type OidcStarted, type SessionIssued } from '#contracts';
import { SERVER_CONFIG } from '../../core/tokens.js';
import { RateLimits } from '../../wire/rate-limits.js';
import { Route } from '../../wire/rest/route.js';
import { NO_BODY, Parsed } from '../../wire/rest/parsed.js';
import { cookieOf } from '../cookie.js';
import { RefreshCookie } from '../refresh-cookie.js';
import { SessionsService } from '../sessions.service.js';
import { OidcService, type Attempt } from './oidc.service.js';

const COOKIE = 'parley_oidc';
const ATTEMPT_MS = 10 * 60_000;

const KeptAttempt = z.strictObject({
  state: z.string().min(20).max(128),
  nonce: z.string().min(20).max(128),
  verifier: z.string().min(43).max(128),
});

/** The provider leads the browser back to a page; the page finishes here, so that no state changes by GET. */
@Controller(API_PREFIX)
export class OidcController {
  constructor(
    @Inject(OidcService) private readonly oidc: OidcService,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(RateLimits) private readonly limits: RateLimits,
    @Inject(RefreshCookie) private readonly cookie: RefreshCookie,
    @Inject(SERVER_CONFIG) private readonly config: Pick<ServerConfig, 'isBehindTls'>,
  ) {}

  @Route('oidc.start')
  async start(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Body(new Parsed(NO_BODY)) _nothing: unknown,
  ): Promise<OidcStarted> {
    await this.limits.addressSignIns.demand(request.ip ?? 'unknown');
    const { url, attempt } = await this.oidc.start();
    const value = Buffer.from(JSON.stringify(attempt)).toString('base64url');
    response.cookie(COOKIE, value, { ...this.#options(), maxAge: ATTEMPT_MS });
    return { url };
  }

  @Route('oidc.finish')
  async finish(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Body(new Parsed(OidcFinishRequest)) { query }: z.output<typeof OidcFinishRequest>,
  ): Promise<SessionIssued> {
    await this.limits.addressSignIns.demand(request.ip ?? 'unknown');
    const attempt = attemptIn(cookieOf(request, COOKIE));
    response.clearCookie(COOKIE, this.#options());
    const account = await this.oidc.finish(attempt, query);
    return this.cookie.give(response, await this.sessions.begin(account, request.headers['user-agent'] ?? ''));
  }

  #options(): CookieOptions {
    return { httpOnly: true, sameSite: 'strict', secure: this.config.isBehindTls, path: `${API_PREFIX}/oidc` };
  }
}

/** @throws {Refusal} `unauthenticated` when this browser has begun nothing, or too long ago. */
function attemptIn(cookie: string | undefined): Attempt {
  try {
    return KeptAttempt.parse(JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString()));
  } catch {
    throw new Refusal('unauthenticated', 'Signing in took too long, or began in another browser; please start again.');
  }
}
