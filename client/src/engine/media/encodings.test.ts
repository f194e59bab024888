/** @jest-environment node */
import { expect, it } from '@jest/globals';
import { cameraEncodings, inOneStream, screenEncodings } from './encodings.js';

it.each([
  [1_280, [4, 2, 1]],
  [640, [2, 1]],
  [320, [1]],
])('divides a camera of %i px into layers', (longSidePx, scales) => {
  expect(cameraEncodings(longSidePx).map(({ scaleResolutionDownBy }) => scaleResolutionDownBy)).toEqual(scales);
});

it('gives layers in time only to streams with layers in space, since a lone one would lose its first key frame', () => {
  expect(cameraEncodings(1_280).map(({ scalabilityMode }) => scalabilityMode)).toEqual(['L1T3', 'L1T3', 'L1T3']);
  for (const [encoding] of [cameraEncodings(320), screenEncodings(1_920, 'text')])
    expect(encoding).not.toHaveProperty('scalabilityMode');
});

it('sends text sharp and slow in one size, and motion smooth in two', () => {
  const [text, ...more] = screenEncodings(1_920, 'text');
  expect(more).toEqual([]);
  expect(text?.maxFramerate).toBeLessThan(15);
  expect(text).not.toHaveProperty('scaleResolutionDownBy');
  const motion = screenEncodings(1_920, 'motion');
  expect(motion.map(({ scaleResolutionDownBy }) => scaleResolutionDownBy)).toEqual([2, 1]);
  expect(motion.every(({ maxFramerate = 0 }) => maxFramerate >= 30)).toBe(true);
  expect(screenEncodings(640, 'motion')).toHaveLength(1);
});

it('puts all sizes into one stream for a codec that can hold them', () => {
  expect(inOneStream(cameraEncodings(1_280))).toEqual([
    { maxBitrate: 2_150_000, maxFramerate: 30, scalabilityMode: 'L3T3_KEY' },
  ]);
  expect(inOneStream(cameraEncodings(320))).toEqual(cameraEncodings(320));
});
