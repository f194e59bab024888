import type { HostAct, IdentityId, RoomId } from '#contracts';

export const ROOM_ACTS = Symbol('RoomActs');

/** Somebody who leads a room changed who may come into it, beside the meeting that may go on there. */
export interface RoomAct {
  readonly roomId: RoomId;
  readonly identityId: IdentityId;
  readonly act: Extract<HostAct, 'password-set' | 'password-removed' | 'ban-lifted'>;
  readonly targetName?: string | undefined;
}

/** Told on every node, as `PersonChanges` are: the meeting runs on one of them. Nothing here waits for anybody. */
export interface RoomActs {
  tell(act: RoomAct): void;
  /** Returns what stops the listening. */
  listen(listener: (act: RoomAct) => void): () => void;
}
