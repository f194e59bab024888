import type { Input, MediaSource, ParticipantId, SignallingRequests, Tile } from '#contracts';

type Told = Input<SignallingRequests, 'media.view'>;

/** The largest tile counts as the one looked at when it has so many times the area of the next. */
const MAIN_AREA_RATIO = 1.5;

/** Where a video is on a viewer's page: its longer side, or not to be seen, or without a place yet. */
export type Place = { readonly longSidePx: number; readonly isMain: boolean } | 'hidden' | 'unknown';

/** What one viewer's page shows, as it last said. */
export class View {
  readonly #tiles: ReadonlyMap<string, Tile>;
  readonly #pinned: ReadonlySet<ParticipantId>;
  readonly #main: Tile | undefined;

  constructor({ tiles, pinnedIds }: Told) {
    this.#tiles = new Map(tiles.map((tile) => [keyOf(tile.participantId, tile.source), tile]));
    this.#pinned = new Set(pinnedIds);
    this.#main = mainOf(tiles);
  }

  isPinned(participantId: ParticipantId): boolean {
    return this.#pinned.has(participantId);
  }

  placeOf(owner: ParticipantId, source: MediaSource): Place {
    const tile = this.#tiles.get(keyOf(owner, source));
    if (tile === undefined) return 'unknown';
    if (!isShown(tile)) return 'hidden';
    return { longSidePx: Math.max(tile.widthPx, tile.heightPx), isMain: tile === this.#main };
  }
}

function isShown({ isVisible, widthPx, heightPx }: Tile): boolean {
  return isVisible && widthPx > 0 && heightPx > 0;
}

function mainOf(tiles: readonly Tile[]): Tile | undefined {
  const [first, second] = tiles.filter(isShown).toSorted((a, b) => areaOf(b) - areaOf(a));
  return first !== undefined && areaOf(first) > MAIN_AREA_RATIO * (second === undefined ? 0 : areaOf(second))
    ? first
    : undefined;
}

function areaOf({ widthPx, heightPx }: Tile): number {
  return widthPx * heightPx;
}

function keyOf(owner: ParticipantId, source: MediaSource): string {
  return `${owner}/${source}`;
}

/** What is known of a page: its view; nothing yet; or that it will say nothing. */
export type Known = View | 'awaited' | 'untold';
