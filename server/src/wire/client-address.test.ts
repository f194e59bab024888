import type { IncomingMessage } from 'node:http';
import { expect, it } from '@jest/globals';
import { clientAddress, networkOf } from './client-address.js';

function requestFrom(remoteAddress: string, forwarded?: string): Pick<IncomingMessage, 'headers' | 'socket'> {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return { headers, socket: { remoteAddress } as IncomingMessage['socket'] };
}

const trustsProxies = (address: string) => address.startsWith('10.');

it.each([
  ['somebody who came directly', '203.0.113.1', undefined, '203.0.113.1'],
  ['the connection, whatever it claims, when it is no proxy of ours', '203.0.113.1', '198.51.100.7', '203.0.113.1'],
  ['whom our proxy names', '10.0.0.1', '198.51.100.7', '198.51.100.7'],
  ['the last whom our proxies did not make up', '10.0.0.1', '1.1.1.1, 198.51.100.7, 10.0.0.2', '198.51.100.7'],
  ['our proxy itself, when it names nobody', '10.0.0.1', ' , ', '10.0.0.1'],
])('takes %s', (_who, remote, forwarded, expected) => {
  expect(clientAddress(requestFrom(remote, forwarded), trustsProxies)).toBe(expected);
});

it.each([
  ['203.0.113.1', '203.0.113.1'],
  ['::ffff:203.0.113.1', '203.0.113.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['ada@example.org', 'ada@example.org'],
])('counts %s for %s', (address, expected) => {
  expect(networkOf(address)).toBe(expected);
});
