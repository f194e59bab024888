/*
 * RTP headers with one-byte header extensions, written once and then only changed in place. Sources: RFC 3550, RFC 8285.
 */

const FIXED_BYTES = 12;
const ONE_BYTE_PROFILE = 0xbe_de;
/** Ids that an element of the one-byte form can have. */
const ELEMENT_ID_MAX = 14;

export interface Element {
  readonly id: number;
  readonly value: Buffer;
}

export interface PacketFields {
  readonly payloadType: number;
  readonly ssrc: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly isMarked: boolean;
  readonly elements: readonly Element[];
}

/** @throws {RangeError} when an extension does not fit the one-byte form. */
export function writeHeader({ payloadType, ssrc, sequence, timestamp, isMarked, elements }: PacketFields): Buffer {
  const extension = elements.length === 0 ? Buffer.alloc(0) : writeElements(elements);
  const header = Buffer.alloc(FIXED_BYTES);
  header.writeUInt8(elements.length === 0 ? 0x80 : 0x90, 0);
  header.writeUInt8((isMarked ? 0x80 : 0) | payloadType, 1);
  header.writeUInt16BE(sequence, 2);
  header.writeUInt32BE(timestamp, 4);
  header.writeUInt32BE(ssrc, 8);
  return Buffer.concat([header, extension]);
}

function writeElements(elements: readonly Element[]): Buffer {
  const content = Buffer.concat(elements.map(writeElement));
  const words = Math.ceil(content.length / 4);
  const block = Buffer.alloc(4 + words * 4);
  block.writeUInt16BE(ONE_BYTE_PROFILE, 0);
  block.writeUInt16BE(words, 2);
  content.copy(block, 4);
  return block;
}

function writeElement({ id, value }: Element): Buffer {
  if (id < 1 || id > ELEMENT_ID_MAX || value.length < 1 || value.length > 16) {
    throw new RangeError(`Header extension ${id} with ${value.length} bytes does not fit the one-byte form.`);
  }
  return Buffer.concat([Buffer.from([(id << 4) | (value.length - 1)]), value]);
}

/** Where the payload begins; undefined when the packet is cut short. */
export function headerBytesOf(packet: Buffer): number | undefined {
  if (packet.length < FIXED_BYTES) return undefined;
  const first = packet[0] ?? 0;
  const fixedBytes = FIXED_BYTES + (first & 0x0f) * 4;
  if ((first & 0x10) === 0) return fixedBytes;
  if (packet.length < fixedBytes + 4) return undefined;
  const headerBytes = fixedBytes + 4 + packet.readUInt16BE(fixedBytes + 2) * 4;
  return headerBytes > packet.length ? undefined : headerBytes;
}

/** Where the value of one element lies in a packet; undefined when it is not there. */
export function findElement(packet: Buffer, id: number): number | undefined {
  const first = packet[0] ?? 0;
  if ((first & 0x10) === 0) return undefined;
  const at = FIXED_BYTES + (first & 0x0f) * 4;
  if (packet.length < at + 4 || packet.readUInt16BE(at) !== ONE_BYTE_PROFILE) return undefined;
  const endBytes = Math.min(packet.length, at + 4 + packet.readUInt16BE(at + 2) * 4);
  for (let next = at + 4; next < endBytes;) {
    const byte = packet[next] ?? 0;
    if (byte === 0) {
      next += 1;
      continue;
    }
    if (byte >> 4 === id) return next + 1;
    next += 2 + (byte & 0x0f);
  }
  return undefined;
}

/** What is RTCP among the packets of one socket. Source: RFC 5761 section 4. */
export function isRtcp(packet: Buffer): boolean {
  const type = packet[1] ?? 0;
  return type >= 192 && type <= 223;
}
