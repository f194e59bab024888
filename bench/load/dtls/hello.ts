import { VERSION_DTLS_12 } from './record.js';

/*
 * The hellos: what we offer, and what of it was taken. Sources: RFC 5246 section 7.4.1, RFC 5764, RFC 7627, RFC 8422.
 */

/** TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, which every WebRTC endpoint has. Source: RFC 8827 section 6.5. */
const CIPHER_SUITE = 0xc0_2b;
/** SRTP_AEAD_AES_128_GCM. Source: RFC 7714 section 14.2. */
const SRTP_PROFILE = 0x00_07;

const EXTENSION = {
  supportedGroups: 10,
  pointFormats: 11,
  signatureAlgorithms: 13,
  useSrtp: 14,
  extendedMasterSecret: 23,
  renegotiationInfo: 0xff_01,
} as const;

export const NAMED_CURVE_P256 = 23;
export const ECDSA_P256_SHA256 = 0x04_03;

export function clientHello(random: Buffer, cookie: Buffer): Buffer {
  const extensions = [
    extension(EXTENSION.supportedGroups, listOf16(NAMED_CURVE_P256)),
    extension(EXTENSION.pointFormats, Buffer.from([1, 0])),
    extension(EXTENSION.signatureAlgorithms, listOf16(ECDSA_P256_SHA256)),
    extension(EXTENSION.useSrtp, Buffer.concat([listOf16(SRTP_PROFILE), Buffer.from([0])])),
    extension(EXTENSION.extendedMasterSecret, Buffer.alloc(0)),
    extension(EXTENSION.renegotiationInfo, Buffer.from([0])),
  ];
  return Buffer.concat([
    uint16(VERSION_DTLS_12),
    random,
    Buffer.from([0]),
    Buffer.from([cookie.length]),
    cookie,
    listOf16(CIPHER_SUITE),
    Buffer.from([1, 0]),
    lengthed16(Buffer.concat(extensions)),
  ]);
}

export interface ServerHello {
  readonly random: Buffer;
  /** Whether the master secret is bound to the whole handshake. */
  readonly isExtended: boolean;
}

/** @throws {Error} when the server took nothing that we offered. */
export function readServerHello(body: Buffer): ServerHello {
  const sessionBytes = body.readUInt8(34);
  const suiteAt = 35 + sessionBytes;
  const suite = body.readUInt16BE(suiteAt);
  if (suite !== CIPHER_SUITE) throw new Error(`The server chose the cipher suite 0x${suite.toString(16)}.`);
  const extensions = readExtensions(body.subarray(suiteAt + 3));
  const profile = extensions.get(EXTENSION.useSrtp)?.readUInt16BE(2);
  if (profile !== SRTP_PROFILE) throw new Error('The server does not speak SRTP with AEAD_AES_128_GCM.');
  return { random: body.subarray(2, 34), isExtended: extensions.has(EXTENSION.extendedMasterSecret) };
}

export function readCookie(helloVerifyRequest: Buffer): Buffer {
  return Buffer.from(helloVerifyRequest.subarray(3, 3 + helloVerifyRequest.readUInt8(2)));
}

export function uint16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

function readExtensions(block: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = 2; at + 4 <= block.length;) {
    const endBytes = at + 4 + block.readUInt16BE(at + 2);
    found.set(block.readUInt16BE(at), block.subarray(at + 4, endBytes));
    at = endBytes;
  }
  return found;
}

function extension(type: number, content: Buffer): Buffer {
  return Buffer.concat([uint16(type), lengthed16(content)]);
}

function listOf16(value: number): Buffer {
  return lengthed16(uint16(value));
}

function lengthed16(content: Buffer): Buffer {
  return Buffer.concat([uint16(content.length), content]);
}
