import { createHmac, hkdfSync, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { loadServerConfig } from '#config';
import { AccountId, SessionId } from '#contracts';
import { ManualClock } from '#kernel';
import { AccessTokens } from './access-tokens.js';
import { GuestTokens } from './guest-tokens.js';
import { ProvenTokens } from './proven-tokens.js';
import { RefreshTokens } from './refresh-tokens.js';

const SECRET = 'a secret of forty-eight characters, for tests only';
const START_MS = Date.UTC(2026, 0, 1);
const NOW_S = START_MS / 1_000;
const ACCOUNT = AccountId.parse(randomUUID());
const SESSION = SessionId.parse(randomUUID());
const keyFor = (info: string) => Buffer.from(hkdfSync('sha256', SECRET, '', info, 32));
const KEY = keyFor('parley access token');
const HEADER = { alg: 'HS256', typ: 'access+jwt' };
const CLAIMS = { iss: 'parley', aud: 'parley', sub: ACCOUNT, sid: SESSION, iat: NOW_S, exp: NOW_S + 600 };

function setUp(isOpen = true) {
  const clock = new ManualClock(START_MS);
  const config = loadServerConfig({
    DATABASE_URL: 'postgres://x/y',
    SESSION_SECRET: SECRET,
    MEDIA_CONTROL_SECRET: 'm'.repeat(32),
  });
  const access = new AccessTokens(config, clock);
  const refresh = new RefreshTokens(config);
  const guests = new GuestTokens(config, clock);
  const proven = new ProvenTokens(guests, access, { isOpen: () => Promise.resolve(isOpen) });
  return { clock, access, refresh, guests, proven };
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

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
const guestKey = { key: keyFor('parley guest token') };

const MUTANTS: Readonly<Record<string, string>> = {
  'alg none, no signature': `${encoded({ ...HEADER, alg: 'none' })}.${goodClaims}.`,
  'alg none with the right signature': forge({ alg: 'none' }),
  'alg NONE': forge({ alg: 'NONE' }),
  'alg HS384, rightly signed': forge({ alg: 'HS384' }, {}, { hash: 'sha384' }),
  'alg HS512, rightly signed': forge({ alg: 'HS512' }, {}, { hash: 'sha512' }),
  'alg RS256, signed with HMAC': forge({ alg: 'RS256' }),
  'alg ES256, signed with HMAC': forge({ alg: 'ES256' }),
  'alg PS256, signed with HMAC': forge({ alg: 'PS256' }),
  'alg missing': forge({ alg: undefined }),
  'alg in lower case': forge({ alg: 'hs256' }),
  'the configured secret as its key': forge({}, {}, { key: SECRET }),
  'no key': forge({}, {}, { key: '' }),
  'the key of guests': forge({}, {}, guestKey),
  'the key of refresh tokens': forge({}, {}, { key: keyFor('parley refresh token') }),
  'the key of media hosts': forge({}, {}, { key: 'm'.repeat(32) }),
  'the type of guests': forge({ typ: 'guest+jwt' }),
  'the type of guests and their claims': forge({ typ: 'guest+jwt' }, { sid: undefined }),
  'the type of refresh tokens': forge({ typ: 'refresh+jwt' }),
  'the type of relays': forge({ typ: 'turn+jwt' }),
  'no type': forge({ typ: undefined }),
  'another type': forge({ typ: 'JWT' }),
  'a jwk': forge({ jwk: { kty: 'oct', k: 'bWluZQ' } }, {}, { key: 'mine' }),
  'a jku': forge({ jku: 'https://evil.example/keys' }),
  'an x5u': forge({ x5u: 'https://evil.example/cert' }),
  'an x5c': forge({ x5c: ['AAAA'] }),
  'a kid that is a path': forge({ kid: '../../../dev/null' }),
  'a critical header': forge({ crit: ['exp'], exp: NOW_S }),
  'an unencoded payload': forge({ b64: false, crit: ['b64'] }),
  compression: forge({ zip: 'DEF' }),
  'another issuer': forge({}, { iss: 'evil' }),
  'no issuer': forge({}, { iss: undefined }),
  'another audience': forge({}, { aud: 'turn' }),
  'several audiences': forge({}, { aud: ['parley', 'turn'] }),
  'no audience': forge({}, { aud: undefined }),
  expired: forge({}, { exp: NOW_S - 1 }),
  'no expiry': forge({}, { exp: undefined }),
  'an expiry far off and an old beginning': forge({}, { iat: NOW_S - 601, exp: NOW_S + 9e8 }),
  'a beginning in the future': forge({}, { iat: NOW_S + 3_600, exp: NOW_S + 7_200 }),
  'not yet valid': forge({}, { nbf: NOW_S + 60 }),
  'no beginning': forge({}, { iat: undefined }),
  'no account': forge({}, { sub: undefined }),
  'an account that is no UUID': forge({}, { sub: '*' }),
  'no session': forge({}, { sid: undefined }),
  'a session that is no UUID': forge({}, { sid: "' OR 1=1" }),
  'a session that is a list': forge({}, { sid: [SESSION] }),
  'no signature': `${goodHeader}.${goodClaims}.`,
  'the signature cut': good.slice(0, -2),
  'another account’s claims': `${goodHeader}.${encoded({ ...CLAIMS, sub: randomUUID() })}.${goodSignature}`,
  'another session’s claims': `${goodHeader}.${encoded({ ...CLAIMS, sid: randomUUID() })}.${goodSignature}`,
  'four parts': `${good}.x`,
  'a blank behind': `${good} `,
  padding: `${goodHeader}.${goodClaims}.${goodSignature}=`,
};

describe('an access token', () => {
  it('proves account and session, for ten minutes', async () => {
    const { access, clock } = setUp();
    const { token, expiresAtMs } = await access.issue({ accountId: ACCOUNT, sessionId: SESSION });
    expect(expiresAtMs).toBe(START_MS + 600_000);
    expect(await access.find(token)).toEqual({ accountId: ACCOUNT, sessionId: SESSION });
    clock.advance(600_000);
    expect(await access.find(token)).toBeUndefined();
  });

  it('made by hand in the same way is accepted, so that each mutant below fails for its one fault', async () => {
    expect(await setUp().proven.verify(good)).toEqual({ identityId: ACCOUNT, accountId: ACCOUNT, sessionId: SESSION });
  });

  it.each(Object.entries(MUTANTS))('does not count with %s', async (_fault, token) => {
    await expect(setUp().proven.verify(token)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('does not count once its session has ended', async () => {
    await expect(setUp(false).proven.verify(good)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('holds no secret', async () => {
    const { token } = await setUp().access.issue({ accountId: ACCOUNT, sessionId: SESSION });
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(Object.keys(claims).toSorted()).toEqual(['aud', 'exp', 'iat', 'iss', 'sid', 'sub']);
  });
});

describe('a refresh token', () => {
  const shown = { sessionId: SESSION, generation: 7 };
  const { refresh, proven, access } = setUp();
  const token = refresh.tokenOf(shown);
  const [id = '', number = '', seal = ''] = token.split('.');

  it('proves its session and its place in the row, and is the same each time it is made', () => {
    expect(refresh.find(token)).toEqual(shown);
    expect(refresh.tokenOf(shown)).toBe(token);
  });

  it.each(
    Object.entries({
      'another place': `${id}.8.${seal}`,
      'the same place otherwise written': `${id}.07.${seal}`,
      'another session': `${randomUUID()}.${number}.${seal}`,
      'the session in capitals': `${id.toUpperCase()}.${number}.${seal}`,
      'no seal': `${id}.${number}.`,
      'a seal cut': token.slice(0, -1),
      'a seal with other last bits': `${token.slice(0, -1)}${token.endsWith('B') ? 'C' : 'B'}`,
      'a seal turned': `${id}.${number}.${seal.slice(20)}${seal.slice(0, 20)}`,
      'a seal by the configured secret': `${id}.${number}.${createHmac('sha256', SECRET).update(`${id}.${number}`).digest('base64url')}`,
      'a place below none': `${id}.-1.${seal}`,
      'something behind': `${token}.x`,
      'a line break': `${token}\n`,
      'an access token': good,
      nothing: '',
    }),
  )('does not count with %s', (_fault, mutant) => {
    expect(refresh.find(mutant)).toBeUndefined();
  });

  it('is no access token', async () => {
    await expect(proven.verify(token)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await access.find(token)).toBeUndefined();
  });
});
