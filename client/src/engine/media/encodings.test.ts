/** @jest-environment node */
import { expect, it } from '@jest/globals';
import { cameraEncodings, screenEncodings } from './encodings.js';

it.each([
  [1_280, [4, 2, 1]],
  [640, [2, 1]],
  [320, [1]],
])('divides a camera of %i px into layers', (longSidePx, scales) => {
  expect(cameraEncodings(longSidePx).map(({ scaleResolutionDownBy }) => scaleResolutionDownBy)).toEqual(scales);
});

it('gives layers in time only to streams with layers in space, since a lone one would lose its first key frame', () => {
  expect(cameraEncodings(1_280).map(({ scalabilityMode }) => scalabilityMode)).toEqual(['L1T3', 'L1T3', 'L1T3']);
  for (const [encoding] of [cameraEncodings(320), screenEncodings(1_920)])
    expect(encoding).not.toHaveProperty('scalabilityMode');
});
