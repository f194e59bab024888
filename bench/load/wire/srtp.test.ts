import { createSecretKey } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { deriveKey, openRtcp, openRtp, protectRtcp, protectRtp } from './srtp.js';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** Source: RFC 7714 sections 16 and 17. */
const KEYS = {
  key: createSecretKey(hex('000102030405060708090a0b0c0d0e0f')),
  salt: hex('517569642070726f2071756f'),
};
const RTP = hex(
  '8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070 61727465 73207472 6573',
);
const PROTECTED_RTP = hex(
  '8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf 8833' +
    '899d7f27 beb16a91 52cf765e e4390cce',
);
const RTP_AT = { headerBytes: 12, index: { ssrc: 0x55_01_a0_b2, sequence: 0xf1_7b, rollover: 0 } };
const RTCP = hex(
  '81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef deadbeef deadbeef deadbeef',
);
const PROTECTED_RTCP = hex(
  '81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b' +
    'c84aa458 96cf4d2f c5abf872 45d9eade 800005d4',
);

it('derives the published session keys', () => {
  // Source: RFC 3711 appendix B.3.
  const master = { key: hex('E1F97A0D3E018BE0D64FA32C06DE4139'), salt: hex('0EC675AD498AFEEBB6960B3AABE6') };
  expect(deriveKey(master, { label: 0, lengthBytes: 16 })).toEqual(hex('C61E7A93744F39EE10734AFE3FF7A087'));
  expect(deriveKey(master, { label: 2, lengthBytes: 14 })).toEqual(hex('30CBBC08863D8C85D49DB34A9AE1'));
});

it('protects the published RTP packet as published, and opens it again', () => {
  expect(protectRtp(KEYS, RTP, RTP_AT)).toEqual(PROTECTED_RTP);
  expect(openRtp(KEYS, PROTECTED_RTP, RTP_AT)).toEqual(RTP.subarray(12));
});

it('protects the published RTCP packet as published, and opens it again', () => {
  expect(protectRtcp(KEYS, RTCP, 0x5_d4)).toEqual(PROTECTED_RTCP);
  expect(openRtcp(KEYS, PROTECTED_RTCP)).toEqual(RTCP);
});

it('opens nothing that was changed on the way, or that belongs to another lap of the sequence', () => {
  const changed = Buffer.from(PROTECTED_RTP);
  changed.writeUInt8(0, 20);
  expect(openRtp(KEYS, changed, RTP_AT)).toBeUndefined();
  expect(openRtp(KEYS, PROTECTED_RTP, { ...RTP_AT, index: { ...RTP_AT.index, rollover: 1 } })).toBeUndefined();
  const changedRtcp = Buffer.from(PROTECTED_RTCP);
  changedRtcp.writeUInt32BE(0x80_00_05_d5, PROTECTED_RTCP.length - 4);
  expect(openRtcp(KEYS, changedRtcp)).toBeUndefined();
  expect(openRtcp(KEYS, RTCP)).toBeUndefined();
});
