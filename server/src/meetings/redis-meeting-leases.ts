import { randomUUID } from 'node:crypto';
import type { RoomId } from '#contracts';
import type { Redis } from 'ioredis';
import type { Lease, MeetingLeases } from './meeting-leases.js';

/** A dead node's rooms are free after this. Short, since people wait for it; long enough for three renewals. */
const LEASE_MS = 4_500;

const RENEW = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) else return 0 end`;
const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end`;

/** The form for several nodes. Checked and changed inside Redis, so that nobody renews or releases another's lease. */
export class RedisMeetingLeases implements MeetingLeases {
  readonly renewEveryMs = LEASE_MS / 3;
  readonly #redis: Redis;
  readonly #prefix: string;
  /** Another one after each start, so that a node never takes its former self's lease for its own. */
  readonly #nodeId = randomUUID();

  constructor(redis: Redis, prefix = 'parley') {
    this.#redis = redis;
    this.#prefix = prefix;
  }

  async acquire(roomId: RoomId): Promise<Lease | undefined> {
    const fence = await this.#redis.incr(`${this.#prefix}:meeting-fence`);
    const lease = { roomId, fence };
    const answer = await this.#redis.set(this.#key(roomId), this.#holder(lease), 'PX', LEASE_MS, 'NX');
    return answer === 'OK' ? lease : undefined;
  }

  async renew(lease: Lease): Promise<boolean> {
    return (await this.#redis.eval(RENEW, 1, this.#key(lease.roomId), this.#holder(lease), LEASE_MS)) === 1;
  }

  async release(lease: Lease): Promise<void> {
    await this.#redis.eval(RELEASE, 1, this.#key(lease.roomId), this.#holder(lease));
  }

  #key(roomId: RoomId): string {
    return `${this.#prefix}:meeting-lease:${roomId}`;
  }

  #holder({ fence }: Lease): string {
    return `${this.#nodeId}:${fence}`;
  }
}
