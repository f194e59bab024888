import type { Area } from './grid-for.js';
import type { Scene } from './scene.js';

/** From so much empty room under the tiles on, messages lie in it, in px: three of them fit. */
const ROOMY_PX = 220;

/** How far messages rise with the tiles, whose names are at their foot, in px. Pure. */
export function toastLiftPx({ tiles, shares }: Pick<Scene<string>, 'tiles' | 'shares'>, { heightPx }: Area): number {
  const feet = [...tiles.values(), ...shares.values()].map((box) => box.yPx + box.heightPx);
  const roomPx = Math.max(0, heightPx - Math.max(0, ...feet));
  return roomPx < ROOMY_PX ? Math.round(roomPx) : 0;
}
