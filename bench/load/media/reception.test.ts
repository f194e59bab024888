import { expect, it } from '@jest/globals';
import { Reception, unwrapped } from './reception.js';

function packet(sequence: number): Buffer {
  const bytes = Buffer.alloc(100);
  bytes.writeUInt16BE(sequence, 2);
  return bytes;
}

function taken(sequences: readonly number[]): Reception {
  const reception = new Reception(7);
  for (const [index, sequence] of sequences.entries()) reception.take(packet(sequence), index);
  return reception;
}

it('counts what is missing, also across a wrap and for what comes out of turn', () => {
  expect(taken([10, 11, 13, 12]).lostCount).toBe(0);
  expect(taken([10, 11, 13]).lostCount).toBe(1);
  expect(taken([65_534, 65_535, 1, 2]).lostCount).toBe(1);
  expect(taken([10, 9, 11]).lostCount).toBe(0);
});

it('says how often the sequence had wrapped when a packet was sent', () => {
  const reception = taken([65_535]);
  expect(reception.take(packet(0), 0)).toBe(1);
  expect(reception.take(packet(65_534), 0)).toBe(0);
  expect(reception.take(packet(1), 0)).toBe(1);
});

it('reports the loss since its last report', () => {
  const reception = taken([0, 1, 3]);
  expect(reception.report()).toEqual({ ssrc: 7, lostRatio: 0.25, lostCount: 1, highestSequence: 3 });
  reception.take(packet(4), 0);
  expect(reception.report()).toEqual({ ssrc: 7, lostRatio: 0, lostCount: 1, highestSequence: 4 });
  expect(new Reception(1).report()).toBeUndefined();
});

it('remembers when the first packet came', () => {
  const reception = taken([5, 6]);
  expect(reception.figures()).toMatchObject({ firstPacketAtMs: 0, packetCount: 2, byteCount: 200 });
});

it('unwraps to the nearest full number', () => {
  expect(unwrapped(1, 65_535)).toBe(65_537);
  expect(unwrapped(65_535, 65_537)).toBe(65_535);
  expect(unwrapped(5, 5)).toBe(5);
});
