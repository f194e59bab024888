import {
  isAllowed,
  Refusal,
  type AvatarUrl,
  type IdentityId,
  type MediaSource,
  type OwnPermissions,
  type Participant,
  type ParticipantId,
  type Permission,
  type Permissions,
  type Role,
} from '#contracts';
import type { SeatState } from './seat-lifecycle.js';

/** A seat as it was recorded, to be taken up again after a server's death. */
export interface KeptSeat {
  readonly participantId: ParticipantId;
  readonly identityId: IdentityId;
  readonly name: string;
  readonly role: Role;
  readonly isGuest: boolean;
  readonly joinedAtMs: number;
}

/** Somebody's place in a meeting, as the rules see it. */
export interface Seat extends KeptSeat {
  name: string;
  /** What they are by right. Who stands in for an absent host is shown as host; see `roleOf`. */
  role: Role;
  avatarUrl: AvatarUrl | undefined;
  /** True for a guest who goes by somebody else's name; see `LookAlikes`. */
  isLookAlike: boolean;
  /** True while they stand in for a host who went away. */
  isActing: boolean;
  /** True when a host let them in from the lobby. */
  readonly wasLetIn: boolean;
  permissions: OwnPermissions;
  readonly joinKey: string | undefined;
  /** What they publish, and whether it is paused. */
  readonly sources: Map<MediaSource, boolean>;
  /** What a host has paused: only the person's own click opens it again, no new publication does. */
  readonly held: Set<MediaSource>;
  /** How often a host has stopped each source, so that what is being published at that very moment is stopped too. */
  readonly stopCounts: Map<MediaSource, number>;
  state: SeatState;
}

export function newSeat(kept: KeptSeat, more: Pick<Seat, 'joinKey' | 'state' | 'wasLetIn'>): Seat {
  return {
    ...kept,
    ...more,
    avatarUrl: undefined,
    isLookAlike: false,
    isActing: false,
    permissions: {},
    sources: new Map(),
    held: new Set(),
    stopCounts: new Map(),
  };
}

export function roleOf(seat: Seat): Role {
  return seat.isActing ? 'host' : seat.role;
}

/** Hosts and co-hosts. */
export function isSteward(seat: Seat): boolean {
  return roleOf(seat) !== 'participant';
}

export function mayDo(seat: Seat, forAll: Permissions, permission: Permission): boolean {
  return isAllowed({ role: roleOf(seat), permissions: seat.permissions }, forAll, permission);
}

/** A seat as everybody sees it. */
export function viewOf(seat: Seat): Participant {
  return {
    participantId: seat.participantId,
    name: seat.name,
    role: roleOf(seat),
    isGuest: seat.isGuest,
    ...(seat.isLookAlike && { isLookAlike: true }),
    ...(seat.avatarUrl !== undefined && { avatarUrl: seat.avatarUrl }),
    isConnected: seat.state === 'present',
    joinedAtMs: seat.joinedAtMs,
    sources: [...seat.sources].map(([source, isPaused]) => ({ source, isPaused })),
    permissions: seat.permissions,
  };
}

/** The seats of one meeting, in the order they were taken. */
export class Seats {
  readonly #all = new Map<ParticipantId, Seat>();

  get count(): number {
    return this.#all.size;
  }

  all(): Seat[] {
    return [...this.#all.values()];
  }

  /** Those that everybody sees: not the ones of people who are on their way in. */
  shown(): Seat[] {
    return this.all().filter(({ state }) => state !== 'arriving');
  }

  get(participantId: ParticipantId): Seat | undefined {
    return this.#all.get(participantId);
  }

  of(identityId: IdentityId): Seat[] {
    return this.all().filter((seat) => seat.identityId === identityId);
  }

  add(seat: Seat): void {
    this.#all.set(seat.participantId, seat);
  }

  delete(participantId: ParticipantId): void {
    this.#all.delete(participantId);
  }

  clear(): void {
    this.#all.clear();
  }

  /** One's own seat. @throws {Refusal} `seat-lost` when it was given up. */
  own(participantId: ParticipantId): Seat {
    const seat = this.#all.get(participantId);
    if (seat === undefined) throw new Refusal('seat-lost', 'Your seat in this meeting was given up.');
    return seat;
  }

  /** Somebody else's. @throws {Refusal} `not-found`, in the same words whether the id is unknown or of another meeting. */
  target(participantId: ParticipantId): Seat {
    const seat = this.#all.get(participantId);
    if (seat === undefined || seat.state === 'arriving') {
      throw new Refusal('not-found', 'This person is not in the meeting.');
    }
    return seat;
  }
}
