import { createHmac, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { loadServerConfig } from '#config';
import { AccountId, SessionId } from '#contracts';
import { ManualClock } from '#kernel';
import { forgeryOf, ISSUED_AT_MS, MEDIA_SECRET, TOKEN_SECRET, tokenKey } from '../../test/support/forged-tokens.js';
import { AccessTokens } from './access-tokens.js';
import { GuestTokens } from './guest-tokens.js';
import { ProvenTokens } from './proven-tokens.js';
import { RefreshTokens } from './refresh-tokens.js';

const NOW_S = ISSUED_AT_MS / 1_000;
const ACCOUNT = AccountId.parse(randomUUID());
const SESSION = SessionId.parse(randomUUID());

function setUp(isOpen = true) {
  const clock = new ManualClock(ISSUED_AT_MS);
  const config = loadServerConfig({
    DATABASE_URL: 'postgres://x/y',
    SESSION_SECRET: TOKEN_SECRET,
    MEDIA_CONTROL_SECRET: MEDIA_SECRET,
  });
  const access = new AccessTokens(config, clock);
  const refresh = new RefreshTokens(config);
  const guests = new GuestTokens(config, clock);
  const proven = new ProvenTokens(guests, access, {
    find: () => Promise.resolve(isOpen ? { avatarId: undefined } : undefined),
  });
  return { clock, access, refresh, guests, proven };
}

const { good, forge, mutants } = forgeryOf('parley access token', 'access+jwt', {
  sub: ACCOUNT,
  sid: SESSION,
  exp: NOW_S + 600,
});
const MUTANTS = {
  ...mutants,
  'the key of guests': forge({}, {}, { key: tokenKey('parley guest token') }),
  'the key of refresh tokens': forge({}, {}, { key: tokenKey('parley refresh token') }),
  'the type of guests': forge({ typ: 'guest+jwt' }),
  'the type of guests and their claims': forge({ typ: 'guest+jwt' }, { sid: undefined }),
  'an expiry more than ten minutes after its making': forge({}, { iat: NOW_S - 601, exp: NOW_S + 60 }),
  'no session': forge({}, { sid: undefined }),
  'a session that is no UUID': forge({}, { sid: "' OR 1=1" }),
  'a session that is a list': forge({}, { sid: [SESSION] }),
};

describe('an access token', () => {
  it('proves account and session, for ten minutes', async () => {
    const { access, clock } = setUp();
    const { token, expiresAtMs } = await access.issue({ accountId: ACCOUNT, sessionId: SESSION });
    expect(expiresAtMs).toBe(ISSUED_AT_MS + 600_000);
    expect(await access.find(token)).toEqual({ accountId: ACCOUNT, sessionId: SESSION });
    clock.advance(600_000);
    expect(await access.find(token)).toBeUndefined();
  });

  it('has forty and more ways of being wrong', () => expect(Object.keys(MUTANTS).length).toBeGreaterThan(40));

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
      'a seal by the configured secret': `${id}.${number}.${createHmac('sha256', TOKEN_SECRET).update(`${id}.${number}`).digest('base64url')}`,
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
