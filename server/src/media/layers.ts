import type { LayerCounts, LayersInUse } from '#contracts';

/** A tile's picture may be stretched by so much before the next layer is sent: below, nobody sees the difference. */
const STRETCH_RATIO = 1.25;
/** Long side of a camera's top layer, by how many layers it is sent in: browsers send fewer of a smaller capture. */
const CAMERA_TOP_PX = [320, 640, 1_280] as const;
const SCREEN_TOP_PX = 1_920;
/** A tile this small is a face among many: half the frames do. */
const FEW_FRAMES_BELOW_PX = 200;

/** What is to be shown, and how large on the viewer's screen. */
export interface Shown {
  readonly source: 'camera' | 'screen';
  readonly counts: LayerCounts;
  /** The tile's longer side, in device pixels. */
  readonly longSidePx: number;
}

/** The lowest layer that looks right at this size. Undefined for a video that has no layers to choose from. */
export function layersFor({ source, counts, longSidePx }: Shown): LayersInUse | undefined {
  if (counts.spatial === 1 && counts.temporal === 1) return undefined;
  const topPx = source === 'screen' ? SCREEN_TOP_PX : (CAMERA_TOP_PX[counts.spatial - 1] ?? SCREEN_TOP_PX);
  const widths = Array.from({ length: counts.spatial }, (_, layer) => topPx / 2 ** (counts.spatial - 1 - layer));
  const fitting = widths.findIndex((widthPx) => widthPx * STRETCH_RATIO >= longSidePx);
  const isSmall = longSidePx < FEW_FRAMES_BELOW_PX;
  return {
    spatial: fitting === -1 ? counts.spatial - 1 : fitting,
    temporal: Math.max(0, counts.temporal - (isSmall ? 2 : 1)),
  };
}

/** For a video whose place on the page is not known yet. */
export function lowestLayers(counts: LayerCounts): LayersInUse | undefined {
  return counts.spatial === 1 && counts.temporal === 1 ? undefined : { spatial: 0, temporal: counts.temporal - 1 };
}
