import { Inject, Injectable } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';
import type { ServerConfig } from '#config';
import { API_PREFIX } from '#contracts';
import { SERVER_CONFIG } from '../core/tokens.js';
import { cookieOf } from './cookie.js';
import { SESSION_UNUSED_MS } from './open-sessions.js';
import type { Issued } from './sessions.service.js';

export const REFRESH_COOKIE = 'parley_refresh';

/** The refresh token's way to the browser and back: no script can read it, and no other site can make it be sent. */
@Injectable()
export class RefreshCookie {
  readonly #options: CookieOptions;

  constructor(@Inject(SERVER_CONFIG) config: Pick<ServerConfig, 'isBehindTls'>) {
    this.#options = { httpOnly: true, sameSite: 'strict', secure: config.isBehindTls, path: `${API_PREFIX}/sessions` };
  }

  read(request: Request): string | undefined {
    return cookieOf(request, REFRESH_COOKIE);
  }

  /** Hands the tokens over: one in the cookie, the other in the answer. */
  give(response: Response, { refreshToken, answer }: Issued): Issued['answer'] {
    response.cookie(REFRESH_COOKIE, refreshToken, { ...this.#options, maxAge: SESSION_UNUSED_MS });
    response.setHeader('Cache-Control', 'no-store');
    return answer;
  }

  take(response: Response): void {
    response.clearCookie(REFRESH_COOKIE, this.#options);
  }
}
