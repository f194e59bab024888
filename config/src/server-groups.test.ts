import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from './environment.js';
import { loadServerConfig } from './server.js';

const NEEDED = {
  DATABASE_URL: 'postgres://x/y',
  SESSION_SECRET: 's'.repeat(32),
  MEDIA_CONTROL_SECRET: 'm'.repeat(32),
};

const load = (extra: Readonly<Record<string, string>> = {}) => loadServerConfig({ ...NEEDED, ...extra });

it('without mail, bucket or provider none is there', () => {
  expect(load()).toMatchObject({
    mail: undefined,
    oidc: undefined,
    objectStore: { dataDir: './data', s3: undefined },
    guestsMayOpenRooms: true,
  });
});

it('reads whole groups, their secrets kept from sight', () => {
  const config = load({
    SMTP_URL: 'smtps://user:hunter2@mail.example.org',
    MAIL_FROM: 'meet@example.org',
    S3_BUCKET: 'parley',
    S3_ACCESS_KEY_ID: 'KEY',
    S3_SECRET_ACCESS_KEY: 'hunter2',
    S3_ENDPOINT: 'https://s3.example.org',
    OIDC_ISSUER: 'https://id.example.org',
    OIDC_CLIENT_ID: 'parley',
    OIDC_CLIENT_SECRET: 'hunter2',
    GUESTS_MAY_OPEN_ROOMS: 'no',
  });
  expect(config.mail?.smtpUrl.reveal()).toMatch('hunter2');
  expect(config.objectStore.s3).toMatchObject({
    bucket: 'parley',
    region: 'us-east-1',
    endpoint: 'https://s3.example.org',
  });
  expect(config.oidc).toMatchObject({ issuer: 'https://id.example.org', name: 'Single sign-on' });
  expect(config.guestsMayOpenRooms).toBe(false);
  expect(JSON.stringify(config)).not.toMatch('hunter2');
});

describe('half a group', () => {
  it.each([
    ['MAIL_FROM', { SMTP_URL: 'smtp://mail.example.org' }],
    ['S3_ACCESS_KEY_ID', { S3_BUCKET: 'parley' }],
    ['S3_SECRET_ACCESS_KEY', { S3_BUCKET: 'parley', S3_ACCESS_KEY_ID: 'KEY' }],
    ['OIDC_CLIENT_ID', { OIDC_ISSUER: 'https://id.example.org' }],
    ['OIDC_CLIENT_SECRET', { OIDC_ISSUER: 'https://id.example.org', OIDC_CLIENT_ID: 'parley' }],
  ])('is refused, naming %s', (missing, given) => {
    expect(() => load(given)).toThrow(ConfigurationError);
    expect(() => load(given)).toThrow(`${missing}: must be set`);
  });
});

it.each([
  { SMTP_URL: 'https://mail.example.org' },
  { OIDC_ISSUER: 'ftp://id.example.org' },
  { S3_BUCKET: '../etc' },
  { GUESTS_MAY_OPEN_ROOMS: 'maybe' },
])('refuses %j', (given) => {
  expect(() => load(given as unknown as Record<string, string>)).toThrow(ConfigurationError);
});
