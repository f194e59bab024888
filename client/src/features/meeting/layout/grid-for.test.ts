import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { boxesFor, gridFor, WIDE_RATIO, type Box } from './grid-for.js';

const DESKTOP = { widthPx: 1_400, heightPx: 780 };
const PHONE = { widthPx: 374, heightPx: 776 };

it.each([
  [1, 1, 1],
  [2, 2, 1],
  [3, 2, 2],
  [4, 2, 2],
  [5, 3, 2],
  [9, 3, 3],
  [10, 4, 3],
  [25, 5, 5],
])('lays %i people into %i columns and %i rows on a desktop', (count, columnCount, rowCount) => {
  expect(gridFor(count, DESKTOP, { gapPx: 8 })).toMatchObject({ columnCount, rowCount });
});

it('stacks three people on an upright phone, and lets tiles grow taller than wide where allowed', () => {
  expect(gridFor(3, PHONE, { gapPx: 8 })).toMatchObject({ columnCount: 1, rowCount: 3 });
  const tall = gridFor(6, PHONE, { gapPx: 8, minRatio: 3 / 4 });
  expect(tall).toMatchObject({ columnCount: 2, rowCount: 3 });
  expect(tall.tileHeightPx).toBeGreaterThan(tall.tileWidthPx);
});

it('gives no negative sizes in an area too small for its gaps', () => {
  for (const box of boxesFor(9, { widthPx: 10, heightPx: 4 }, { gapPx: 8 })) {
    expect(box.widthPx).toBeGreaterThanOrEqual(0);
    expect(box.heightPx).toBeGreaterThanOrEqual(0);
  }
});

const areas = fc.record({
  widthPx: fc.integer({ min: 200, max: 3_840 }),
  heightPx: fc.integer({ min: 200, max: 2_160 }),
});

it('keeps every tile inside the area, apart from the others, and at 16:9', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), areas, (count, area) => {
      const boxes = boxesFor(count, area, { gapPx: 8 });
      expect(boxes).toHaveLength(count);
      // One px is rounding.
      const isInside = boxes.every(
        (box) =>
          box.xPx >= 0 &&
          box.yPx >= 0 &&
          box.xPx + box.widthPx <= area.widthPx + 1 &&
          box.yPx + box.heightPx <= area.heightPx + 1 &&
          Math.abs(box.widthPx - box.heightPx * WIDE_RATIO) < 3,
      );
      const isApart = boxes.every((box, at) =>
        boxes.slice(at + 1).every((other) => isLeftOrAbove(box, other) || isLeftOrAbove(other, box)),
      );
      expect({ isInside, isApart }).toEqual({ isInside: true, isApart: true });
    }),
  );
});

function isLeftOrAbove(one: Box, other: Box): boolean {
  return one.xPx + one.widthPx <= other.xPx || one.yPx + one.heightPx <= other.yPx;
}

it('finds no better number of columns than the one it takes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), areas, (count, area) => {
      const { tileWidthPx } = gridFor(count, area, { gapPx: 8 });
      const widths = Array.from({ length: count }, (_, at) => {
        const columnCount = at + 1;
        const rowCount = Math.ceil(count / columnCount);
        const cellWidthPx = (area.widthPx - 8 * (columnCount - 1)) / columnCount;
        const cellHeightPx = (area.heightPx - 8 * (rowCount - 1)) / rowCount;
        return Math.floor(Math.min(cellWidthPx, cellHeightPx * WIDE_RATIO));
      });
      expect(tileWidthPx).toBeGreaterThanOrEqual(Math.max(...widths) - 1);
    }),
  );
});
