import { expect, it } from '@jest/globals';
import { findElement, headerBytesOf, isRtcp, writeHeader } from './rtp.js';

const fields = { payloadType: 96, ssrc: 0xca_fe_00_01, sequence: 65_535, timestamp: 90_000, isMarked: true };

it('writes a header without extensions as twelve bytes', () => {
  const header = writeHeader({ ...fields, elements: [] });
  expect(header.toString('hex')).toBe('80e0ffff00015f90cafe0001');
  expect(headerBytesOf(header)).toBe(12);
});

it('finds each extension where it was written, past padding and other ones', () => {
  const elements = [
    { id: 1, value: Buffer.from('0') },
    { id: 5, value: Buffer.from([0x12, 0x34]) },
  ];
  const header = writeHeader({ ...fields, elements });
  expect(header.length % 4).toBe(0);
  expect(headerBytesOf(header)).toBe(header.length);
  expect(header.readUInt16BE(findElement(header, 5) ?? 0)).toBe(0x12_34);
  expect(findElement(header, 4)).toBeUndefined();
});

it('says of a packet that is cut short that it has no payload', () => {
  const header = writeHeader({ ...fields, elements: [{ id: 1, value: Buffer.alloc(10) }] });
  expect(headerBytesOf(header.subarray(0, 14))).toBeUndefined();
  expect(headerBytesOf(header.subarray(0, 18))).toBeUndefined();
});

it('refuses extensions that the one-byte form cannot hold', () => {
  expect(() => writeHeader({ ...fields, elements: [{ id: 15, value: Buffer.from([1]) }] })).toThrow(RangeError);
});

it('tells RTCP from RTP', () => {
  expect(isRtcp(Buffer.from([0x81, 206]))).toBe(true);
  expect(isRtcp(Buffer.from([0x80, 0xe0]))).toBe(false);
});
