import { Refusal, type RoomId } from '#contracts';
import type { Log } from '#kernel';
import type { Lease, MeetingLeases } from './meeting-leases.js';

/** The rooms whose meetings this node may own now: a lease is taken before one is opened, and given back after its end. */
export class HeldLeases {
  readonly #leases: MeetingLeases;
  readonly #log: Log;
  readonly #held = new Map<RoomId, Lease>();
  readonly #closing = new Map<RoomId, Promise<void>>();

  constructor(leases: MeetingLeases, log: Log) {
    this.#leases = leases;
    this.#log = log;
  }

  get renewEveryMs(): number {
    return this.#leases.renewEveryMs;
  }

  /** For a meeting about to be opened; it is renewed only once `hold` was called. @throws {Refusal} `unavailable`. */
  async acquire(roomId: RoomId): Promise<Lease> {
    await this.#closing.get(roomId);
    const lease = await this.#leases.acquire(roomId);
    if (lease !== undefined) return lease;
    throw new Refusal('unavailable', 'Another server is running this meeting. Please try again in a moment.');
  }

  /** The meeting stands. */
  hold(lease: Lease): void {
    this.#held.set(lease.roomId, lease);
  }

  /** The next meeting of this room may not begin before the end of this one is on record. */
  releaseAfter(roomId: RoomId, recorded: Promise<void>): void {
    const lease = this.#held.get(roomId);
    this.#held.delete(roomId);
    const closed = recorded.then(() => (lease === undefined ? undefined : this.release(lease)));
    this.#closing.set(roomId, closed);
    void closed.then(() => this.#closing.get(roomId) === closed && this.#closing.delete(roomId));
  }

  /** Never rejects: what cannot be given back ends by itself. */
  async release(lease: Lease): Promise<void> {
    try {
      await this.#leases.release(lease);
    } catch (fault) {
      this.#log.warn({ roomId: lease.roomId, fault }, 'a lease could not be given back; it ends by itself');
    }
  }

  /** Never rejects. */
  async releaseAll(): Promise<void> {
    await Promise.all([...this.#held.values()].map((lease) => this.release(lease)));
  }

  /** Never rejects. Tells of each room whose lease is lost: another node takes its meeting over. */
  async renewAll(onLost: (roomId: RoomId) => void): Promise<void> {
    await Promise.all([...this.#held.values()].map((lease) => this.#renew(lease, onLost)));
  }

  snapshot(): Lease[] {
    return [...this.#held.values()];
  }

  /** While Redis is silent the meeting goes on: writes are fenced, so two owners cannot both record. */
  async #renew(lease: Lease, onLost: (roomId: RoomId) => void): Promise<void> {
    try {
      if (await this.#leases.renew(lease)) return;
    } catch {
      return;
    }
    if (this.#held.get(lease.roomId) !== lease) return;
    this.#held.delete(lease.roomId);
    onLost(lease.roomId);
  }
}
