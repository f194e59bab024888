import type { AvatarUrl, IdentityId } from '#contracts';

export const PERSON_CHANGES = Symbol('PersonChanges');

/** Somebody with an account has another name or picture from now on. */
export interface PersonChange {
  readonly identityId: IdentityId;
  readonly name: string;
  /** What they were called until now; the same when only the picture is new. */
  readonly nameBefore: string;
  readonly avatarUrl: AvatarUrl | undefined;
}

/** A change as it reaches a node. */
export interface ToldChange extends PersonChange {
  /** True on the one node that made the change. */
  readonly isOwn: boolean;
}

/**
 * Told on every node, whichever made the change; while Redis is away, on that one alone. What was told to nobody is seen from
 * the next connection on. Nothing here waits for anybody.
 */
export interface PersonChanges {
  tell(change: PersonChange): void;
  /** Returns what stops the listening. */
  listen(listener: (change: ToldChange) => void): () => void;
}
