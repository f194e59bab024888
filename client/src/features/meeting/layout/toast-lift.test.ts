import { expect, it } from '@jest/globals';
import type { Box } from './grid-for.js';
import { toastLiftPx } from './toast-lift.js';

const AREA = { widthPx: 1_000, heightPx: 700 };
const box = (yPx: number, heightPx: number): Box => ({ xPx: 0, yPx, widthPx: 300, heightPx });
const lift = (...boxes: readonly Box[]) =>
  toastLiftPx({ tiles: new Map(boxes.map((one, at) => [`${at}`, one])), shares: new Map() }, AREA);

it.each([
  ['tiles that fill the stage', [box(0, 345), box(355, 345)], 0],
  ['tiles in the middle of it', [box(60, 285), box(355, 285)], 60],
  ['one row with much room beneath', [box(200, 200)], 0],
  ['an empty stage', [], 0],
])('messages stay above the names of %s', (_, boxes, liftPx) => {
  expect(lift(...boxes)).toBe(liftPx);
});
