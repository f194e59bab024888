import {
  EVERYTHING_ALLOWED,
  MEDIA_SOURCES,
  PERMISSIONS,
  permissionFor,
  Refusal,
  type MediaSource,
  type OwnPermissions,
  type ParticipantId,
  type Permission,
  type Permissions,
  type Timer,
} from '#contracts';
import type { Change } from './meeting-fact.js';
import { isSteward, mayDo, viewOf, type Seat, type Seats } from './seats.js';

/**
 * Who may speak, show, share, write, react and be renamed, and what hosts have stopped. The server never opens a source
 * by itself: whatever is allowed again stays silent until its owner says so.
 */
export class Moderation {
  readonly #seats: Seats;
  #forAll: Permissions;

  constructor(seats: Seats, forAll: Permissions = EVERYTHING_ALLOWED) {
    this.#seats = seats;
    this.#forAll = forAll;
  }

  get forAll(): Permissions {
    return this.#forAll;
  }

  restore(forAll: Permissions): void {
    this.#forAll = forAll;
  }

  may(seat: Seat, permission: Permission): boolean {
    return mayDo(seat, this.#forAll, permission);
  }

  /** @throws {Refusal} `forbidden` when a host has withheld it. */
  require(seat: Seat, permission: Permission): void {
    if (!this.may(seat, permission)) throw new Refusal('forbidden', WITHHELD[permission]);
  }

  /** Stops one source of these people, whether it is on, off or just being published. */
  stop(seats: readonly Seat[], source: MediaSource): Change[] {
    for (const seat of seats) seat.stopCounts.set(source, (seat.stopCounts.get(source) ?? 0) + 1);
    return this.#pause(seats, source);
  }

  /** Whoever is no host and no co-host. */
  others(): Seat[] {
    return this.#seats.all().filter((seat) => !isSteward(seat));
  }

  /** Silences those whose time is up, where the host chose so: one person, or everybody but the hosts. */
  timeIsUp(elapsed: readonly Timer[]): Change[] {
    return elapsed
      .filter(({ mutesAtEnd }) => mutesAtEnd)
      .flatMap(({ targetId }) => {
        const target = targetId === undefined ? undefined : this.#seats.get(targetId);
        const seats = targetId === undefined ? this.others() : target === undefined ? [] : [target];
        return this.stop(seats, 'microphone');
      });
  }

  /** For everyone. What was said of single people is unsaid, so that the host's last word is the one that holds. */
  setForAll(permission: Permission, isPermitted: boolean): Change[] {
    const hasOwn = this.#seats.all().filter((seat) => seat.permissions[permission] !== undefined);
    if (this.#forAll[permission] === isPermitted && hasOwn.length === 0) return [];
    this.#forAll = { ...this.#forAll, [permission]: isPermitted };
    for (const seat of hasOwn) seat.permissions = without(seat.permissions, permission);
    return [
      { kind: 'permissions.changed', permissions: this.#forAll, unsaid: permission },
      ...this.silence(this.#seats.all()),
    ];
  }

  setForOne(seat: Seat, permission: Permission, isPermitted: boolean): Change[] {
    if (this.may(seat, permission) === isPermitted) return [];
    seat.permissions = { ...seat.permissions, [permission]: isPermitted };
    return [{ kind: 'participant.changed', participant: viewOf(seat) }, ...this.silence([seat])];
  }

  /** Stops what these people send and may not. */
  silence(seats: readonly Seat[]): Change[] {
    return MEDIA_SOURCES.flatMap((source) =>
      this.stop(
        seats.filter((seat) => !this.may(seat, permissionFor(source))),
        source,
      ),
    );
  }

  #pause(seats: readonly Seat[], source: MediaSource): Change[] {
    const flowing = seats.filter((seat) => seat.sources.get(source) === false);
    for (const seat of flowing) {
      seat.sources.set(source, true);
      seat.held.add(source);
    }
    return pausedOf(flowing, source);
  }
}

/** Who is not shown yet will be shown whole. */
export function pausedOf(seats: readonly Seat[], source: MediaSource): Change[] {
  const participantIds: ParticipantId[] = seats
    .filter(({ state }) => state !== 'arriving')
    .map(({ participantId }) => participantId);
  return participantIds.length === 0 ? [] : [{ kind: 'sources.paused', source, participantIds }];
}

function without(permissions: OwnPermissions, permission: Permission): OwnPermissions {
  const kept = PERMISSIONS.filter((one) => one !== permission && permissions[one] !== undefined);
  return Object.fromEntries(kept.map((one) => [one, permissions[one]]));
}

const WITHHELD: Readonly<Record<Permission, string>> = {
  speak: 'The host does not let you speak at the moment.',
  camera: 'The host does not let you show your camera at the moment.',
  share: 'The host does not let you share your screen at the moment.',
  chat: 'The host does not let you write at the moment.',
  reactions: 'The host does not let you react at the moment.',
  rename: 'The host does not let you change your name.',
};
