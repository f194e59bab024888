import type { Succession as SuccessionRule } from '#contracts';
import type { ActFact, Change } from './meeting-fact.js';
import { roleOf, viewOf, type Seat, type Seats } from './seats.js';

/**
 * Keeps a meeting from being without a host. The host's own seat is kept through the grace period; only once every host
 * has left does somebody stand in, and they hand back as soon as one returns.
 */
export class Succession {
  readonly #seats: Seats;
  readonly #rule: SuccessionRule;
  #hadHost = false;

  constructor(seats: Seats, rule: SuccessionRule) {
    this.#seats = seats;
    this.#rule = rule;
  }

  /** Somebody came or went. Nobody stands in for a host who was never there. */
  look(): (Change | ActFact)[] {
    const seats = this.#seats.shown();
    const isHostHere = seats.some(({ role }) => role === 'host');
    this.#hadHost ||= isHostHere;
    const acting = seats.filter(({ isActing }) => isActing);
    if (isHostHere) return acting.flatMap(handBack);
    if (!this.#hadHost || acting.length > 0) return [];
    const successor = this.#successor(seats);
    if (successor === undefined) return [];
    successor.isActing = true;
    return [changed(successor), acted('took-over', successor)];
  }

  get hadHost(): boolean {
    return this.#hadHost;
  }

  restore(hadHost: boolean): void {
    this.#hadHost = hadHost;
  }

  /** Seats are in the order they were taken, so the first is who has been there longest. */
  #successor(seats: readonly Seat[]): Seat | undefined {
    const present = seats.filter(({ state }) => state === 'present');
    const cohost = present.find(({ role }) => role === 'cohost');
    if (cohost !== undefined || this.#rule === 'cohost') return cohost;
    return present.find(({ isGuest }) => !isGuest) ?? present[0];
  }
}

function handBack(seat: Seat): (Change | ActFact)[] {
  seat.isActing = false;
  return [changed(seat), acted('handed-back', seat)];
}

function changed(seat: Seat): Change {
  return { kind: 'participant.changed', participant: viewOf(seat) };
}

function acted(act: 'took-over' | 'handed-back', seat: Seat): ActFact {
  return { kind: 'host.acted', act, targetId: seat.participantId, targetName: seat.name };
}

/** True when this seat is shown as that of a host. */
export function isHost(seat: Seat): boolean {
  return roleOf(seat) === 'host';
}
