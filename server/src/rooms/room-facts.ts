import type { RoomId } from '#contracts';
import { Listeners } from '#kernel';

/** From now on nobody may meet in a room. */
export interface RoomClosed {
  readonly roomId: RoomId;
  readonly why: 'archived' | 'deleted';
}

/** Where it is told that rooms of this node's making are closed. Synchronous; nobody awaits it. */
export class RoomFacts extends Listeners<RoomClosed> {}
