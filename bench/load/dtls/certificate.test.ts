import { X509Certificate } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { makeCertificate } from './certificate.js';

it('makes a certificate that a library reads, signed by its own key', () => {
  const { der, privateKey, fingerprint } = makeCertificate();
  const read = new X509Certificate(der);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.checkPrivateKey(privateKey)).toBe(true);
  expect(read.fingerprint256).toBe(fingerprint);
});

it('makes another one each time', () => {
  expect(makeCertificate().fingerprint).not.toBe(makeCertificate().fingerprint);
});
