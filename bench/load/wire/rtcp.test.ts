import { expect, it } from '@jest/globals';
import { readRequests, receiverEstimate, receiverReports, senderReport } from './rtcp.js';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

it('finds key frame requests of both kinds, and packets asked for again, in a compound packet', () => {
  const receiverReport = hex('80c90001 00000001');
  const pictureLoss = hex('81ce0002 00000001 0000aaaa');
  const fullIntra = hex('84ce0006 00000001 00000000 0000bbbb 01000000 0000cccc 01000000');
  const nack = hex('81cd0003 00000001 0000aaaa ffff0005');
  const asked = readRequests(Buffer.concat([receiverReport, pictureLoss, fullIntra, nack]));
  expect(asked.keyFrameSsrcs).toEqual([0xaa_aa, 0xbb_bb, 0xcc_cc]);
  expect(asked.nacked).toEqual([0xff_ff, 0, 2].map((sequence) => ({ ssrc: 0xaa_aa, sequence })));
});

it('does not take a bandwidth estimate for a key frame request', () => {
  expect(readRequests(receiverEstimate(1, 1_000_000, [2])).keyFrameSsrcs).toEqual([]);
});

it('writes a sender report with the time since 1900', () => {
  const report = senderReport({ ssrc: 7, nowMs: 1_500, timestamp: 9, packetCount: 3, byteCount: 4 });
  expect(report.toString('hex')).toBe('80c800060000000783aa7e8180000000000000090000000300000004');
});

it('spreads more than 31 receptions over several reports', () => {
  const blocks = Array.from({ length: 32 }, (_, index) => ({
    ssrc: index,
    lostRatio: 0.5,
    lostCount: 2,
    highestSequence: 9,
  }));
  const reports = receiverReports(1, blocks);
  expect(reports.length).toBe(8 + 31 * 24 + 8 + 24);
  expect(reports.readUInt8(0)).toBe(0x9f);
  expect(reports.readUInt8(8 + 4)).toBe(128);
  expect(reports.readUInt8(8 + 31 * 24)).toBe(0x81);
});

it.each([1_000, 262_143, 262_144, 20_000_000])(
  'writes an estimate of %i bits per second to within its precision',
  (bps) => {
    const packet = receiverEstimate(1, bps, [2]);
    const word = packet.readUIntBE(17, 3);
    expect(((word & 0x3_ff_ff) * 2 ** (word >> 18)) / bps).toBeCloseTo(1, 4);
  },
);
