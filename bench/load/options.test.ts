import { expect, it } from '@jest/globals';
import { loopbackOrigin, readOptions } from './options.js';

it.each(['http://localhost:3000', 'http://127.0.0.1:8080/', 'http://[::1]:3000', 'http://127.9.9.9'])(
  'reaches %s',
  (address) => {
    expect(loopbackOrigin(address)).toBe(new URL(address).origin);
  },
);

it.each([
  'https://meet.example.org',
  'http://192.168.1.10:3000',
  'http://localhost.example.org',
  'http://127.0.0.1.example.org',
  'http://0.0.0.0:3000',
  'http://user@10.0.0.1/localhost',
])('refuses %s, saying that it is another machine', (address) => {
  expect(() => loopbackOrigin(address)).toThrow(/must be on this machine/);
});

it.each(['localhost:3000', 'ftp://localhost', ''])('refuses "%s" as no address', (address) => {
  expect(() => loopbackOrigin(address)).toThrow(/must be an address/);
});

it('has everybody publish unless told otherwise', () => {
  expect(readOptions(['--participants', '10'])).toMatchObject({
    publisherCount: 10,
    publishes: { video: true, audio: true },
  });
  expect(readOptions(['--participants', '10', '--publishers', '2', '--publish', 'none'])).toMatchObject({
    publisherCount: 2,
    publishes: { video: false, audio: false },
  });
});

it.each([
  [['--seconds', '0']],
  [['--seconds', '9999']],
  [['--participants', '2.5']],
  [['--participants', '1000', '--meetings', '3']],
  [['--publishers', '5']],
  [['--publish', 'smells']],
  [['--feedback', 'yes']],
  [['--colour', 'red']],
])('refuses %j', (args) => {
  expect(() => readOptions(args)).toThrow();
});
