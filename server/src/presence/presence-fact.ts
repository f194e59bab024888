import type { Presence } from '#contracts';
import { Listeners } from '#kernel';

/** Some of the people whom a socket watches are otherwise now. */
export interface PresenceNews {
  readonly socketId: string;
  readonly people: readonly Presence[];
}

/** Where changes of presence are told. Synchronous and in order; nobody awaits them. */
export class PresenceFacts extends Listeners<PresenceNews> {}
