import type { RoomId } from '#contracts';

export const MEETING_LEASES = Symbol('MeetingLeases');

/** The right to own the meetings of one room, for as long as it is renewed. */
export interface Lease {
  readonly roomId: RoomId;
  /** Grows with every lease of any room, so that a write of an owner of before can be told from one of now. */
  readonly fence: number;
}

/**
 * Who owns a room's meetings when several server nodes could. A lease ends by itself when its node dies; a node that
 * cannot renew one must let the meeting go at once.
 */
export interface MeetingLeases {
  /** Undefined while another node holds it. */
  acquire(roomId: RoomId): Promise<Lease | undefined>;
  /** False when the lease was lost: somebody else may hold it by now. Rejects when that cannot be known. */
  renew(lease: Lease): Promise<boolean>;
  /** Safe to repeat, and when the lease was lost. */
  release(lease: Lease): Promise<void>;
  /** How often to renew, in ms. */
  readonly renewEveryMs: number;
}

/** The form for a single node: nobody else is there to compete. */
export class LocalMeetingLeases implements MeetingLeases {
  readonly renewEveryMs: number = 60_000;
  readonly #held = new Map<RoomId, Lease>();
  #fence = 0;

  async acquire(roomId: RoomId): Promise<Lease | undefined> {
    if (this.#held.has(roomId)) return undefined;
    this.#fence += 1;
    const lease = { roomId, fence: this.#fence };
    this.#held.set(roomId, lease);
    return lease;
  }

  async renew(lease: Lease): Promise<boolean> {
    return this.#held.get(lease.roomId)?.fence === lease.fence;
  }

  async release(lease: Lease): Promise<void> {
    if (await this.renew(lease)) this.#held.delete(lease.roomId);
  }
}
