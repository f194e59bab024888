export interface PacketFields {
  readonly ssrc: number;
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly payload: Buffer;
  /** Loudness as RFC 6464 has it, 0 (loudest) to 127, in the extension with id 10. */
  readonly levelDbov?: number;
}

/** One RTP packet. Source: RFC 3550 section 5.1, RFC 8285 section 4.2, RFC 6464 section 3. */
export function rtpPacket({ ssrc, payloadType, sequence, timestamp, payload, levelDbov }: PacketFields): Buffer {
  const header = Buffer.alloc(12);
  header[0] = levelDbov === undefined ? 0x80 : 0x90;
  header[1] = payloadType;
  header.writeUInt16BE(sequence & 0xff_ff, 2);
  header.writeUInt32BE(timestamp >>> 0, 4);
  header.writeUInt32BE(ssrc, 8);
  if (levelDbov === undefined) return Buffer.concat([header, payload]);
  const extension = Buffer.from([0xbe, 0xde, 0, 1, 0xa0, 0x80 | Math.abs(levelDbov), 0, 0]);
  return Buffer.concat([header, extension, payload]);
}

/** The shortest VP8 payloads a worker tells apart. Source: RFC 7741 sections 4.2 and 4.3. */
export const VP8_KEY_FRAME = Buffer.from([0x10, 0x00, 0x00, 0x00, 0x9d, 0x01, 0x2a, 0x10, 0x00, 0x10, 0x00]);
export const VP8_DELTA_FRAME = Buffer.from([0x10, 0x01, 0x00, 0x00]);
