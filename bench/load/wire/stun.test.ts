import { expect, it } from '@jest/globals';
import { bindingRequest, bindingSuccess, isSignedBy, readBindingRequest, readBindingSuccess } from './stun.js';

const PASSWORD = 'VOkJxbRl1RmTxUk/WvJxBt';

/** Source: RFC 5769 section 2.1. */
const SAMPLE_REQUEST = Buffer.from(
  '000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74' +
    '002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020' +
    '000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf',
  'hex',
);

it('finds the published sample request signed with its password and with no other', () => {
  expect(isSignedBy(SAMPLE_REQUEST, PASSWORD)).toBe(true);
  expect(isSignedBy(SAMPLE_REQUEST, `${PASSWORD}x`)).toBe(false);
});

it('signs its own requests, with attributes padded to words and the fingerprint last', () => {
  const transactionId = Buffer.alloc(12, 7);
  const request = bindingRequest({
    transactionId,
    username: 'host:me123',
    password: PASSWORD,
    tieBreaker: Buffer.alloc(8),
  });
  expect(isSignedBy(request, PASSWORD)).toBe(true);
  expect(request.length % 4).toBe(0);
  expect(request.readUInt16BE(2)).toBe(request.length - 20);
  expect(request.readUInt16BE(request.length - 8)).toBe(0x80_28);
});

it('takes a signed success for an answer, and neither a request nor a forged success', () => {
  const request = bindingRequest({
    transactionId: Buffer.alloc(12, 7),
    username: 'a:b',
    password: PASSWORD,
    tieBreaker: Buffer.alloc(8),
  });
  expect(readBindingSuccess(request, PASSWORD)).toBeUndefined();
  const forged = Buffer.from(request);
  forged.writeUInt16BE(0x01_01, 0);
  expect(readBindingSuccess(forged, PASSWORD)).toBeUndefined();
  /** Source: RFC 5769 section 2.2. */
  const sample = Buffer.from(
    '0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220' +
      '002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96',
    'hex',
  );
  expect(readBindingSuccess(sample, PASSWORD)?.transactionId.toString('hex')).toBe('b7e7a701bc34d686fa87dfae');
});

it('answers the published sample request with the address that it came from', () => {
  const transactionId = readBindingRequest(SAMPLE_REQUEST, PASSWORD) ?? Buffer.alloc(12);
  const answer = bindingSuccess({ transactionId, address: '192.0.2.1', port: 32_853 }, PASSWORD);
  expect(readBindingSuccess(answer, PASSWORD)?.transactionId.toString('hex')).toBe('b7e7a701bc34d686fa87dfae');
  /** Source: RFC 5769 section 2.2. */
  expect(answer.toString('hex')).toContain('002000080001a147e112a643');
});

it('hears no request that is signed with another password, and none in an answer', () => {
  expect(readBindingRequest(SAMPLE_REQUEST, `${PASSWORD}x`)).toBeUndefined();
  const answer = bindingSuccess({ transactionId: Buffer.alloc(12), address: '127.0.0.1', port: 9 }, PASSWORD);
  expect(readBindingRequest(answer, PASSWORD)).toBeUndefined();
});
