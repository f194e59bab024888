import type { ShareProfile } from '#contracts';

/** How often a share is looked at, in ms. */
export const LOOK_EVERY_MS = 1_000;
/** A page that scrolls or a slide that turns is over sooner; a film goes on. */
const MOTION_AFTER_COUNT = 3;
/** Somebody who stops a film to speak goes on soon; text that is read stays. */
const TEXT_AFTER_COUNT = 8;
/** Screens are captured only when something on them changes: so many new pictures in a second are a film or an animation. */
const MOTION_FROM_FRAMES_COUNT = 12;

/** Finds out from how often a share changes whether it is text or moving pictures. Begins with text. */
export class ContentWatch {
  #profile: ShareProfile = 'text';
  #framesCount: number | undefined;
  /** How many looks in a row have spoken for the other one. */
  #againstCount = 0;

  /** Takes how many frames were captured in all, once each `LOOK_EVERY_MS`; undefined where the browser does not tell. */
  look(framesCount: number | undefined): ShareProfile {
    const before = this.#framesCount;
    this.#framesCount = framesCount;
    if (framesCount === undefined || before === undefined) return this.#profile;
    const seen: ShareProfile = framesCount - before >= MOTION_FROM_FRAMES_COUNT ? 'motion' : 'text';
    this.#againstCount = seen === this.#profile ? 0 : this.#againstCount + 1;
    if (this.#againstCount < (seen === 'motion' ? MOTION_AFTER_COUNT : TEXT_AFTER_COUNT)) return this.#profile;
    this.#againstCount = 0;
    this.#profile = seen;
    return seen;
  }
}
