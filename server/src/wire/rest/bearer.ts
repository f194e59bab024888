import { Inject, Injectable } from '@nestjs/common';
import { Refusal, type AccountId, type IdentityId, type SessionId } from '#contracts';
import { TOKEN_VERIFIER, type TokenVerifier, type Who } from '../token-verifier.js';

/** Longest token we look at, in UTF-16 code units; the same as in the handshake of the socket. */
const TOKEN_MAX_UNITS = 2_048;

/** An account, and where it is signed in. */
export interface SignedIn {
  readonly accountId: AccountId;
  readonly sessionId: SessionId;
}

/** Proves who sends a REST request, by its `Authorization` header. Source: RFC 6750 section 2.1. */
@Injectable()
export class Bearer {
  constructor(@Inject(TOKEN_VERIFIER) private readonly tokens: TokenVerifier) {}

  /** @throws {Refusal} `unauthenticated` when the header is missing or its token does not count. */
  async require(authorization: string | undefined): Promise<IdentityId> {
    return (await this.who(authorization)).identityId;
  }

  /** @throws {Refusal} as `require` does, and for a guest's token. */
  async requireAccount(authorization: string | undefined): Promise<SignedIn> {
    const { accountId, sessionId } = await this.who(authorization);
    if (accountId === undefined || sessionId === undefined) throw new Refusal('unauthenticated', 'Sign in first.');
    return { accountId, sessionId };
  }

  /** @throws {Refusal} as `require` does. */
  async who(authorization: string | undefined): Promise<Who> {
    if (authorization === undefined)
      throw new Refusal('unauthenticated', 'This needs an Authorization header with a bearer token.');
    return this.tokens.verify(bearerOf(authorization));
  }

  /**
   * Undefined when the request does not say who sends it.
   *
   * @throws {Refusal} `unauthenticated` when it says so wrongly, so that the sender learns that the token has ended.
   */
  async find(authorization: string | undefined): Promise<Who | undefined> {
    return authorization === undefined ? undefined : this.who(authorization);
  }
}

/** The token in the header, proven by nobody yet. @throws {Refusal} `unauthenticated` for a header that holds none. */
export function bearerOf(authorization: string): string {
  const [scheme = '', token = '', ...rest] = authorization.split(' ');
  if (scheme.toLowerCase() !== 'bearer' || token === '' || token.length > TOKEN_MAX_UNITS || rest.length > 0) {
    throw new Refusal('unauthenticated', 'The Authorization header must be: Bearer, a space, the token.');
  }
  return token;
}
