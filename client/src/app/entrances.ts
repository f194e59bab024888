import type { RoomId } from '#contracts';
import type { Call, ComingIn } from '../engine/call.js';

/** A page that has not come to the meeting by then was left on the way, in ms. */
const OPEN_FOR_MS = 15_000;
/** Between the end of the ringing and the way in lies no more than this, in ms. */
const GIVEN_UP_AFTER_MS = 500;

/**
 * The way into a meeting that making or taking a call has opened: who comes by it is let in without another question. Looking
 * changes nothing, since a page may be drawn several times before it is there; it closes by itself. What was made ready while it
 * rang waits here for the page of its meeting.
 */
export class Entrances {
  #last: { readonly roomId: string; readonly comingIn: ComingIn; readonly atMs: number } | undefined;
  readonly #ready = new Map<RoomId, Ready>();

  put(roomId: RoomId, comingIn: ComingIn): void {
    this.#last = { roomId, comingIn, atMs: performance.now() };
    // Before the page is drawn, which takes a while.
    void this.#ready.get(roomId)?.call.comeIn(comingIn);
  }

  to(roomId: RoomId): ComingIn | undefined {
    const last = this.#last;
    if (last?.roomId !== roomId || performance.now() - last.atMs > OPEN_FOR_MS) return undefined;
    return last.comingIn;
  }

  /** It rings: what is made here is ready for the page of the meeting. Returns what ends that, unless that page has it by then. */
  keepReady(roomId: RoomId, make: () => Call): () => void {
    const ready = this.#ready.get(roomId) ?? { call: make(), holderCount: 0 };
    this.#ready.set(roomId, ready);
    ready.holderCount += 1;
    return () => {
      ready.holderCount -= 1;
      setTimeout(() => {
        if (this.to(roomId) === undefined) this.#giveUp(ready);
        else setTimeout(() => this.#giveUp(ready), OPEN_FOR_MS);
      }, GIVEN_UP_AFTER_MS);
    };
  }

  /** What was made ready for this meeting; it is the caller's from then on. */
  take(roomId: RoomId): Call | undefined {
    const call = this.#ready.get(roomId)?.call;
    this.#ready.delete(roomId);
    return call;
  }

  #giveUp({ call, holderCount }: Ready): void {
    if (holderCount > 0 || this.#ready.get(call.roomId)?.call !== call) return;
    this.#ready.delete(call.roomId);
    void call.leave().then(() => call.close());
  }
}

interface Ready {
  readonly call: Call;
  /** Another page of the same tab may show that it rings. */
  holderCount: number;
}
