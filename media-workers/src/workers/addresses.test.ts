import type { NetworkInterfaceInfo } from 'node:os';
import { expect, it } from '@jest/globals';
import { listenPoints, relayPointOf, resolveAnnounced } from './addresses.js';

const one = (address: string, given: Partial<NetworkInterfaceInfo> = {}) =>
  ({
    address,
    family: address.includes(':') ? 'IPv6' : 'IPv4',
    internal: false,
    mac: '',
    netmask: '',
    cidr: null,
    ...given,
  }) as NetworkInterfaceInfo;

const LAPTOP = {
  lo: [one('127.0.0.1', { internal: true }), one('::1', { internal: true })],
  wifi: [one('fe80::1'), one('192.0.2.7'), one('2001:db8::7')],
  other: [one('198.51.100.7')],
};
const UNSET = { listenAddress: undefined, announcedAddress: undefined };

it('listens where others reach it, one address of each family', () => {
  expect(listenPoints({ mode: 'production', ...UNSET }, LAPTOP)).toEqual([{ ip: '192.0.2.7' }, { ip: '2001:db8::7' }]);
});

it('listens on loopback first on one’s own machine, and only there without a network', () => {
  expect(listenPoints({ mode: 'local', ...UNSET }, LAPTOP).map(({ ip }) => ip)).toEqual([
    '127.0.0.1',
    '192.0.2.7',
    '2001:db8::7',
  ]);
  expect(listenPoints({ mode: 'production', ...UNSET }, { lo: LAPTOP.lo })).toEqual([{ ip: '127.0.0.1' }]);
});

it('listens everywhere behind an announced address, and never announces "everywhere"', () => {
  expect(listenPoints({ mode: 'production', ...UNSET, announcedAddress: '203.0.113.5' }, LAPTOP)).toEqual([
    { ip: '0.0.0.0', announcedAddress: '203.0.113.5' },
  ]);
  expect(listenPoints({ mode: 'production', ...UNSET, listenAddress: '0.0.0.0' }, LAPTOP)).toEqual([
    { ip: '0.0.0.0', announcedAddress: '192.0.2.7' },
  ]);
});

it('takes the addresses it is given', () => {
  expect(listenPoints({ mode: 'local', listenAddress: '10.0.0.5', announcedAddress: '203.0.113.5' }, LAPTOP)).toEqual([
    { ip: '10.0.0.5', announcedAddress: '203.0.113.5' },
  ]);
  expect(listenPoints({ mode: 'local', listenAddress: '10.0.0.5', announcedAddress: undefined }, LAPTOP)).toEqual([
    { ip: '10.0.0.5' },
  ]);
});

it('resolves a name once, and says which setting is wrong when it cannot', async () => {
  expect(await resolveAnnounced('203.0.113.5')).toBe('203.0.113.5');
  expect(await resolveAnnounced('localhost')).toMatch(/^(127\.0\.0\.1|::1)$/);
  await expect(resolveAnnounced('nowhere.invalid')).rejects.toThrow(
    /^MEDIA_ANNOUNCED_ADDRESS: 'nowhere\.invalid' does not resolve/,
  );
});

it('takes in what other hosts relay where they reach it, and on one’s own machine on loopback', () => {
  const relay = { relayAddress: undefined, relayAnnouncedAddress: undefined, relayPortRange: { first: 5, last: 9 } };
  const unset = { listenAddress: undefined, ...relay };
  const portRange = { min: 5, max: 9 };
  expect(relayPointOf({ mode: 'local', ...unset }, LAPTOP)).toEqual({ ip: '127.0.0.1', portRange });
  expect(relayPointOf({ mode: 'production', ...unset }, LAPTOP)).toEqual({ ip: '192.0.2.7', portRange });
  const listening = (listenAddress: string) => relayPointOf({ mode: 'production', ...relay, listenAddress }, LAPTOP).ip;
  expect([listening('198.51.100.7'), listening('0.0.0.0')]).toEqual(['198.51.100.7', '192.0.2.7']);
  const given = { ...unset, relayAddress: '10.0.0.5', relayAnnouncedAddress: '203.0.113.9' };
  expect(relayPointOf({ mode: 'local', ...given }, LAPTOP)).toEqual({
    ip: '10.0.0.5',
    announcedAddress: '203.0.113.9',
    portRange,
  });
});
