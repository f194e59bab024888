import { looksOf } from '#kernel';
import type { Door } from './door.js';
import type { Aside, Change } from './meeting-fact.js';
import { viewOf, type Seat, type Seats } from './seats.js';

/** Most looks that one meeting keeps; people who rename themselves over and over push out the oldest. */
const LOOKS_MAX_COUNT = 5_000;

/**
 * Keeps guests from passing for somebody with an account: whoever comes by a name that looks like that of an account's owner
 * who is or was here, or who belongs to the room, is marked. Guests among themselves may be called alike.
 */
export class LookAlikes {
  readonly #seats: Seats;
  readonly #door: Door;
  readonly #taken = new Set<string>();

  /** `names` are of those who belong to the room, whether they come or not. */
  constructor({ seats, door }: { readonly seats: Seats; readonly door: Door }, names: readonly string[]) {
    this.#seats = seats;
    this.#door = door;
    for (const name of names) this.#take(name);
  }

  isTaken(name: string): boolean {
    return looksOf(name).some((look) => this.#taken.has(look));
  }

  /** Somebody has come, or has a new name: marks them, or those whom they show to go by their name. Safe to repeat. */
  meet(seat: Seat): (Change | Aside)[] {
    if (!seat.isGuest) return this.#take(seat.name) ? this.#markOthers() : [];
    seat.isLookAlike = this.isTaken(seat.name);
    return [];
  }

  #take(name: string): boolean {
    const fresh = looksOf(name).filter((look) => !this.#taken.has(look));
    for (const look of fresh) this.#taken.add(look);
    for (const oldest of this.#taken) {
      if (this.#taken.size <= LOOKS_MAX_COUNT) break;
      this.#taken.delete(oldest);
    }
    return fresh.length > 0;
  }

  #markOthers(): (Change | Aside)[] {
    const marked = this.#seats
      .shown()
      .filter((seat) => seat.isGuest && !seat.isLookAlike && this.isTaken(seat.name))
      .map((seat) => {
        seat.isLookAlike = true;
        return { kind: 'participant.changed' as const, participant: viewOf(seat) };
      });
    return [...marked, ...this.#door.mark((name) => this.isTaken(name))];
  }
}
