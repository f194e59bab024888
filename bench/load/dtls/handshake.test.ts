import { expect, it } from '@jest/globals';
import { Reassembly, writeHandshake } from './handshake.js';

const message = { type: 11, sequence: 0, body: Buffer.from('a certificate, say') };

function fragment(offsetBytes: number, lengthBytes: number): Buffer {
  const whole = writeHandshake(message);
  const header = Buffer.from(whole.subarray(0, 12));
  header.writeUIntBE(offsetBytes, 6, 3);
  header.writeUIntBE(lengthBytes, 9, 3);
  return Buffer.concat([header, message.body.subarray(offsetBytes, offsetBytes + lengthBytes)]);
}

it('puts fragments together in any order, with some of them twice or overlapping', () => {
  const reassembly = new Reassembly();
  expect(reassembly.take(fragment(10, 8))).toEqual([]);
  expect(reassembly.take(fragment(10, 8))).toEqual([]);
  expect(reassembly.take(fragment(0, 6))).toEqual([]);
  expect(reassembly.take(fragment(4, 8))).toEqual([message]);
});

it('hands messages out in their order and never twice', () => {
  const reassembly = new Reassembly();
  const next = { type: 14, sequence: 1, body: Buffer.alloc(0) };
  expect(reassembly.take(writeHandshake(next))).toEqual([]);
  expect(reassembly.take(writeHandshake(message))).toEqual([message, next]);
  expect(reassembly.take(Buffer.concat([writeHandshake(message), writeHandshake(next)]))).toEqual([]);
});

it('takes several messages from one record', () => {
  const next = { type: 12, sequence: 1, body: Buffer.from('key') };
  expect(new Reassembly().take(Buffer.concat([writeHandshake(message), writeHandshake(next)]))).toEqual([
    message,
    next,
  ]);
});
