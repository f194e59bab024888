import { createHmac } from 'node:crypto';

/** TLS 1.2's pseudo-random function over SHA-256. Source: RFC 5246 section 5. */
export function prf(
  secret: Buffer,
  label: string,
  { seed, lengthBytes }: { seed: Buffer; lengthBytes: number },
): Buffer {
  const labelled = Buffer.concat([Buffer.from(label), seed]);
  const hmac = (data: Buffer) => createHmac('sha256', secret).update(data).digest();
  const blocks: Buffer[] = [];
  for (let a = hmac(labelled); blocks.length * 32 < lengthBytes; a = hmac(a)) {
    blocks.push(hmac(Buffer.concat([a, labelled])));
  }
  return Buffer.concat(blocks).subarray(0, lengthBytes);
}
