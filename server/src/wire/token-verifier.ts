import type { AccountId, AvatarUrl, IdentityId, SessionId } from '#contracts';

export const TOKEN_VERIFIER = Symbol('TokenVerifier');

/** Who a token proves its bearer to be. */
export interface Who {
  readonly identityId: IdentityId;
  /** Undefined for a guest. */
  readonly accountId: AccountId | undefined;
  /** Where the account is signed in; undefined for a guest. */
  readonly sessionId: SessionId | undefined;
  /** The account's picture at this moment. */
  readonly avatarUrl?: AvatarUrl | undefined;
}

/** Proves who shows a token. */
export interface TokenVerifier {
  /** @throws {Refusal} `unauthenticated`, without saying what was wrong with the token. */
  verify(token: string): Promise<Who>;
}
