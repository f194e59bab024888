import type { AccountId, AvatarId, SessionId } from '#contracts';
import type { SignedIn } from '../wire/rest/bearer.js';

export const SESSION_RECORDS = Symbol('SessionRecords');

/** One place where an account is signed in. Times are of the server's clock, ms since the Unix epoch. */
export interface Session extends SignedIn {
  readonly device: string;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number;
}

/** What became of an exchange of refresh tokens. */
export type Exchange =
  | { readonly kind: 'exchanged'; readonly accountId: AccountId; readonly generation: number }
  /** The token was exchanged before; the session has ended with that. */
  | { readonly kind: 'reused'; readonly accountId: AccountId }
  | { readonly kind: 'none' };

/** Where sessions are kept. Each method is one atomic step. */
export interface SessionRecords {
  /** Ends the longest unused ones where there are more than `maxCount`, and returns them. */
  begin(session: Session, maxCount: number): Promise<readonly SessionId[]>;
  /** Undefined when it has ended. */
  find(session: SignedIn): Promise<{ readonly avatarId: AvatarId | undefined } | undefined>;
  /**
   * Exchanges the token of this generation for the next one. The one before the current is answered like the current
   * for `graceMs` after its exchange: two tabs may ask at once, and answers get lost. A session unused for `unusedMs` is
   * none.
   */
  exchange(shown: {
    readonly sessionId: SessionId;
    readonly generation: number;
    readonly atMs: number;
    readonly graceMs: number;
    readonly unusedMs: number;
  }): Promise<Exchange>;
  /** The last used first. */
  list(accountId: AccountId, usedAfterMs: number): Promise<readonly Session[]>;
  /** Whether it was open. Does nothing to another account's session. Safe to repeat. */
  end(session: SignedIn): Promise<boolean>;
  endAll(accountId: AccountId): Promise<void>;
}
