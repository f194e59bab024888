import { PRESENCE_MAX_COUNT, type IdentityId } from '#contracts';

/** Which socket watches whom. */
export class Watchers {
  readonly #watched = new Map<string, ReadonlySet<IdentityId>>();
  readonly #watchers = new Map<IdentityId, Set<string>>();

  /** From now on this socket watches these people and nobody else. */
  replace(socketId: string, identityIds: readonly IdentityId[]): void {
    this.drop(socketId);
    const watched = new Set(identityIds.slice(0, PRESENCE_MAX_COUNT));
    this.#watched.set(socketId, watched);
    for (const identityId of watched) {
      const watchers = this.#watchers.get(identityId) ?? new Set();
      this.#watchers.set(identityId, watchers.add(socketId));
    }
  }

  add(socketId: string, identityIds: readonly IdentityId[]): void {
    this.replace(socketId, [...new Set([...(this.#watched.get(socketId) ?? []), ...identityIds])]);
  }

  /** Safe to repeat. */
  drop(socketId: string): void {
    for (const identityId of this.#watched.get(socketId) ?? []) {
      const watchers = this.#watchers.get(identityId);
      watchers?.delete(socketId);
      if (watchers?.size === 0) this.#watchers.delete(identityId);
    }
    this.#watched.delete(socketId);
  }

  of(identityId: IdentityId): ReadonlySet<string> {
    return this.#watchers.get(identityId) ?? new Set();
  }

  everybody(): readonly IdentityId[] {
    return [...this.#watchers.keys()];
  }
}
