/** @jest-environment node */
import { expect, it } from '@jest/globals';
import { receivingFigures, sendingFigures } from './end-figures.js';

it('reads a receiver’s statistics, and makes nothing of what a browser leaves out', () => {
  const report = { type: 'inbound-rtp', jitter: 0.004, framesPerSecond: 24, frameWidth: 640, frameHeight: 360 };
  expect(receivingFigures([{ type: 'codec' }, report])).toEqual({
    jitterMs: 4,
    framesPerSecond: 24,
    widthPx: 640,
    heightPx: 360,
    limitedBy: undefined,
  });
  expect(receivingFigures([])).toMatchObject({ jitterMs: undefined, widthPx: undefined });
});

it('tells of a sender the largest picture that goes out, and what holds any of them back', () => {
  const layer = (frameWidth: number, more: object = {}) => ({ type: 'outbound-rtp', frameWidth, ...more });
  const layers = [layer(320, { qualityLimitationReason: 'cpu' }), layer(640), layer(1_280, { active: false })];
  expect(sendingFigures(layers)).toMatchObject({ widthPx: 640, limitedBy: 'cpu' });
  expect(sendingFigures([layer(320, { qualityLimitationReason: 'none' })]).limitedBy).toBeUndefined();
});
