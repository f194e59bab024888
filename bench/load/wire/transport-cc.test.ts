import { expect, it } from '@jest/globals';
import { transportFeedback, type Arrival } from './transport-cc.js';

/** Reads feedback back, as the draft describes it, so that what is written is checked against the text and not itself. */
function read(packet: Buffer): Map<number, number> {
  const statusCount = packet.readUInt16BE(14);
  const symbols: number[] = [];
  let at = 20;
  for (; symbols.length < statusCount; at += 2) {
    const word = packet.readUInt16BE(at);
    if (word >> 15 === 0) for (let left = word & 0x1f_ff; left > 0; left -= 1) symbols.push((word >> 13) & 3);
    else for (let shift = 12; shift >= 0; shift -= 2) symbols.push((word >> shift) & 3);
  }
  const arrivals = new Map<number, number>();
  let atMs = packet.readUIntBE(16, 3) * 64;
  for (const [index, symbol] of symbols.slice(0, statusCount).entries()) {
    if (symbol === 0) continue;
    atMs += (symbol === 1 ? packet.readUInt8(at) : packet.readInt16BE(at)) / 4;
    at += symbol;
    arrivals.set(packet.readUInt16BE(12) + index, atMs);
  }
  return arrivals;
}

function feedback(arrivals: readonly Arrival[], baseSequence = arrivals[0]?.sequence ?? 0): Buffer {
  return transportFeedback({ ownSsrc: 1, mediaSsrc: 2, feedbackCount: 3, baseSequence, arrivals });
}

it('tells when each packet came, with gaps, late ones and ones out of turn', () => {
  const arrivals = [
    { sequence: 100, atMs: 6_400.25 },
    { sequence: 101, atMs: 6_401 },
    { sequence: 104, atMs: 6_600 },
    { sequence: 105, atMs: 6_590.5 },
    { sequence: 120, atMs: 6_600.75 },
  ];
  expect([...read(feedback(arrivals))]).toEqual(arrivals.map(({ sequence, atMs }) => [sequence, atMs]));
});

it('tells of a long even run in few bytes', () => {
  const arrivals = Array.from({ length: 200 }, (_, index) => ({ sequence: index, atMs: 64 + index }));
  const packet = feedback(arrivals);
  expect(packet.length).toBe(20 + Math.ceil((2 + 200) / 4) * 4);
  expect(read(packet).size).toBe(200);
  expect(packet.readUInt16BE(2)).toBe(packet.length / 4 - 1);
});

it('tells of packets that are missing before the first that came', () => {
  const packet = feedback([{ sequence: 9, atMs: 64 }], 7);
  expect(packet.readUInt16BE(12)).toBe(7);
  expect(packet.readUInt16BE(14)).toBe(3);
  expect([...read(packet)]).toEqual([[9, 64]]);
});
