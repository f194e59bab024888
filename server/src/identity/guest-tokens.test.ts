import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { loadServerConfig } from '#config';
import { IdentityId } from '#contracts';
import { ManualClock } from '#kernel';
import { SignJWT } from 'jose';
import { forgeryOf, ISSUED_AT_MS, MEDIA_SECRET, TOKEN_SECRET } from '../../test/support/forged-tokens.js';
import { GuestTokens } from './guest-tokens.js';

const DAY_MS = 86_400_000;
const NOW_S = ISSUED_AT_MS / 1_000;
const IDENTITY = IdentityId.parse(randomUUID());
const CLAIMS = { sub: IDENTITY, exp: NOW_S + 3_600 };

const { good, forge, mutants } = forgeryOf('parley guest token', 'guest+jwt', CLAIMS);
const MUTANTS = {
  ...mutants,
  'an expiry beyond thirty days after its making': forge({}, { iat: NOW_S - 31 * 86_400, exp: NOW_S + 60 }),
};

function tokensAt(clock = new ManualClock(ISSUED_AT_MS), secret = TOKEN_SECRET): GuestTokens {
  const config = loadServerConfig({
    DATABASE_URL: 'postgres://x/y',
    SESSION_SECRET: secret,
    MEDIA_CONTROL_SECRET: MEDIA_SECRET,
  });
  return new GuestTokens(config, clock);
}

function signedByRsa(): Promise<string> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const claims = { iss: 'parley', aud: 'parley', iat: NOW_S, ...CLAIMS };
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'guest+jwt' }).sign(privateKey);
}

describe('a guest token', () => {
  it('proves who it was given to, for thirty days', async () => {
    const clock = new ManualClock(ISSUED_AT_MS);
    const tokens = tokensAt(clock);
    const { token, expiresAtMs } = await tokens.issue(IDENTITY);
    expect(expiresAtMs).toBe(ISSUED_AT_MS + 30 * DAY_MS);
    expect(await tokens.verify(token)).toBe(IDENTITY);
    clock.advance(30 * DAY_MS - 1_000);
    expect(await tokens.verify(token)).toBe(IDENTITY);
    clock.advance(1_000);
    await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('made by hand in the same way is accepted, so that each mutant below fails for its one fault', async () => {
    expect(await tokensAt().verify(good)).toBe(IDENTITY);
  });

  it.each(Object.entries(MUTANTS))('does not count with %s', async (_fault, token) => {
    await expect(tokensAt().verify(token)).rejects.toMatchObject({ name: 'Refusal', code: 'unauthenticated' });
  });

  it('signed with a key pair does not count', async () => {
    await expect(tokensAt().verify(await signedByRsa())).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('of a server with another secret does not count', async () => {
    const { token } = await tokensAt(undefined, `${TOKEN_SECRET}!`).issue(IDENTITY);
    await expect(tokensAt().verify(token)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('holds nothing but who, for whom, and until when', async () => {
    const { token } = await tokensAt().issue(IDENTITY);
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(Object.keys(claims).toSorted()).toEqual(['aud', 'exp', 'iat', 'iss', 'sub']);
  });
});
