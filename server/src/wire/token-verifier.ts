import type { IdentityId } from '#contracts';

export const TOKEN_VERIFIER = Symbol('TokenVerifier');

/** Proves who shows a token. */
export interface TokenVerifier {
  /** @throws {Refusal} `unauthenticated`, without saying what was wrong with the token. */
  verify(token: string): Promise<IdentityId>;
}
