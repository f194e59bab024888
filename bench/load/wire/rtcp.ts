/*
 * The RTCP that a synthetic participant speaks and understands. Sources: RFC 3550 section 6, RFC 4585, RFC 5104,
 * draft-alvestrand-rmcat-remb.
 */

const TYPE = { senderReport: 200, receiverReport: 201, transportFeedback: 205, payloadFeedback: 206 } as const;
const FORMAT = { nack: 1, pictureLoss: 1, fullIntra: 4, applicationLayer: 15 } as const;
/** Seconds from 1900, where NTP begins, to 1970. */
const NTP_OFFSET_SECONDS = 2_208_988_800;

export interface SenderReport {
  readonly ssrc: number;
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: number;
  readonly timestamp: number;
  readonly packetCount: number;
  readonly byteCount: number;
}

export function senderReport({ ssrc, nowMs, timestamp, packetCount, byteCount }: SenderReport): Buffer {
  const packet = Buffer.alloc(28);
  writeHead(packet, { type: TYPE.senderReport, countOrFormat: 0 });
  packet.writeUInt32BE(ssrc, 4);
  packet.writeUInt32BE(Math.floor(nowMs / 1_000) + NTP_OFFSET_SECONDS, 8);
  packet.writeUInt32BE(Math.floor(((nowMs % 1_000) / 1_000) * 2 ** 32), 12);
  packet.writeUInt32BE(timestamp, 16);
  packet.writeUInt32BE(packetCount >>> 0, 20);
  packet.writeUInt32BE(byteCount >>> 0, 24);
  return packet;
}

export interface ReceptionBlock {
  readonly ssrc: number;
  /** Of the packets since the last report, 0..1. */
  readonly lostRatio: number;
  readonly lostCount: number;
  /** With its laps in the upper half. */
  readonly highestSequence: number;
}

/** Reports of one receiver, several packets when there are more than 31. It leaves the times of sender reports out. */
export function receiverReports(ownSsrc: number, blocks: readonly ReceptionBlock[]): Buffer {
  const packets: Buffer[] = [];
  for (let at = 0; at < blocks.length; at += 31) packets.push(receiverReport(ownSsrc, blocks.slice(at, at + 31)));
  return Buffer.concat(packets);
}

function receiverReport(ownSsrc: number, blocks: readonly ReceptionBlock[]): Buffer {
  const packet = Buffer.alloc(8 + blocks.length * 24);
  writeHead(packet, { type: TYPE.receiverReport, countOrFormat: blocks.length });
  packet.writeUInt32BE(ownSsrc, 4);
  for (const [index, { ssrc, lostRatio, lostCount, highestSequence }] of blocks.entries()) {
    const at = 8 + index * 24;
    packet.writeUInt32BE(ssrc, at);
    packet.writeUInt8(Math.min(255, Math.round(lostRatio * 256)), at + 4);
    packet.writeIntBE(Math.max(0, Math.min(0x7f_ff_ff, lostCount)), at + 5, 3);
    packet.writeUInt32BE(highestSequence >>> 0, at + 8);
  }
  return packet;
}

/** How much the receiver takes in all, and over which streams. */
export function receiverEstimate(ownSsrc: number, bitrateBps: number, ssrcs: readonly number[]): Buffer {
  const packet = Buffer.alloc(20 + ssrcs.length * 4);
  writeHead(packet, { type: TYPE.payloadFeedback, countOrFormat: FORMAT.applicationLayer });
  packet.writeUInt32BE(ownSsrc, 4);
  packet.write('REMB', 12, 'latin1');
  const exponent = Math.max(0, Math.ceil(Math.log2((bitrateBps + 1) / 2 ** 18)));
  const mantissa = Math.floor(bitrateBps / 2 ** exponent);
  packet.writeUInt8(ssrcs.length, 16);
  packet.writeUIntBE((exponent << 18) | mantissa, 17, 3);
  for (const [index, ssrc] of ssrcs.entries()) packet.writeUInt32BE(ssrc, 20 + index * 4);
  return packet;
}

export interface Asked {
  /** Streams for which a key frame is asked for, once per request. */
  readonly keyFrameSsrcs: readonly number[];
  readonly nacked: readonly Nacked[];
}

/** One packet that did not come. */
export interface Nacked {
  readonly ssrc: number;
  readonly sequence: number;
}

/** What a compound packet asks of a publisher. */
export function readRequests(compound: Buffer): Asked {
  const keyFrameSsrcs: number[] = [];
  const nacked: Nacked[] = [];
  for (let at = 0; at + 4 <= compound.length;) {
    const endBytes = at + 4 + compound.readUInt16BE(at + 2) * 4;
    const packet = compound.subarray(at, endBytes);
    keyFrameSsrcs.push(...keyFrameRequests(packet));
    nacked.push(...nacksIn(packet));
    at = endBytes;
  }
  return { keyFrameSsrcs, nacked };
}

function keyFrameRequests(packet: Buffer): number[] {
  if (packet[1] !== TYPE.payloadFeedback || packet.length < 12) return [];
  const format = (packet[0] ?? 0) & 0x1f;
  if (format === FORMAT.pictureLoss) return [packet.readUInt32BE(8)];
  if (format !== FORMAT.fullIntra) return [];
  const ssrcs: number[] = [];
  for (let at = 12; at + 8 <= packet.length; at += 8) ssrcs.push(packet.readUInt32BE(at));
  return ssrcs;
}

/** Each entry names one packet and, by bits, any of the 16 that follow it. */
function nacksIn(packet: Buffer): Nacked[] {
  if (packet[1] !== TYPE.transportFeedback || ((packet[0] ?? 0) & 0x1f) !== FORMAT.nack) return [];
  const ssrc = packet.readUInt32BE(8);
  const nacked: Nacked[] = [];
  for (let at = 12; at + 4 <= packet.length; at += 4) {
    const first = packet.readUInt16BE(at);
    const following = packet.readUInt16BE(at + 2);
    nacked.push({ ssrc, sequence: first });
    for (let bit = 0; bit < 16; bit += 1) {
      if ((following >> bit) & 1) nacked.push({ ssrc, sequence: (first + 1 + bit) & 0xff_ff });
    }
  }
  return nacked;
}

export function writeHead(packet: Buffer, { type, countOrFormat }: { type: number; countOrFormat: number }): void {
  packet.writeUInt8(0x80 | countOrFormat, 0);
  packet.writeUInt8(type, 1);
  packet.writeUInt16BE(packet.length / 4 - 1, 2);
}
