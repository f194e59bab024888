import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Random bytes in a resume token. Source: OWASP ASVS 5.0, 7.2.3 asks for at least 128 bits; this is twice that. */
const TOKEN_BYTES = 32;

/** What is stored of a seat's tokens; from it no token can be made. */
export interface TokenHashes {
  readonly current: string;
  /** The one before; undefined until the first resume. Good until `current` was used, since an answer may be lost. */
  readonly previous: string | undefined;
}

/** A token as its owner gets it, once, and what is kept of the seat's tokens. */
export interface IssuedToken {
  readonly token: string;
  readonly hashes: TokenHashes;
}

export function firstToken(): IssuedToken {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  return { token, hashes: { current: hashOf(token), previous: undefined } };
}

/**
 * Exchanges a token for the next one. The token shown stays good until the new one was used: the answer that carries
 * the new one may be lost, and that must not cost the seat. All others stop working here.
 *
 * @returns undefined when the token is neither of the two that are good.
 */
export function exchangeToken(hashes: TokenHashes, shown: string): IssuedToken | undefined {
  const hash = hashOf(shown);
  // Both are compared in any case, so that the time taken does not tell which one was near.
  const isCurrent = isSame(hashes.current, hash);
  const isPrevious = hashes.previous !== undefined && isSame(hashes.previous, hash);
  if (!isCurrent && !isPrevious) return undefined;
  const { token, hashes: next } = firstToken();
  return { token, hashes: { current: next.current, previous: hash } };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function isSame(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
