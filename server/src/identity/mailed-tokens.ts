import { createHash, randomBytes } from 'node:crypto';

/** Source: OWASP ASVS 5.0, 7.2.3 asks for at least 128 bits; this is twice that. */
const TOKEN_BYTES = 32;

/** Goes out by mail; only `hashOf` it is kept. */
export function newMailedToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
