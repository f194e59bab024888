import type { ComingIn } from '../engine/create-call.js';

/** A page that has not come to the meeting by then was left on the way, in ms. */
const OPEN_FOR_MS = 15_000;

/**
 * The way into a meeting that taking a call has opened: who comes by it is let in without another question. Looking changes
 * nothing, since a page may be drawn several times before it is there; it closes by itself.
 */
export class Entrances {
  #last: { readonly roomId: string; readonly comingIn: ComingIn; readonly atMs: number } | undefined;

  put(roomId: string, comingIn: ComingIn): void {
    this.#last = { roomId, comingIn, atMs: performance.now() };
  }

  to(roomId: string): ComingIn | undefined {
    const last = this.#last;
    if (last?.roomId !== roomId || performance.now() - last.atMs > OPEN_FOR_MS) return undefined;
    return last.comingIn;
  }
}
