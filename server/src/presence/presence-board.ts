import type { IdentityId, ParticipantId, PresenceStatus } from '#contracts';

/** How somebody is, as far as one node knows. */
export interface Seen {
  readonly status: PresenceStatus;
  /** Undefined for somebody whom this node has not seen. */
  readonly lastActiveAtMs: number | undefined;
}

interface Person {
  /** Their sockets, and whether each is away. */
  readonly isAway: Map<string, boolean>;
  readonly seats: Set<ParticipantId>;
  lastActiveAtMs: number;
}

/** In this order one outweighs the other, when somebody is here with several devices. */
const RANK: readonly PresenceStatus[] = ['offline', 'away', 'online', 'in-meeting'];

/** The livelier of two; used over devices and over nodes. */
export function livelier(one: Seen, other: Seen): Seen {
  const status = RANK.indexOf(one.status) >= RANK.indexOf(other.status) ? one.status : other.status;
  const lastActiveAtMs = Math.max(one.lastActiveAtMs ?? 0, other.lastActiveAtMs ?? 0);
  return { status, lastActiveAtMs: lastActiveAtMs === 0 ? undefined : lastActiveAtMs };
}

export const UNSEEN: Seen = { status: 'offline', lastActiveAtMs: undefined };

/** Who is connected to this node and how. Holds no socket and no timer: whoever calls it compares before and after. */
export class PresenceBoard {
  readonly #people = new Map<IdentityId, Person>();

  /** A socket is there, or says how its owner is. Activity counts as the last one; being away does not. */
  see(identityId: IdentityId, socketId: string, how: { readonly isAway: boolean; readonly atMs: number }): void {
    const person = this.#person(identityId, how.atMs);
    person.isAway.set(socketId, how.isAway);
    if (!how.isAway) person.lastActiveAtMs = Math.max(person.lastActiveAtMs, how.atMs);
  }

  /** Safe to repeat. */
  lose(identityId: IdentityId, socketId: string): void {
    this.#people.get(identityId)?.isAway.delete(socketId);
    this.#tidy(identityId);
  }

  sit(identityId: IdentityId, participantId: ParticipantId, atMs: number): void {
    this.#person(identityId, atMs).seats.add(participantId);
  }

  /** Safe to repeat, and for a seat nobody was seen in. */
  stand(identityId: IdentityId, participantId: ParticipantId): void {
    this.#people.get(identityId)?.seats.delete(participantId);
    this.#tidy(identityId);
  }

  of(identityId: IdentityId): Seen {
    const person = this.#people.get(identityId);
    if (person === undefined) return UNSEEN;
    return { status: statusOf(person), lastActiveAtMs: person.lastActiveAtMs };
  }

  /** Everybody who is not offline here. */
  all(): readonly (Seen & { readonly identityId: IdentityId })[] {
    return [...this.#people.keys()].map((identityId) => ({ identityId, ...this.of(identityId) }));
  }

  #person(identityId: IdentityId, atMs: number): Person {
    const present = this.#people.get(identityId);
    if (present !== undefined) return present;
    const person: Person = { isAway: new Map(), seats: new Set(), lastActiveAtMs: atMs };
    this.#people.set(identityId, person);
    return person;
  }

  #tidy(identityId: IdentityId): void {
    const person = this.#people.get(identityId);
    if (person !== undefined && statusOf(person) === 'offline') this.#people.delete(identityId);
  }
}

function statusOf({ isAway, seats }: Person): PresenceStatus {
  if (isAway.size === 0) return 'offline';
  if (seats.size > 0) return 'in-meeting';
  return [...isAway.values()].every(Boolean) ? 'away' : 'online';
}
