import { hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { jwtVerify, SignJWT } from 'jose';
import type { ServerConfig } from '#config';
import { IdentityId, Refusal } from '#contracts';
import type { Clock } from '#kernel';
import { CLOCK, SERVER_CONFIG } from '../core/tokens.js';
import type { TokenVerifier } from '../wire/token-verifier.js';

const ALGORITHM = 'HS256';
const ISSUER = 'parley';
const AUDIENCE = 'parley';
/** Names what the token is for, so that one made for another purpose is never taken for it. Source: RFC 8725 section 3.11. */
const TYPE = 'guest+jwt';
const GUEST_TOKEN_MS = 30 * 86_400_000;
const KEY_BYTES = 32;
/** Three parts and nothing around them; the library would look past blanks. Source: RFC 7515 section 7.1. */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** A token and when it ends. */
export interface IssuedToken {
  readonly token: string;
  /** Server clock, ms since the Unix epoch. */
  readonly expiresAtMs: number;
}

/** Makes and proves the tokens of guests. */
@Injectable()
export class GuestTokens implements TokenVerifier {
  readonly #key: Uint8Array;
  readonly #clock: Clock;

  constructor(@Inject(SERVER_CONFIG) config: ServerConfig, @Inject(CLOCK) clock: Clock) {
    // A key of its own for each purpose, so that the one secret in the configuration may serve others later.
    this.#key = new Uint8Array(hkdfSync('sha256', config.sessionSecret.reveal(), '', 'parley guest token', KEY_BYTES));
    this.#clock = clock;
  }

  async issue(identityId: IdentityId): Promise<IssuedToken> {
    const nowS = Math.floor(this.#clock.nowMs() / 1_000);
    const expiresAtS = nowS + GUEST_TOKEN_MS / 1_000;
    const token = await new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(identityId)
      .setIssuedAt(nowS)
      .setExpirationTime(expiresAtS)
      .sign(this.#key);
    return { token, expiresAtMs: expiresAtS * 1_000 };
  }

  async verify(token: string): Promise<IdentityId> {
    const identityId = await this.#proven(token);
    if (identityId === undefined)
      throw new Refusal('unauthenticated', 'Your guest pass is not valid here; reload the page.');
    return identityId;
  }

  async #proven(token: string): Promise<IdentityId | undefined> {
    if (!COMPACT.test(token)) return undefined;
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.#key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        typ: TYPE,
        requiredClaims: ['sub', 'iat', 'exp'],
        maxTokenAge: GUEST_TOKEN_MS / 1_000,
        currentDate: new Date(this.#clock.nowMs()),
      });
      // We write two header fields. Any other would be an attempt to bring a key along.
      if (Object.keys(protectedHeader).length !== 2 || typeof payload.aud !== 'string') return undefined;
      return IdentityId.safeParse(payload.sub).data;
    } catch {
      return undefined; // Whatever is wrong with a token, its bearer only learns that it does not count.
    }
  }
}
