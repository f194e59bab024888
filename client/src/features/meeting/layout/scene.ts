import { boxesFor, largestIn, WIDE_RATIO, type Area, type Box } from './grid-for.js';

export const LAYOUTS = ['automatic', 'grid', 'speaker', 'sidebar'] as const;
export type Layout = (typeof LAYOUTS)[number];

export const PAGE_SIZES = ['9', '16', '25'] as const;
export type PageSize = (typeof PAGE_SIZES)[number];

/** Room between tiles, in px. */
export const GAP_PX = 8;
/** Below this a stage is a phone's, in px of its shorter or of its inline side. */
const PHONE_WIDTH_PX = 640;
const PHONE_HEIGHT_PX = 420;
/** A phone decodes and shows this many faces with ease. */
const PHONE_TILES_MAX_COUNT = 6;
/** Under this width a face is too small to read, in px. */
const TILE_MIN_WIDTH_PX = 150;
/** On a narrow stage tiles may be as tall as this, so that they fill it. */
const TALL_RATIO = 3 / 4;
/** One tile alone may lose this much of its sides to fill the stage. */
const ALONE_RATIO = 4 / 3;

export interface SceneInput<Id extends string> {
  /** Everyone but oneself, those who matter most now first. */
  readonly others: readonly Id[];
  readonly self: Id;
  /** Whose screens are shown; oneself is not among them. */
  readonly sharers: readonly Id[];
  /** Who fills the stage in the speaker and sidebar layouts. */
  readonly speaker: Id | undefined;
  readonly layout: Layout;
  readonly pageSizeCount: number;
  /** From 0; beyond the last it means the last. */
  readonly page: number;
  readonly area: Area;
}

/** What stands where. Pure data, so that the same input gives the same picture. */
export interface Scene<Id extends string> {
  readonly tiles: ReadonlyMap<Id, Box>;
  readonly shares: ReadonlyMap<Id, Box>;
  /** Whose tile floats above the others. */
  readonly floating: Id | undefined;
  readonly page: number;
  readonly pageCount: number;
  /** How many of the others are in sight where one looks first. */
  readonly inSightCount: number;
  /** How many people a strip has no room for, and the place that says so. */
  readonly hidden: { readonly count: number; readonly box: Box } | undefined;
}

export function isPhone({ widthPx, heightPx }: Area): boolean {
  return widthPx < PHONE_WIDTH_PX || heightPx < PHONE_HEIGHT_PX;
}

/** How many tiles a page holds at most: fewer on small screens, and never so many that faces cannot be read. */
export function capacityFor(area: Area, pageSizeCount: number): number {
  const wished = isPhone(area) ? Math.min(PHONE_TILES_MAX_COUNT, pageSizeCount) : pageSizeCount;
  return Math.max(1, Math.min(wished, readableCount(area)));
}

/** How many faces find room that can still be read. */
function readableCount({ widthPx, heightPx }: Area): number {
  const columnCount = Math.max(1, Math.floor((widthPx + GAP_PX) / (TILE_MIN_WIDTH_PX + GAP_PX)));
  const rowCount = Math.max(1, Math.floor((heightPx + GAP_PX) / (TILE_MIN_WIDTH_PX / WIDE_RATIO + GAP_PX)));
  return columnCount * rowCount;
}

export function sceneFor<Id extends string>(input: SceneInput<Id>): Scene<Id> {
  const { others, sharers, layout } = input;
  const speaker = input.speaker ?? others[0];
  if (sharers.length > 0) return besideScene(input, undefined);
  if (others.length >= 2 && isBeside(layout) && speaker !== undefined) return besideScene(input, speaker);
  const [other] = others;
  if (other !== undefined && others.length === 1 && layout !== 'grid') return pairScene(input, other);
  return gridScene(input);
}

function isBeside(layout: Layout): boolean {
  return layout === 'speaker' || layout === 'sidebar';
}

function gridScene<Id extends string>(input: SceneInput<Id>): Scene<Id> {
  const capacityCount = capacityFor(input.area, input.pageSizeCount);
  const everyone = withSelf(input, capacityCount);
  const pageCount = Math.max(1, Math.ceil(everyone.length / capacityCount));
  const page = Math.min(Math.max(0, input.page), pageCount - 1);
  const shown = everyone.slice(page * capacityCount, (page + 1) * capacityCount);
  const boxes = boxesFor(shown.length, input.area, {
    gapPx: GAP_PX,
    minRatio: isPhone(input.area) ? TALL_RATIO : shown.length === 1 ? ALONE_RATIO : WIDE_RATIO,
  });
  return {
    tiles: paired(shown, boxes),
    shares: new Map(),
    floating: undefined,
    page,
    pageCount,
    inSightCount: pageCount > 1 ? capacityCount - 1 : input.others.length,
    hidden: undefined,
  };
}

/** The other one as large as the stage allows, oneself small in its corner. */
function pairScene<Id extends string>({ area, self }: SceneInput<Id>, other: Id): Scene<Id> {
  const stage = boxesFor(1, area, { gapPx: 0, minRatio: isPhone(area) ? 9 / 21 : 4 / 3, maxRatio: 21 / 9 });
  const [large = { xPx: 0, yPx: 0, ...area }] = stage;
  const isUpright = large.heightPx > large.widthPx;
  const widthPx = Math.round(
    isUpright
      ? Math.min(132, Math.max(88, large.widthPx * 0.28))
      : Math.min(260, Math.max(112, large.widthPx * 0.2), large.widthPx * 0.4),
  );
  const heightPx = Math.round(isUpright ? widthPx / TALL_RATIO : widthPx / WIDE_RATIO);
  const marginPx = isPhone(area) ? GAP_PX : 2 * GAP_PX;
  const small: Box = {
    xPx: large.xPx + large.widthPx - widthPx - marginPx,
    yPx: large.yPx + large.heightPx - heightPx - marginPx,
    widthPx,
    heightPx,
  };
  const tiles = new Map([
    [other, large],
    [self, small],
  ]);
  return { tiles, shares: new Map(), floating: self, page: 0, pageCount: 1, inSightCount: 1, hidden: undefined };
}

/**
 * Screens (or the one who speaks) large, and the others at the end side, in a strip or a sidebar, or on top of a narrow
 * stage.
 */
function besideScene<Id extends string>(input: SceneInput<Id>, main: Id | undefined): Scene<Id> {
  const others = input.others.filter((id) => id !== main);
  const strip = stripFor(input, others.length + 1);
  const inStrip = stripOf(others, input.self, strip.capacityCount);
  const mainBoxes = boxesFor(main === undefined ? input.sharers.length : 1, strip.rest, {
    gapPx: GAP_PX,
    minRatio: main !== undefined && isPhone(input.area) ? TALL_RATIO : 4 / 3,
    maxRatio: 2,
  });
  const boxes = strip.boxesFor(inStrip.shown.length + (inStrip.hiddenCount > 0 ? 1 : 0), mainBoxes[0]?.yPx ?? 0);
  const mains = mainBoxes.map((box) => ({ ...box, yPx: box.yPx + strip.restTopPx }));
  const tiles = paired(inStrip.shown, boxes);
  const [mainBox] = mains;
  if (main !== undefined && mainBox !== undefined) tiles.set(main, mainBox);
  const last = boxes.at(-1);
  return {
    tiles,
    shares: main === undefined ? paired(input.sharers, mains) : new Map(),
    floating: undefined,
    page: 0,
    pageCount: 1,
    inSightCount: tiles.size - (tiles.has(input.self) ? 1 : 0),
    hidden: inStrip.hiddenCount > 0 && last !== undefined ? { count: inStrip.hiddenCount, box: last } : undefined,
  };
}

/** In a strip this short others come before oneself. */
const STRIP_WITHOUT_SELF_COUNT = 3;

/** Who stands in a strip. Where not all find room, the last place tells how many are missing. */
function stripOf<Id extends string>(
  others: readonly Id[],
  self: Id,
  capacityCount: number,
): { readonly shown: readonly Id[]; readonly hiddenCount: number } {
  if (others.length + 1 <= capacityCount) return { shown: [...others, self], hiddenCount: 0 };
  const placeCount = Math.max(1, capacityCount - 1);
  const shown =
    capacityCount > STRIP_WITHOUT_SELF_COUNT ? [...others.slice(0, placeCount - 1), self] : others.slice(0, placeCount);
  return { shown, hiddenCount: others.length + 1 - shown.length };
}

interface Strip {
  readonly capacityCount: number;
  readonly rest: Area;
  readonly restTopPx: number;
  /** `slackPx`: the room that the large ones leave above themselves. */
  readonly boxesFor: (count: number, slackPx: number) => Box[];
}

/** Most tiles in a strip; more would be a second crowd beside what everybody looks at. */
const STRIP_MAX_COUNT = 8;
/** Least width of a tile in the strip of a phone, in px. */
const TOP_TILE_WIDTH_PX = 104;

function stripFor({ area, layout }: Pick<SceneInput<string>, 'area' | 'layout'>, count: number): Strip {
  const isUpright = area.widthPx < PHONE_WIDTH_PX && area.heightPx > area.widthPx;
  if (isUpright) return topStrip(area, count);
  return layout === 'sidebar' ? sidebar(area) : sideStrip(area);
}

/** How much of the stage's width a sidebar takes. */
const SIDEBAR_RATIO = 0.36;
const SIDEBAR_MAX_COUNT = 16;

/** Faces large enough to follow, in as many columns as make them largest. */
function sidebar({ widthPx, heightPx }: Area): Strip {
  const side = { widthPx: Math.round(widthPx * SIDEBAR_RATIO), heightPx };
  const startPx = widthPx - side.widthPx;
  return {
    capacityCount: Math.min(SIDEBAR_MAX_COUNT, readableCount(side)),
    rest: { widthPx: startPx - GAP_PX, heightPx },
    restTopPx: 0,
    boxesFor: (count) =>
      boxesFor(count, side, { gapPx: GAP_PX, minRatio: ALONE_RATIO }).map((box) => ({
        ...box,
        xPx: box.xPx + startPx,
      })),
  };
}

function sideStrip({ widthPx, heightPx }: Area): Strip {
  const tile = largestIn({ widthPx: Math.min(256, Math.max(112, widthPx * 0.18)), heightPx }, {});
  const fitCount = Math.floor((heightPx + GAP_PX) / (tile.heightPx + GAP_PX));
  const xPx = widthPx - tile.widthPx;
  return {
    capacityCount: Math.max(1, Math.min(STRIP_MAX_COUNT, fitCount)),
    rest: { widthPx: Math.max(0, xPx - GAP_PX), heightPx },
    restTopPx: 0,
    boxesFor: (count) => {
      const topPx = Math.round((heightPx - count * tile.heightPx - (count - 1) * GAP_PX) / 2);
      return Array.from({ length: count }, (_, at) => ({ ...tile, xPx, yPx: topPx + at * (tile.heightPx + GAP_PX) }));
    },
  };
}

/** One row of people, or two where that leaves the screen below its full width. It stands right on top of the screen. */
function topStrip({ widthPx, heightPx }: Area, count: number): Strip {
  const columnCount = Math.max(1, Math.floor((widthPx + GAP_PX) / (TOP_TILE_WIDTH_PX + GAP_PX)));
  const tileWidthPx = Math.floor((widthPx - (columnCount - 1) * GAP_PX) / columnCount);
  const tile = { widthPx: tileWidthPx, heightPx: Math.floor(tileWidthPx * TALL_RATIO) };
  const stepPx = tile.heightPx + GAP_PX;
  const rowCount = count > columnCount && heightPx - 2 * stepPx >= widthPx / WIDE_RATIO ? 2 : 1;
  return {
    capacityCount: columnCount * rowCount,
    rest: { widthPx, heightPx: Math.max(0, heightPx - rowCount * stepPx) },
    restTopPx: rowCount * stepPx,
    boxesFor: (count, slackPx) =>
      Array.from({ length: count }, (_, at) => {
        const row = Math.floor(at / columnCount);
        const inRowCount = Math.min(columnCount, count - row * columnCount);
        const startPx = Math.round((widthPx - inRowCount * tile.widthPx - (inRowCount - 1) * GAP_PX) / 2);
        return {
          ...tile,
          xPx: startPx + (at % columnCount) * (tile.widthPx + GAP_PX),
          yPx: slackPx + row * stepPx,
        };
      }),
  };
}

/** Oneself comes last on the first page: always in sight, never in the best place. */
function withSelf<Id extends string>(
  { others, self }: Pick<SceneInput<Id>, 'others' | 'self'>,
  capacityCount: number,
): Id[] {
  const isOverfull = others.length + 1 > capacityCount;
  const firstCount = Math.max(0, isOverfull ? capacityCount - 1 : others.length);
  return [...others.slice(0, firstCount), self, ...others.slice(firstCount)];
}

function paired<Id extends string>(ids: readonly Id[], boxes: readonly Box[]): Map<Id, Box> {
  const pairs = new Map<Id, Box>();
  ids.forEach((id, at) => {
    const box = boxes[at];
    if (box !== undefined) pairs.set(id, box);
  });
  return pairs;
}
