import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ConfigurationError } from '#config';
import { startTestApp, type TestApp } from './support/app.js';
import { answerTo, WEBSOCKET_HEADERS } from './support/raw-http.js';

const PUBLIC_URL = 'https://meet.example.org';

let server: TestApp;

beforeAll(async () => {
  server = await startTestApp({ environment: { PARLEY_ENV: 'production', PUBLIC_URL } });
});
afterAll(() => server.close());

it('behind TLS, tells browsers to insist on it', async () => {
  const { headers } = await fetch(`${server.url}/`);
  expect(headers.get('strict-transport-security')).toBe('max-age=63072000');
  expect(headers.get('content-security-policy')).toMatch("connect-src 'self' wss://meet.example.org;");
});

it.each([
  ['polling', {}, [200, 403]],
  ['websocket', WEBSOCKET_HEADERS, [101, 400]],
])(
  'lets in over %s the configured origin only, not whatever name it was reached by',
  async (transport, headers, expected) => {
    const url = `${server.url}/socket.io/?EIO=4&transport=${transport}`;
    const statuses = [
      (await answerTo(url, { ...headers, origin: PUBLIC_URL })).statusCode,
      (await answerTo(url, { ...headers, host: 'rebound.example', origin: 'https://rebound.example' })).statusCode,
    ];
    expect(statuses).toEqual(expected);
  },
);

it('does not start with proxies that are no addresses', async () => {
  await expect(startTestApp({ environment: { TRUSTED_PROXIES: 'the-proxy' } })).rejects.toThrow(ConfigurationError);
});
