import { createHmac, generateKeyPairSync, hkdfSync, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { loadServerConfig } from '#config';
import { IdentityId } from '#contracts';
import { ManualClock } from '#kernel';
import { SignJWT } from 'jose';
import { GuestTokens } from './guest-tokens.js';

const SECRET = 'a secret of forty-eight characters, for tests only';
const START_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;
const NOW_S = START_MS / 1_000;
const IDENTITY = IdentityId.parse(randomUUID());

/** As GuestTokens derives it; known here so that a mutant can be wrong in one thing only. */
const KEY = Buffer.from(hkdfSync('sha256', SECRET, '', 'parley guest token', 32));
const HEADER = { alg: 'HS256', typ: 'guest+jwt' };
const CLAIMS = { iss: 'parley', aud: 'parley', sub: IDENTITY, iat: NOW_S, exp: NOW_S + 3_600 };

function tokensAt(clock = new ManualClock(START_MS), secret = SECRET): GuestTokens {
  const config = loadServerConfig({
    DATABASE_URL: 'postgres://x/y',
    SESSION_SECRET: secret,
    MEDIA_CONTROL_SECRET: 'm'.repeat(32),
  });
  return new GuestTokens(config, clock);
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token by hand, which no library would make. */
function forge(
  header: object = {},
  claims: object = {},
  { key = KEY, hash = 'sha256' }: { readonly key?: Buffer | string; readonly hash?: string } = {},
): string {
  const body = `${encoded({ ...HEADER, ...header })}.${encoded({ ...CLAIMS, ...claims })}`;
  return `${body}.${createHmac(hash, key).update(body).digest('base64url')}`;
}

const good = forge();
const [goodHeader = '', goodClaims = '', goodSignature = ''] = good.split('.');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const rsaPublic = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const publicJwk = rsa.publicKey.export({ format: 'jwk' });
const ownJwk = { kty: 'oct', k: Buffer.from('mine').toString('base64url') };

async function signedByRsa(): Promise<string> {
  return new SignJWT(CLAIMS).setProtectedHeader({ alg: 'RS256', typ: 'guest+jwt' }).sign(rsa.privateKey);
}

const MUTANTS: Readonly<Record<string, string>> = {
  'alg none, no signature': `${encoded({ ...HEADER, alg: 'none' })}.${goodClaims}.`,
  'alg None': `${encoded({ ...HEADER, alg: 'None' })}.${goodClaims}.`,
  'alg NONE with a signature': forge({ alg: 'NONE' }),
  'alg none with the right signature': forge({ alg: 'none' }),
  'alg HS384, rightly signed': forge({ alg: 'HS384' }, {}, { hash: 'sha384' }),
  'alg HS512, rightly signed': forge({ alg: 'HS512' }, {}, { hash: 'sha512' }),
  'alg RS256, signed with HMAC': forge({ alg: 'RS256' }),
  'alg ES256, signed with HMAC': forge({ alg: 'ES256' }),
  'alg HS256, signed with an RSA public key': forge({}, {}, { key: rsaPublic }),
  'alg missing': forge({ alg: undefined }),
  'alg a number': forge({ alg: 256 }),
  'alg in lower case': forge({ alg: 'hs256' }),
  'signed with the configured secret itself': forge({}, {}, { key: SECRET }),
  'signed with nothing': forge({}, {}, { key: '' }),
  'signed with another secret': forge({}, {}, { key: 'another secret of forty-eight characters, a bit' }),
  'a jwk of the sender': forge({ jwk: ownJwk }, {}, { key: 'mine' }),
  'a jwk beside the right signature': forge({ jwk: publicJwk }),
  'a jku': forge({ jku: 'https://evil.example/keys' }),
  'an x5u': forge({ x5u: 'https://evil.example/cert' }),
  'an x5c': forge({ x5c: ['AAAA'] }),
  'a kid that is a path': forge({ kid: '../../../../dev/null' }),
  'a kid that is a query': forge({ kid: "' UNION SELECT 'x" }),
  'an unknown critical header': forge({ crit: ['exp'], exp: NOW_S }),
  'an unencoded payload': forge({ b64: false, crit: ['b64'] }),
  compression: forge({ zip: 'DEF' }),
  'no typ': forge({ typ: undefined }),
  'another typ': forge({ typ: 'JWT' }),
  'a token for media hosts': forge({ typ: 'media-host+jwt' }),
  'another issuer': forge({}, { iss: 'parleyy' }),
  'no issuer': forge({}, { iss: undefined }),
  'another audience': forge({}, { aud: 'turn' }),
  'no audience': forge({}, { aud: undefined }),
  'several audiences': forge({}, { aud: ['turn', 'parley'] }),
  expired: forge({}, { exp: NOW_S - 1 }),
  'expired at this very second': forge({}, { exp: NOW_S }),
  'no expiry': forge({}, { exp: undefined }),
  'an expiry that is text': forge({}, { exp: '99999999999' }),
  'an expiry beyond thirty days after its making': forge({}, { iat: NOW_S - 31 * 86_400, exp: NOW_S + 60 }),
  'not valid yet': forge({}, { nbf: NOW_S + 60 }),
  'a beginning that is text': forge({}, { nbf: 'now' }),
  'made in the future': forge({}, { iat: NOW_S + 60 }),
  'no time of making': forge({}, { iat: undefined }),
  'no subject': forge({}, { sub: undefined }),
  'a subject that is no UUID': forge({}, { sub: 'admin' }),
  'a subject that is an object': forge({}, { sub: { id: IDENTITY } }),
  'no signature': `${goodHeader}.${goodClaims}.`,
  'no dots': goodHeader,
  'two parts': `${goodHeader}.${goodClaims}`,
  'four parts': `${good}.x`,
  'the signature cut': good.slice(0, -2),
  'the signature turned': `${goodHeader}.${goodClaims}.${goodSignature.slice(20)}${goodSignature.slice(0, 20)}`,
  'the claims exchanged': `${goodHeader}.${encoded({ ...CLAIMS, sub: randomUUID() })}.${goodSignature}`,
  'the header no JSON': `${Buffer.from('{').toString('base64url')}.${goodClaims}.${goodSignature}`,
  'an empty text': '',
  'dots only': '..',
  'a blank in front': ` ${good}`,
  'a line break behind': `${good}\n`,
  'base64 with padding': `${goodHeader}=.${goodClaims}.${goodSignature}`,
  __proto__: '__proto__',
  'a zero byte': '\0',
};

describe('a guest token', () => {
  it('proves who it was given to, for thirty days', async () => {
    const clock = new ManualClock(START_MS);
    const tokens = tokensAt(clock);
    const { token, expiresAtMs } = await tokens.issue(IDENTITY);
    expect(expiresAtMs).toBe(START_MS + 30 * DAY_MS);
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
    const { token } = await tokensAt(undefined, `${SECRET}!`).issue(IDENTITY);
    await expect(tokensAt().verify(token)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('holds nothing but who, for whom, and until when', async () => {
    const { token } = await tokensAt().issue(IDENTITY);
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(Object.keys(claims).toSorted()).toEqual(['aud', 'exp', 'iat', 'iss', 'sub']);
  });
});
