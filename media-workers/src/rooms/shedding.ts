import type { LayersInUse } from '#contracts';

/** From this share of a core on a worker's queues grow, and what waits in them is lost, sound as well. */
const STRAINED_FROM_RATIO = 0.9;
/** Below this there is room for what was left out. */
const RELAXED_BELOW_RATIO = 0.75;
/** Below this there is room for all of it: the load has ended. */
const IDLE_BELOW_RATIO = 0.5;
/** Two sizes less are all that there can be; after that half of the pictures, and half again. */
const LEVEL_MAX = 4;
const SIZES_MAX_COUNT = 2;

/**
 * How much of videos a worker leaves out because it would otherwise lose packets of everything: one step more with each
 * measurement that finds it strained, one less with each that finds it relaxed. Sound is never left out.
 */
export class Shedding {
  #level = 0;

  get level(): number {
    return this.#level;
  }

  /** Takes a measurement, as a share of one core. True when it changes anything. */
  measured(cpuRatio: number): boolean {
    const before = this.#level;
    if (cpuRatio >= STRAINED_FROM_RATIO) this.#level = Math.min(LEVEL_MAX, before + 1);
    else if (cpuRatio < IDLE_BELOW_RATIO) this.#level = 0;
    else if (cpuRatio < RELAXED_BELOW_RATIO) this.#level = Math.max(0, before - 1);
    return this.#level !== before;
  }
}

/** What is left of these layers at a level of shedding: smaller pictures first, then fewer, and never none. Pure. */
export function shed(layers: LayersInUse, level: number): LayersInUse {
  return {
    spatial: Math.max(0, layers.spatial - Math.min(level, SIZES_MAX_COUNT)),
    temporal: Math.max(0, layers.temporal - Math.max(0, level - SIZES_MAX_COUNT)),
  };
}
