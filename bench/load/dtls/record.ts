import { createCipheriv, createDecipheriv } from 'node:crypto';

/*
 * The record layer of DTLS 1.2 with AES-128-GCM. Sources: RFC 6347 section 4.1, RFC 5288 section 3.
 */

export const CONTENT = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;
export const VERSION_DTLS_12 = 0xfe_fd;
const HEADER_BYTES = 13;
const EXPLICIT_NONCE_BYTES = 8;
const TAG_BYTES = 16;

export interface Record {
  readonly contentType: number;
  readonly epoch: number;
  /** Counted within the epoch, from 0. */
  readonly sequence: number;
  readonly fragment: Buffer;
}

/** What one direction of an epoch is encrypted with. */
export interface RecordKeys {
  readonly key: Buffer;
  /** The 4 bytes of the nonce that are not sent. */
  readonly salt: Buffer;
}

/** All records of a datagram; what is cut off at its end is left out. */
export function readRecords(datagram: Buffer): Record[] {
  const records: Record[] = [];
  for (let at = 0; at + HEADER_BYTES <= datagram.length;) {
    const endBytes = at + HEADER_BYTES + datagram.readUInt16BE(at + 11);
    if (endBytes > datagram.length) break;
    records.push({
      contentType: datagram.readUInt8(at),
      epoch: datagram.readUInt16BE(at + 3),
      sequence: datagram.readUIntBE(at + 5, 6),
      fragment: datagram.subarray(at + HEADER_BYTES, endBytes),
    });
    at = endBytes;
  }
  return records;
}

export function writeRecord({ contentType, epoch, sequence, fragment }: Record): Buffer {
  return Buffer.concat([header({ contentType, epoch, sequence }, fragment.length), fragment]);
}

export function sealRecord(record: Record, { key, salt }: RecordKeys): Buffer {
  const explicit = epochAndSequence(record);
  const cipher = createCipheriv('aes-128-gcm', key, Buffer.concat([salt, explicit]));
  cipher.setAAD(additionalData(record, record.fragment.length));
  const encrypted = cipher.update(record.fragment);
  cipher.final();
  return writeRecord({ ...record, fragment: Buffer.concat([explicit, encrypted, cipher.getAuthTag()]) });
}

/** @throws {Error} when it is not genuine. */
export function openRecord(record: Record, { key, salt }: RecordKeys): Buffer {
  const { fragment } = record;
  const lengthBytes = fragment.length - EXPLICIT_NONCE_BYTES - TAG_BYTES;
  if (lengthBytes < 0) throw new Error('A DTLS record is too short to be encrypted.');
  const nonce = Buffer.concat([salt, fragment.subarray(0, EXPLICIT_NONCE_BYTES)]);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(additionalData(record, lengthBytes));
  decipher.setAuthTag(fragment.subarray(EXPLICIT_NONCE_BYTES + lengthBytes));
  const opened = decipher.update(fragment.subarray(EXPLICIT_NONCE_BYTES, EXPLICIT_NONCE_BYTES + lengthBytes));
  decipher.final();
  return opened;
}

type RecordPlace = Pick<Record, 'contentType' | 'epoch' | 'sequence'>;

function header(record: RecordPlace, lengthBytes: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt8(record.contentType, 0);
  bytes.writeUInt16BE(VERSION_DTLS_12, 1);
  epochAndSequence(record).copy(bytes, 3);
  bytes.writeUInt16BE(lengthBytes, 11);
  return bytes;
}

function epochAndSequence({ epoch, sequence }: RecordPlace): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16BE(epoch, 0);
  bytes.writeUIntBE(sequence, 2, 6);
  return bytes;
}

/** Source: RFC 5246 section 6.2.3.3; the order differs from that of the header. */
function additionalData(record: RecordPlace, lengthBytes: number): Buffer {
  const rest = Buffer.alloc(5);
  rest.writeUInt8(record.contentType, 0);
  rest.writeUInt16BE(VERSION_DTLS_12, 1);
  rest.writeUInt16BE(lengthBytes, 3);
  return Buffer.concat([epochAndSequence(record), rest]);
}
