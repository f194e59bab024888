/** A place on the stage, in CSS px from its start edge (left, or right in right-to-left writing) and its top. */
export interface Box {
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface Grid {
  readonly columnCount: number;
  readonly rowCount: number;
  readonly tileWidthPx: number;
  readonly tileHeightPx: number;
}

export interface Area {
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface GridStyle {
  readonly gapPx: number;
  /** Width over height of a tile may lie between these two. The same twice, 16:9, when left out. */
  readonly minRatio?: number;
  readonly maxRatio?: number;
}

export const WIDE_RATIO = 16 / 9;

/** How to lay `count` equal tiles into an area so that each is as large as can be. Pure; an area too small gives tiles of 0 px. */
export function gridFor(count: number, area: Area, style: GridStyle): Grid {
  let best: Grid = { columnCount: Math.max(1, count), rowCount: 1, tileWidthPx: 0, tileHeightPx: 0 };
  for (let columnCount = 1; columnCount <= count; columnCount += 1) {
    const rowCount = Math.ceil(count / columnCount);
    const tile = largestIn(
      {
        widthPx: (area.widthPx - style.gapPx * (columnCount - 1)) / columnCount,
        heightPx: (area.heightPx - style.gapPx * (rowCount - 1)) / rowCount,
      },
      style,
    );
    if (tile.widthPx * tile.heightPx > best.tileWidthPx * best.tileHeightPx)
      best = { columnCount, rowCount, tileWidthPx: tile.widthPx, tileHeightPx: tile.heightPx };
  }
  return best;
}

/** The largest tile of an allowed shape inside a cell, in whole px so that edges stay sharp. */
export function largestIn(
  cell: Area,
  { minRatio = WIDE_RATIO, maxRatio = WIDE_RATIO }: Omit<GridStyle, 'gapPx'>,
): Area {
  if (cell.widthPx <= 0 || cell.heightPx <= 0) return { widthPx: 0, heightPx: 0 };
  const ratio = Math.min(maxRatio, Math.max(minRatio, cell.widthPx / cell.heightPx));
  const widthPx = Math.min(cell.widthPx, cell.heightPx * ratio);
  return { widthPx: Math.floor(widthPx), heightPx: Math.floor(widthPx / ratio) };
}

/** Where each of `count` tiles goes: the block in the middle of the area, a shorter last row in the middle of the block. */
export function boxesFor(count: number, area: Area, style: GridStyle): Box[] {
  const { columnCount, rowCount, tileWidthPx, tileHeightPx } = gridFor(count, area, style);
  const { gapPx } = style;
  const blockHeightPx = rowCount * tileHeightPx + (rowCount - 1) * gapPx;
  return Array.from({ length: count }, (_, at) => {
    const row = Math.floor(at / columnCount);
    const inRowCount = Math.min(columnCount, count - row * columnCount);
    const rowWidthPx = inRowCount * tileWidthPx + (inRowCount - 1) * gapPx;
    return {
      xPx: Math.round((area.widthPx - rowWidthPx) / 2 + (at % columnCount) * (tileWidthPx + gapPx)),
      yPx: Math.round((area.heightPx - blockHeightPx) / 2 + row * (tileHeightPx + gapPx)),
      widthPx: tileWidthPx,
      heightPx: tileHeightPx,
    };
  });
}
