import type { IdentityId } from '#contracts';
import type { Seen } from './presence-board.js';

export const PRESENCE_MESH = Symbol('PresenceMesh');

/** What other server nodes see. Nothing here may hold up a node: without the others it tells what it sees itself. */
export interface PresenceMesh {
  /** Tells the others who is here, in full; what is not told again within a few seconds is forgotten. Never rejects. */
  share(people: readonly (Seen & { readonly identityId: IdentityId })[]): Promise<void>;
  /** How these people are on other nodes; left out are those who are on none. Never rejects. */
  elsewhere(identityIds: readonly IdentityId[]): Promise<ReadonlyMap<IdentityId, Seen>>;
}

/** For a single node: there are no others. */
export class NoMesh implements PresenceMesh {
  async share(): Promise<void> {}

  async elsewhere(): Promise<ReadonlyMap<IdentityId, Seen>> {
    return new Map();
  }
}
