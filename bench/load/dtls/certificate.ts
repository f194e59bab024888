import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/*
 * A self-signed certificate, as a browser makes one for its peer connections: who holds it is proven by its fingerprint in
 * the signalling, so nothing in it matters but the key. Node makes keys but no certificates, hence the DER here (X.690,
 * RFC 5280 section 4.1).
 */

export interface Certificate {
  readonly der: Buffer;
  readonly privateKey: KeyObject;
  /** SHA-256, hex pairs in capitals joined by colons. Source: RFC 8122 section 5. */
  readonly fingerprint: string;
}

const TAG = {
  integer: 0x02,
  bitString: 0x03,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
};
/** 1.2.840.10045.4.3.2, ecdsa-with-SHA256. */
const ECDSA_SHA256 = der(TAG.sequence, der(TAG.oid, Buffer.from('2a8648ce3d040302', 'hex')));
/** 2.5.4.3, common name. */
const COMMON_NAME = der(TAG.oid, Buffer.from('550403', 'hex'));

/** P-256, valid through 2049, when this form of date ends. */
export function makeCertificate(): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = der(TAG.sequence, der(TAG.set, der(TAG.sequence, COMMON_NAME, der(TAG.utf8, Buffer.from('load')))));
  const validity = der(TAG.sequence, utcTime('200101000000Z'), utcTime('491231235959Z'));
  const unsigned = der(
    TAG.sequence,
    der(TAG.version, der(TAG.integer, Buffer.from([2]))),
    der(TAG.integer, Buffer.from([1])),
    ECDSA_SHA256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', unsigned, privateKey)]);
  const certificate = der(TAG.sequence, unsigned, ECDSA_SHA256, der(TAG.bitString, signature));
  return { der: certificate, privateKey, fingerprint: fingerprintOf(certificate, 'sha-256') };
}

/** `algorithm` as signalling names it, such as `sha-256`. */
export function fingerprintOf(certificate: Buffer, algorithm: string): string {
  const digest = createHash(algorithm.replace('-', '')).update(certificate).digest('hex').toUpperCase();
  return digest.match(/../g)?.join(':') ?? '';
}

function utcTime(text: string): Buffer {
  return der(TAG.utcTime, Buffer.from(text));
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), derLength(content.length), content]);
}

function derLength(lengthBytes: number): Buffer {
  if (lengthBytes < 0x80) return Buffer.from([lengthBytes]);
  if (lengthBytes < 0x1_00) return Buffer.from([0x81, lengthBytes]);
  return Buffer.from([0x82, lengthBytes >> 8, lengthBytes & 0xff]);
}
