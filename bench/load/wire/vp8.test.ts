import { expect, it } from '@jest/globals';
import { beginsKeyFrame, packetise, PAYLOAD_MAX_BYTES } from './vp8.js';

const frame = {
  pictureId: 0x1_23,
  lowestLayerCount: 5,
  temporalLayer: 0,
  isKeyFrame: true,
  widthPx: 640,
  heightPx: 360,
  sizeBytes: 2_500,
};

it('splits a frame into packets of about one size, of which only the first begins it', () => {
  const payloads = packetise(frame);
  expect(payloads.map(({ length }) => length - 6)).toEqual([833, 833, 834]);
  expect(payloads.map(beginsKeyFrame)).toEqual([true, false, false]);
  expect(packetise({ ...frame, sizeBytes: 2 * PAYLOAD_MAX_BYTES })).toHaveLength(2);
});

it('writes picture id, layer count and layer where RFC 7741 has them', () => {
  const [first] = packetise({ ...frame, isKeyFrame: false, temporalLayer: 2 });
  expect([...(first ?? Buffer.alloc(0)).subarray(0, 6)]).toEqual([0xb0, 0xe0, 0x81, 0x23, 5, 0xa0]);
});

it('writes the start code and the size into key frames only', () => {
  const [first] = packetise(frame);
  expect(first?.subarray(9, 12).toString('hex')).toBe('9d012a');
  expect(first?.readUInt16LE(12)).toBe(640);
  expect(first?.readUInt16LE(14)).toBe(360);
  expect(packetise({ ...frame, isKeyFrame: false }).some(beginsKeyFrame)).toBe(false);
});

it('reads key frames behind shorter descriptors too', () => {
  expect(beginsKeyFrame(Buffer.from([0x10, 0x00]))).toBe(true);
  expect(beginsKeyFrame(Buffer.from([0x10, 0x01]))).toBe(false);
  expect(beginsKeyFrame(Buffer.from([0x90, 0x80, 0x05, 0x00]))).toBe(true);
  expect(beginsKeyFrame(Buffer.alloc(0))).toBe(false);
});
