import { Inject, Injectable } from '@nestjs/common';
import type { ServerConfig } from '#config';
import { IdentityId, Refusal } from '#contracts';
import type { Clock } from '#kernel';
import { CLOCK, SERVER_CONFIG } from '../core/tokens.js';
import { SignedTokens, type IssuedToken } from './signed-tokens.js';

const GUEST_TOKEN_MS = 30 * 86_400_000;

/** Makes and proves the tokens of guests. */
@Injectable()
export class GuestTokens {
  readonly #tokens: SignedTokens;

  constructor(@Inject(SERVER_CONFIG) config: ServerConfig, @Inject(CLOCK) clock: Clock) {
    const kind = { type: 'guest+jwt', keyInfo: 'parley guest token', lifetimeMs: GUEST_TOKEN_MS } as const;
    this.#tokens = new SignedTokens(kind, config, clock);
  }

  issue(identityId: IdentityId): Promise<IssuedToken> {
    return this.#tokens.issue(identityId);
  }

  /** Undefined when it does not count. */
  async find(token: string): Promise<IdentityId | undefined> {
    return IdentityId.safeParse((await this.#tokens.claimsOf(token))?.sub).data;
  }

  /** @throws {Refusal} `unauthenticated` when it does not count. */
  async verify(token: string): Promise<IdentityId> {
    const identityId = await this.find(token);
    if (identityId === undefined)
      throw new Refusal('unauthenticated', 'Your guest pass is not valid here; reload the page.');
    return identityId;
  }
}
