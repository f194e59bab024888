import { createHmac, generateKeyPairSync, hkdfSync, randomUUID } from 'node:crypto';

export const TOKEN_SECRET = 'a secret of forty-eight characters, for tests only';
export const MEDIA_SECRET = 'm'.repeat(32);
export const ISSUED_AT_MS = Date.UTC(2026, 0, 1);
const NOW_S = ISSUED_AT_MS / 1_000;

const rsaPublic = generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey;

type Forge = (
  header?: object,
  claims?: object,
  signing?: { readonly key?: Buffer | string; readonly hash?: string },
) => string;

export interface Forgery {
  /** One that counts, so that each mutant is wrong in one thing only. */
  readonly good: string;
  /** A token by hand, which no library would make. */
  readonly forge: Forge;
  /** Faults that no kind of token may have. */
  readonly mutants: Readonly<Record<string, string>>;
}

/** As the server derives it from its secret. */
export function tokenKey(info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', TOKEN_SECRET, '', info, 32));
}

/** @param claims besides issuer, audience and the time of making */
export function forgeryOf(info: string, typ: string, claims: object): Forgery {
  const HEADER = { alg: 'HS256', typ };
  const CLAIMS = { iss: 'parley', aud: 'parley', iat: NOW_S, ...claims };
  const forge: Forge = (header = {}, changed = {}, { key = tokenKey(info), hash = 'sha256' } = {}) => {
    const body = `${encoded({ ...HEADER, ...header })}.${encoded({ ...CLAIMS, ...changed })}`;
    return `${body}.${createHmac(hash, key).update(body).digest('base64url')}`;
  };
  const good = forge();
  const [goodHeader = '', goodClaims = '', goodSignature = ''] = good.split('.');
  return {
    good,
    forge,
    mutants: {
      ...mutantsOfHeader(forge),
      ...mutantsOfClaims(forge),
      'alg none, no signature': `${encoded({ ...HEADER, alg: 'none' })}.${goodClaims}.`,
      'alg None, no signature': `${encoded({ ...HEADER, alg: 'None' })}.${goodClaims}.`,
      'no signature': `${goodHeader}.${goodClaims}.`,
      'no dots': goodHeader,
      'two parts': `${goodHeader}.${goodClaims}`,
      'four parts': `${good}.x`,
      'the signature cut': good.slice(0, -2),
      'the signature turned': `${goodHeader}.${goodClaims}.${goodSignature.slice(20)}${goodSignature.slice(0, 20)}`,
      'the claims of somebody else': `${goodHeader}.${encoded({ ...CLAIMS, sub: randomUUID() })}.${goodSignature}`,
      'a header that is no JSON': `${Buffer.from('{').toString('base64url')}.${goodClaims}.${goodSignature}`,
      'an empty text': '',
      'dots only': '..',
      'a blank in front': ` ${good}`,
      'a blank behind': `${good} `,
      'a line break behind': `${good}\n`,
      'padding in the header': `${goodHeader}=.${goodClaims}.${goodSignature}`,
      'padding in the signature': `${goodHeader}.${goodClaims}.${goodSignature}=`,
      'the name of a prototype': '__proto__',
      'a zero byte': '\0',
    },
  };
}

function mutantsOfHeader(forge: Forge): Record<string, string> {
  const publicKey = rsaPublic.export({ type: 'spki', format: 'pem' }).toString();
  return {
    'alg NONE with a signature': forge({ alg: 'NONE' }),
    'alg none with the right signature': forge({ alg: 'none' }),
    'alg HS384, rightly signed': forge({ alg: 'HS384' }, {}, { hash: 'sha384' }),
    'alg HS512, rightly signed': forge({ alg: 'HS512' }, {}, { hash: 'sha512' }),
    'alg RS256, signed with HMAC': forge({ alg: 'RS256' }),
    'alg ES256, signed with HMAC': forge({ alg: 'ES256' }),
    'alg PS256, signed with HMAC': forge({ alg: 'PS256' }),
    'alg HS256, signed with an RSA public key': forge({}, {}, { key: publicKey }),
    'alg missing': forge({ alg: undefined }),
    'alg a number': forge({ alg: 256 }),
    'alg in lower case': forge({ alg: 'hs256' }),
    'the configured secret as its key': forge({}, {}, { key: TOKEN_SECRET }),
    'the secret of media hosts as its key': forge({}, {}, { key: MEDIA_SECRET }),
    'no key': forge({}, {}, { key: '' }),
    'another secret': forge({}, {}, { key: 'another secret of forty-eight characters, a bit' }),
    'a jwk of the sender': forge({ jwk: { kty: 'oct', k: 'bWluZQ' } }, {}, { key: 'mine' }),
    'a jwk beside the right signature': forge({ jwk: rsaPublic.export({ format: 'jwk' }) }),
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
    'the typ of media hosts': forge({ typ: 'media-host+jwt' }),
    'the typ of relays': forge({ typ: 'turn+jwt' }),
    'the typ of refresh tokens': forge({ typ: 'refresh+jwt' }),
  };
}

function mutantsOfClaims(forge: Forge): Record<string, string> {
  return {
    'another issuer': forge({}, { iss: 'parleyy' }),
    'no issuer': forge({}, { iss: undefined }),
    'another audience': forge({}, { aud: 'turn' }),
    'no audience': forge({}, { aud: undefined }),
    'several audiences': forge({}, { aud: ['parley', 'turn'] }),
    'an expiry a second ago': forge({}, { exp: NOW_S - 1 }),
    'an expiry at this very second': forge({}, { exp: NOW_S }),
    'no expiry': forge({}, { exp: undefined }),
    'an expiry that is text': forge({}, { exp: '99999999999' }),
    'an expiry far off and an old beginning': forge({}, { iat: NOW_S - 31 * 86_400, exp: NOW_S + 9e8 }),
    'validity that begins later': forge({}, { nbf: NOW_S + 60 }),
    'validity that begins with a text': forge({}, { nbf: 'now' }),
    'a making in the future': forge({}, { iat: NOW_S + 60 }),
    'no time of making': forge({}, { iat: undefined }),
    'no subject': forge({}, { sub: undefined }),
    'a subject that is no UUID': forge({}, { sub: 'admin' }),
    'a subject that is an object': forge({}, { sub: { id: randomUUID() } }),
  };
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
