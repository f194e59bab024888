import { expect, it } from '@jest/globals';
import { prf } from './prf.js';

const hex = (text: string) => Buffer.from(text, 'hex');

it('gives the output published for SHA-256', () => {
  // Source: https://mailarchive.ietf.org/arch/msg/tls/fzVCzk-z3FShgGJ6DOXqM1ydxms/
  const given = prf(hex('9bbe436ba940f017b17652849a71db35'), 'test label', {
    seed: hex('a0ba9f936cda311827a6f796ffd5198c'),
    lengthBytes: 100,
  });
  expect(given.toString('hex')).toBe(
    'e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17' +
      'abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff70187347b66',
  );
});
