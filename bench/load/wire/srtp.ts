import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';

/*
 * SRTP with AEAD_AES_128_GCM, both ways. Sources: RFC 3711 (key derivation, indexes), RFC 7714 (this cipher).
 */

export const MASTER_KEY_BYTES = 16;
export const MASTER_SALT_BYTES = 12;
const TAG_BYTES = 16;
const RTCP_CLEAR_BYTES = 8;
const RTCP_INDEX_BYTES = 4;
const ENCRYPTED_FLAG = 0x80_00_00_00;

const LABEL = { rtpKey: 0, rtpSalt: 2, rtcpKey: 3, rtcpSalt: 5 } as const;

export interface MasterKey {
  readonly key: Buffer;
  readonly salt: Buffer;
}

/** What one direction of a session is encrypted with. */
export interface SessionKeys {
  readonly rtp: CipherKey;
  readonly rtcp: CipherKey;
}

export interface CipherKey {
  readonly key: KeyObject;
  readonly salt: Buffer;
}

/** Source: RFC 3711 section 4.3.3; the salt of this cipher is shorter and filled up on the right, RFC 7714 section 11. */
export function deriveSessionKeys(master: MasterKey): SessionKeys {
  const pair = (keyLabel: number, saltLabel: number): CipherKey => ({
    key: createSecretKey(deriveKey(master, { label: keyLabel, lengthBytes: MASTER_KEY_BYTES })),
    salt: deriveKey(master, { label: saltLabel, lengthBytes: MASTER_SALT_BYTES }),
  });
  return { rtp: pair(LABEL.rtpKey, LABEL.rtpSalt), rtcp: pair(LABEL.rtcpKey, LABEL.rtcpSalt) };
}

/** One key of AES-CM's pseudo-random function with a key derivation rate of 0. */
export function deriveKey(
  { key, salt }: MasterKey,
  { label, lengthBytes }: { readonly label: number; readonly lengthBytes: number },
): Buffer {
  const counter = Buffer.alloc(16);
  salt.copy(counter);
  counter[7] = (counter[7] ?? 0) ^ label;
  return createCipheriv('aes-128-ctr', key, counter).update(Buffer.alloc(lengthBytes));
}

export interface RtpIndex {
  readonly ssrc: number;
  readonly sequence: number;
  /** How often the sequence number has wrapped. */
  readonly rollover: number;
}

/** Encrypts a packet whose first `headerBytes` stay readable. */
export function protectRtp(
  keys: CipherKey,
  packet: Buffer,
  { headerBytes, index }: { headerBytes: number; index: RtpIndex },
): Buffer {
  const cipher = createCipheriv('aes-128-gcm', keys.key, rtpIv(keys.salt, index));
  const protectedPacket = Buffer.allocUnsafe(packet.length + TAG_BYTES);
  packet.copy(protectedPacket, 0, 0, headerBytes);
  cipher.setAAD(packet.subarray(0, headerBytes));
  cipher.update(packet.subarray(headerBytes)).copy(protectedPacket, headerBytes);
  cipher.final();
  cipher.getAuthTag().copy(protectedPacket, packet.length);
  return protectedPacket;
}

/** The payload of a protected packet; undefined when it is not genuine. */
export function openRtp(
  keys: CipherKey,
  packet: Buffer,
  { headerBytes, index }: { readonly headerBytes: number; readonly index: RtpIndex },
): Buffer | undefined {
  if (packet.length < headerBytes + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-128-gcm', keys.key, rtpIv(keys.salt, index), { authTagLength: TAG_BYTES });
  decipher.setAAD(packet.subarray(0, headerBytes));
  decipher.setAuthTag(packet.subarray(packet.length - TAG_BYTES));
  return opened(() => {
    const payload = decipher.update(packet.subarray(headerBytes, packet.length - TAG_BYTES));
    decipher.final();
    return payload;
  });
}

/** Encrypts all of a compound packet but its first header and sender. Source: RFC 7714 section 9. */
export function protectRtcp(keys: CipherKey, packet: Buffer, index: number): Buffer {
  const trailer = Buffer.alloc(RTCP_INDEX_BYTES);
  trailer.writeUInt32BE((ENCRYPTED_FLAG | index) >>> 0);
  const clear = packet.subarray(0, RTCP_CLEAR_BYTES);
  const cipher = createCipheriv('aes-128-gcm', keys.key, rtcpIv(keys.salt, packet.readUInt32BE(4), index));
  cipher.setAAD(Buffer.concat([clear, trailer]));
  const encrypted = cipher.update(packet.subarray(RTCP_CLEAR_BYTES));
  cipher.final();
  return Buffer.concat([clear, encrypted, cipher.getAuthTag(), trailer]);
}

/** The compound packet as it was before protection; undefined when it is not genuine or not encrypted. */
export function openRtcp(keys: CipherKey, packet: Buffer): Buffer | undefined {
  const endBytes = packet.length - RTCP_INDEX_BYTES;
  if (endBytes < RTCP_CLEAR_BYTES + TAG_BYTES) return undefined;
  const trailer = packet.subarray(endBytes);
  const word = trailer.readUInt32BE(0);
  if (word < ENCRYPTED_FLAG) return undefined;
  const clear = packet.subarray(0, RTCP_CLEAR_BYTES);
  const iv = rtcpIv(keys.salt, packet.readUInt32BE(4), word - ENCRYPTED_FLAG);
  const decipher = createDecipheriv('aes-128-gcm', keys.key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.concat([clear, trailer]));
  decipher.setAuthTag(packet.subarray(endBytes - TAG_BYTES, endBytes));
  return opened(() => {
    const rest = decipher.update(packet.subarray(RTCP_CLEAR_BYTES, endBytes - TAG_BYTES));
    decipher.final();
    return Buffer.concat([clear, rest]);
  });
}

/** Node tells of a wrong tag by throwing from `final`, without a code of its own; nothing else in there throws. */
function opened(open: () => Buffer): Buffer | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}

/** Source: RFC 7714 section 8.1. */
function rtpIv(salt: Buffer, { ssrc, sequence, rollover }: RtpIndex): Buffer {
  const iv = Buffer.alloc(MASTER_SALT_BYTES);
  iv.writeUInt32BE(ssrc, 2);
  iv.writeUInt32BE(rollover, 6);
  iv.writeUInt16BE(sequence, 10);
  return mixed(iv, salt);
}

/** Source: RFC 7714 section 9.1. */
function rtcpIv(salt: Buffer, ssrc: number, index: number): Buffer {
  const iv = Buffer.alloc(MASTER_SALT_BYTES);
  iv.writeUInt32BE(ssrc, 2);
  iv.writeUInt32BE(index, 8);
  return mixed(iv, salt);
}

function mixed(iv: Buffer, salt: Buffer): Buffer {
  for (let at = 0; at < MASTER_SALT_BYTES; at += 1) iv[at] = (iv[at] ?? 0) ^ (salt[at] ?? 0);
  return iv;
}
