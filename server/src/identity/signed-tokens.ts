import { hkdfSync } from 'node:crypto';
import { jwtVerify, SignJWT, type JWTPayload } from 'jose';
import type { ServerConfig } from '#config';
import type { Clock } from '#kernel';

const ALGORITHM = 'HS256';
const ISSUER = 'parley';
const AUDIENCE = 'parley';
const KEY_BYTES = 32;
/** Three parts and nothing around them; the library would look past blanks. Source: RFC 7515 section 7.1. */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** A token and when it ends. */
export interface IssuedToken {
  readonly token: string;
  /** Server clock, ms since the Unix epoch. */
  readonly expiresAtMs: number;
}

export interface TokenKind {
  /** Names what the token is for, so that one made for another purpose is never taken for it. Source: RFC 8725 section 3.11. */
  readonly type: `${string}+jwt`;
  /** Gives the kind a key of its own, made from the one secret in the configuration. */
  readonly keyInfo: string;
  readonly lifetimeMs: number;
}

/** Makes and proves tokens of one kind. */
export class SignedTokens {
  readonly #kind: TokenKind;
  readonly #key: Uint8Array;
  readonly #clock: Clock;

  constructor(kind: TokenKind, config: Pick<ServerConfig, 'sessionSecret'>, clock: Clock) {
    this.#kind = kind;
    this.#key = new Uint8Array(hkdfSync('sha256', config.sessionSecret.reveal(), '', kind.keyInfo, KEY_BYTES));
    this.#clock = clock;
  }

  async issue(subject: string, claims: Readonly<Record<string, string>> = {}): Promise<IssuedToken> {
    const nowS = Math.floor(this.#clock.nowMs() / 1_000);
    const expiresAtS = nowS + this.#kind.lifetimeMs / 1_000;
    const token = await new SignJWT({ ...claims })
      .setProtectedHeader({ alg: ALGORITHM, typ: this.#kind.type })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(subject)
      .setIssuedAt(nowS)
      .setExpirationTime(expiresAtS)
      .sign(this.#key);
    return { token, expiresAtMs: expiresAtS * 1_000 };
  }

  /** Undefined for whatever is wrong with a token: its bearer only learns that it does not count. */
  async claimsOf(token: string): Promise<JWTPayload | undefined> {
    if (!COMPACT.test(token)) return undefined;
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.#key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        typ: this.#kind.type,
        requiredClaims: ['sub', 'iat', 'exp'],
        maxTokenAge: this.#kind.lifetimeMs / 1_000,
        currentDate: new Date(this.#clock.nowMs()),
      });
      // We write two header fields. Any other would be an attempt to bring a key along.
      if (Object.keys(protectedHeader).length !== 2 || typeof payload.aud !== 'string') return undefined;
      return payload;
    } catch {
      return undefined;
    }
  }
}
