import { createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';

/*
 * As much of STUN as an ICE agent needs whose path is known: binding requests and their answers. Source: RFC 8489, RFC 8445.
 */

const BINDING_REQUEST = 0x00_01;
const BINDING_SUCCESS = 0x01_01;
const MAGIC_COOKIE = 0x21_12_a4_42;
const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 20;
const IPV4_FAMILY = 1;
const FINGERPRINT_XOR = 0x53_54_55_4e;

const ATTRIBUTE = {
  username: 0x00_06,
  messageIntegrity: 0x00_08,
  xorMappedAddress: 0x00_20,
  priority: 0x00_24,
  useCandidate: 0x00_25,
  fingerprint: 0x80_28,
  iceControlling: 0x80_2a,
} as const;

/** A host candidate's priority, component 1. Source: RFC 8445 section 5.1.2.1 (type preference 126 for host, 110 for peer reflexive). */
const PEER_REFLEXIVE_PRIORITY = 110 * 2 ** 24 + 65_535 * 2 ** 8 + 255;

export interface BindingRequest {
  /** 12 bytes. */
  readonly transactionId: Buffer;
  /** The other side's fragment first. Source: RFC 8445 section 7.2.2. */
  readonly username: string;
  /** The other side's password. */
  readonly password: string;
  /** 8 bytes. */
  readonly tieBreaker: Buffer;
}

/** A connectivity check that nominates at once, as a controlling agent may towards an ICE-lite host that has one address. */
export function bindingRequest({ transactionId, username, password, tieBreaker }: BindingRequest): Buffer {
  const priority = Buffer.alloc(4);
  priority.writeUInt32BE(PEER_REFLEXIVE_PRIORITY);
  const attributes = [
    attribute(ATTRIBUTE.username, Buffer.from(username)),
    attribute(ATTRIBUTE.priority, priority),
    attribute(ATTRIBUTE.iceControlling, tieBreaker),
    attribute(ATTRIBUTE.useCandidate, Buffer.alloc(0)),
  ];
  const message = Buffer.concat([header(BINDING_REQUEST, transactionId), ...attributes]);
  return withFingerprint(withIntegrity(message, password));
}

/** Who asks us whether the path stands. */
export interface AskedBinding {
  readonly transactionId: Buffer;
  readonly address: string;
  readonly port: number;
}

/** A check of the other side that is signed with our `password`; undefined when it is anything else. */
export function readBindingRequest(message: Buffer, password: string): Buffer | undefined {
  if (message.length < HEADER_BYTES || message.readUInt32BE(4) !== MAGIC_COOKIE) return undefined;
  if (message.readUInt16BE(0) !== BINDING_REQUEST || !isSignedBy(message, password)) return undefined;
  return message.subarray(8, HEADER_BYTES);
}

/** The answer to a check that came from this address. Source: RFC 8489 section 14.2. */
export function bindingSuccess({ transactionId, address, port }: AskedBinding, password: string): Buffer {
  const mapped = Buffer.from([0, IPV4_FAMILY, 0, 0, ...address.split('.').map(Number)]);
  mapped.writeUInt16BE(port ^ (MAGIC_COOKIE >>> 16), 2);
  mapped.writeUInt32BE((mapped.readUInt32BE(4) ^ MAGIC_COOKIE) >>> 0, 4);
  const message = [header(BINDING_SUCCESS, transactionId), attribute(ATTRIBUTE.xorMappedAddress, mapped)];
  return withFingerprint(withIntegrity(Buffer.concat(message), password));
}

export interface BindingSuccess {
  readonly transactionId: Buffer;
}

/** The answer to a check of ours; undefined when it is anything else, or is not signed with `password`. */
export function readBindingSuccess(message: Buffer, password: string): BindingSuccess | undefined {
  if (message.length < HEADER_BYTES || message.readUInt32BE(4) !== MAGIC_COOKIE) return undefined;
  if (message.readUInt16BE(0) !== BINDING_SUCCESS || !isSignedBy(message, password)) return undefined;
  return { transactionId: message.subarray(8, HEADER_BYTES) };
}

/** Whether MESSAGE-INTEGRITY is there and right. Source: RFC 8489 section 14.5. */
export function isSignedBy(message: Buffer, password: string): boolean {
  for (let at = HEADER_BYTES; at + 4 <= message.length;) {
    const length = message.readUInt16BE(at + 2);
    if (message.readUInt16BE(at) === ATTRIBUTE.messageIntegrity) {
      const given = message.subarray(at + 4, at + 4 + length);
      return given.equals(integrityOf(message.subarray(0, at), password));
    }
    at += 4 + padded(length);
  }
  return false;
}

function withIntegrity(message: Buffer, password: string): Buffer {
  return withLength(Buffer.concat([message, attribute(ATTRIBUTE.messageIntegrity, integrityOf(message, password))]));
}

/** The length in the header counts this attribute already, although it is not there yet. */
function integrityOf(before: Buffer, password: string): Buffer {
  const counted = Buffer.from(before);
  counted.writeUInt16BE(before.length - HEADER_BYTES + 4 + INTEGRITY_BYTES, 2);
  return createHmac('sha1', password).update(counted).digest();
}

function withFingerprint(message: Buffer): Buffer {
  const counted = Buffer.from(message);
  counted.writeUInt16BE(message.length - HEADER_BYTES + 8, 2);
  const value = Buffer.alloc(4);
  value.writeUInt32BE((crc32(counted) ^ FINGERPRINT_XOR) >>> 0);
  return Buffer.concat([counted, attribute(ATTRIBUTE.fingerprint, value)]);
}

function withLength(message: Buffer): Buffer {
  message.writeUInt16BE(message.length - HEADER_BYTES, 2);
  return message;
}

function header(type: number, transactionId: Buffer): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt32BE(MAGIC_COOKIE, 4);
  transactionId.copy(bytes, 8);
  return bytes;
}

function attribute(type: number, value: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + padded(value.length));
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(value.length, 2);
  value.copy(bytes, 4);
  return bytes;
}

function padded(lengthBytes: number): number {
  return Math.ceil(lengthBytes / 4) * 4;
}
