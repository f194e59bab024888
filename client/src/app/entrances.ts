import type { ComingIn } from '../engine/create-call.js';

/** Ways into meetings that taking a call has opened: who comes by one is let in without another question, once. */
export class Entrances {
  readonly #open = new Map<string, ComingIn>();

  put(roomId: string, comingIn: ComingIn): void {
    this.#open.set(roomId, comingIn);
  }

  take(roomId: string): ComingIn | undefined {
    const comingIn = this.#open.get(roomId);
    this.#open.delete(roomId);
    return comingIn;
  }
}
