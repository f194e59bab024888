import type { AccountId, SessionId } from '#contracts';

export const SESSION_SOCKETS = Symbol('SessionSockets');

/**
 * The sockets that signed-in people have open, on whichever node. What ends is closed at once, with the word `signed-out`;
 * a socket that connects at that very moment is looked at again by its node. Nothing here waits for anybody.
 */
export interface SessionSockets {
  close(sessionIds: readonly SessionId[]): void;
  /** All of an account's, but for those of one session. */
  closeAll(accountId: AccountId, exceptId?: SessionId): void;
  /** One session takes another's place on the same device: what that one had open goes on. */
  carryOver(from: SessionId, to: SessionId): void;
}
