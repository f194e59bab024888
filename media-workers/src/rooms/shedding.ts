import type { LayersInUse } from '#contracts';

/** How often a worker's load is looked at for this, in ms: what comes in waits in a buffer that holds little more. */
export const LOOK_EVERY_MS = 250;

/** From this share of a core on a worker's queues grow, and what waits in them is lost, sound as well. */
const STRAINED_FROM_RATIO = 0.9;
/** Below this there is room for what was left out, perhaps: what it would take is not known before it is tried. */
const RELAXED_BELOW_RATIO = 0.75;
/** Below this there is, whatever was left out: a picture of twice the width and height takes four times as much. */
const CERTAIN_BELOW_RATIO = 0.2;
/** When the load falls to this share of what it was with so much left out, it has ended. */
const ENDED_BELOW_RATIO = 0.7;
/** Until what was left out, or came back, shows in the load: layers are switched with a key frame. */
const SETTLED_LOOKS_COUNT = 3;
/** Looks until something is tried again; twice as many each time it was too much. */
const TRIED_AFTER_LOOKS_MIN_COUNT = 4;
const TRIED_AFTER_LOOKS_MAX_COUNT = 120;
/** Two sizes less are all that there can be; after that half of the pictures, and half again. */
const LEVEL_MAX = 4;
const SIZES_MAX_COUNT = 2;

/**
 * How much of videos a worker leaves out because it would otherwise lose packets of everything: one step more with each look
 * that finds it strained. What was left out is tried again, less and less often while it turns out to be too much; and
 * comes back at once when the load ends. Sound is never left out.
 */
export class Shedding {
  #level = 0;
  #looksCount = 0;
  #triedAfterCount = TRIED_AFTER_LOOKS_MIN_COUNT;
  /** Whether there is room for what came back last is not known yet. */
  #isTrial = false;
  /** The load with so much left out, by levels: known once it shows, and until it has ended. */
  readonly #settledRatios = new Map<number, number>();

  get level(): number {
    return this.#level;
  }

  /** Takes a look, as a share of one core. True when it changes anything. */
  measured(cpuRatio: number): boolean {
    this.#looksCount += 1;
    if (cpuRatio >= STRAINED_FROM_RATIO) return this.#leaveOut();
    if (this.#level === 0) {
      // So long without strain, and the trials before are no measure of the next load.
      if (this.#looksCount >= TRIED_AFTER_LOOKS_MAX_COUNT) this.#forgetTrials();
      return false;
    }
    if (cpuRatio < this.#knownRatio() * ENDED_BELOW_RATIO) return this.#giveAllBack();
    const isSettled = this.#looksCount >= SETTLED_LOOKS_COUNT;
    if (isSettled && cpuRatio < CERTAIN_BELOW_RATIO) return this.#go(this.#level - 1);
    if (this.#looksCount === SETTLED_LOOKS_COUNT) this.#settledRatios.set(this.#level, cpuRatio);
    if (cpuRatio >= RELAXED_BELOW_RATIO || this.#looksCount < this.#triedAfterCount) return false;
    this.#isTrial = true;
    return this.#go(this.#level - 1);
  }

  /** The least load there was with so much left out, or with more. 0 as long as that is not known. */
  #knownRatio(): number {
    const known = [...this.#settledRatios].filter(([level]) => level >= this.#level);
    return known.length === 0 ? 0 : Math.min(...known.map(([, ratio]) => ratio));
  }

  #leaveOut(): boolean {
    if (this.#level === LEVEL_MAX) return false;
    if (this.#isTrial) this.#triedAfterCount = Math.min(TRIED_AFTER_LOOKS_MAX_COUNT, this.#triedAfterCount * 2);
    this.#isTrial = false;
    return this.#go(this.#level + 1);
  }

  #giveAllBack(): boolean {
    this.#forgetTrials();
    return this.#go(0);
  }

  #forgetTrials(): void {
    this.#settledRatios.clear();
    this.#triedAfterCount = TRIED_AFTER_LOOKS_MIN_COUNT;
    this.#isTrial = false;
  }

  #go(level: number): boolean {
    this.#level = level;
    this.#looksCount = 0;
    return true;
  }
}

/** What is left of these layers at a level of shedding: smaller pictures first, then fewer, and never none. Pure. */
export function shed(layers: LayersInUse, level: number): LayersInUse {
  return {
    spatial: Math.max(0, layers.spatial - Math.min(level, SIZES_MAX_COUNT)),
    temporal: Math.max(0, layers.temporal - Math.max(0, level - SIZES_MAX_COUNT)),
  };
}
