import { writeHead } from './rtcp.js';

/*
 * Feedback for transport-wide congestion control: which packets of a transport came when. A media host opens up to what
 * a path carries only when it hears this. Source: draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1.
 */

const TICK_MS = 0.25;
const REFERENCE_MS = 64;
const SMALL_DELTA_MAX_TICKS = 255;
const SYMBOL = { missing: 0, small: 1, large: 2 } as const;
const SYMBOLS_PER_VECTOR = 7;
const RUN_MAX_COUNT = 0x1f_ff;
/** One packet of feedback speaks of no more than this, so that it fits into a datagram. */
export const STATUSES_MAX_COUNT = 400;

export interface Arrival {
  /** Unwrapped: it goes on counting past 65535. */
  readonly sequence: number;
  readonly atMs: number;
}

export interface FeedbackFields {
  readonly ownSsrc: number;
  readonly mediaSsrc: number;
  /** Counts the feedback packets, wraps at 256. */
  readonly feedbackCount: number;
  /** The first packet spoken of, whether it came or not: the one after the last that was spoken of before. */
  readonly baseSequence: number;
  /** In the order of their sequence numbers, none twice, within `STATUSES_MAX_COUNT` of the base. Not empty. */
  readonly arrivals: readonly Arrival[];
}

export function transportFeedback({
  ownSsrc,
  mediaSsrc,
  feedbackCount,
  baseSequence,
  arrivals,
}: FeedbackFields): Buffer {
  const referenceCount = Math.floor(Math.min(...arrivals.map(({ atMs }) => atMs)) / REFERENCE_MS);
  const { symbols, deltas } = describe(arrivals, baseSequence, referenceCount * REFERENCE_MS);
  const content = Buffer.concat([...chunksOf(symbols), ...deltas]);
  const packet = Buffer.alloc(20 + Math.ceil(content.length / 4) * 4);
  writeHead(packet, { type: 205, countOrFormat: 15 });
  packet.writeUInt32BE(ownSsrc, 4);
  packet.writeUInt32BE(mediaSsrc, 8);
  packet.writeUInt16BE(baseSequence & 0xff_ff, 12);
  packet.writeUInt16BE(symbols.length, 14);
  packet.writeUIntBE(referenceCount & 0xff_ff_ff, 16, 3);
  packet.writeUInt8(feedbackCount & 0xff, 19);
  content.copy(packet, 20);
  return packet;
}

/** One symbol per sequence number from the base to the last that came, and one delta per packet that came. */
function describe(arrivals: readonly Arrival[], baseSequence: number, referenceMs: number) {
  const symbols: number[] = [];
  const deltas: Buffer[] = [];
  let beforeTicks = 0;
  for (const { sequence, atMs } of arrivals) {
    while (symbols.length < sequence - baseSequence) symbols.push(SYMBOL.missing);
    const ticks = Math.round((atMs - referenceMs) / TICK_MS);
    const delta = ticks - beforeTicks;
    beforeTicks = ticks;
    const isSmall = delta >= 0 && delta <= SMALL_DELTA_MAX_TICKS;
    symbols.push(isSmall ? SYMBOL.small : SYMBOL.large);
    deltas.push(isSmall ? Buffer.from([delta]) : largeDelta(delta));
  }
  return { symbols, deltas };
}

function largeDelta(ticks: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(Math.max(-0x80_00, Math.min(0x7f_ff, ticks)));
  return bytes;
}

/** Runs of equal symbols where they save something, else vectors of seven two-bit symbols. */
function chunksOf(symbols: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < symbols.length;) {
    const runCount = runLength(symbols, at);
    const isRun = runCount >= SYMBOLS_PER_VECTOR || at + runCount === symbols.length;
    chunks.push(isRun ? runChunk(symbols[at] ?? 0, runCount) : vectorChunk(symbols.slice(at, at + SYMBOLS_PER_VECTOR)));
    at += isRun ? runCount : SYMBOLS_PER_VECTOR;
  }
  return chunks;
}

function runLength(symbols: readonly number[], from: number): number {
  let to = from + 1;
  while (to < symbols.length && symbols[to] === symbols[from] && to - from < RUN_MAX_COUNT) to += 1;
  return to - from;
}

function runChunk(symbol: number, count: number): Buffer {
  const word = (symbol << 13) | count;
  return Buffer.from([word >> 8, word & 0xff]);
}

function vectorChunk(symbols: readonly number[]): Buffer {
  let word = 0xc0_00;
  for (const [index, symbol] of symbols.entries()) word |= symbol << (12 - index * 2);
  return Buffer.from([word >> 8, word & 0xff]);
}
