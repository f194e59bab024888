import { Inject, Injectable } from '@nestjs/common';
import type { ServerConfig } from '#config';
import { AccountId, SessionId } from '#contracts';
import type { Clock } from '#kernel';
import { CLOCK, SERVER_CONFIG } from '../core/tokens.js';
import type { SignedIn } from '../wire/rest/bearer.js';
import { SignedTokens, type IssuedToken } from './signed-tokens.js';

const ACCESS_TOKEN_MS = 10 * 60_000;

/** Makes and proves the tokens of people who are signed in. Whether their session still stands is for others to say. */
@Injectable()
export class AccessTokens {
  readonly #tokens: SignedTokens;

  constructor(@Inject(SERVER_CONFIG) config: ServerConfig, @Inject(CLOCK) clock: Clock) {
    const kind = { type: 'access+jwt', keyInfo: 'parley access token', lifetimeMs: ACCESS_TOKEN_MS } as const;
    this.#tokens = new SignedTokens(kind, config, clock);
  }

  issue({ accountId, sessionId }: SignedIn): Promise<IssuedToken> {
    return this.#tokens.issue(accountId, { sid: sessionId });
  }

  /** Undefined when it does not count. */
  async find(token: string): Promise<SignedIn | undefined> {
    const claims = await this.#tokens.claimsOf(token);
    const [accountId, sessionId] = [AccountId.safeParse(claims?.sub).data, SessionId.safeParse(claims?.['sid']).data];
    return accountId === undefined || sessionId === undefined ? undefined : { accountId, sessionId };
  }
}
