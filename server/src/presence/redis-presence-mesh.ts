import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { PresenceStatus, type IdentityId } from '#contracts';
import type { Clock, Log } from '#kernel';
import { livelier, type Seen } from './presence-board.js';
import type { PresenceMesh } from './presence-mesh.js';

/** What a node said lasts so long, in ms: two tellings may be lost, and with a look every 2 s it is still below 10 s. */
const LASTS_MS = 6_000;

/** Its age is told by the teller's clock; nodes' clocks are taken to agree within a second or two. */
const Told = z.strictObject({ status: PresenceStatus, lastActiveAtMs: z.int().nonnegative(), untilMs: z.int() });

/** One hash per person in Redis, with a field per node; a node that dies stops renewing its fields. */
export class RedisPresenceMesh implements PresenceMesh {
  readonly #redis: Redis;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #nodeId = randomUUID();

  constructor(redis: Redis, { clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#redis = redis;
    this.#clock = clock;
    this.#log = log;
  }

  async share(people: readonly (Seen & { readonly identityId: IdentityId })[]): Promise<void> {
    if (!this.#isReady()) return;
    const untilMs = this.#clock.nowMs() + LASTS_MS;
    const pipeline = this.#redis.pipeline();
    for (const { identityId, status, lastActiveAtMs = 0 } of people) {
      if (status === 'offline') pipeline.hdel(keyOf(identityId), this.#nodeId);
      else {
        pipeline.hset(keyOf(identityId), this.#nodeId, JSON.stringify({ status, lastActiveAtMs, untilMs }));
        pipeline.pexpire(keyOf(identityId), LASTS_MS);
      }
    }
    await this.#quietly(pipeline.exec());
  }

  async elsewhere(identityIds: readonly IdentityId[]): Promise<ReadonlyMap<IdentityId, Seen>> {
    if (!this.#isReady() || identityIds.length === 0) return new Map();
    const pipeline = this.#redis.pipeline();
    for (const identityId of identityIds) pipeline.hgetall(keyOf(identityId));
    const answers = (await this.#quietly(pipeline.exec())) ?? [];
    const nowMs = this.#clock.nowMs();
    const found = new Map<IdentityId, Seen>();
    for (const [index, identityId] of identityIds.entries()) {
      const seen = this.#seenIn(answers[index]?.[1], nowMs);
      if (seen !== undefined) found.set(identityId, seen);
    }
    return found;
  }

  #seenIn(hash: unknown, nowMs: number): Seen | undefined {
    if (typeof hash !== 'object' || hash === null) return undefined;
    const others = Object.entries(hash)
      .filter(([nodeId]) => nodeId !== this.#nodeId)
      .flatMap(([, told]) => toldBy(told))
      .filter(({ untilMs }) => untilMs > nowMs);
    const [first, ...rest] = others;
    return first === undefined ? undefined : rest.reduce<Seen>(livelier, first);
  }

  #isReady(): boolean {
    return this.#redis.status === 'ready';
  }

  async #quietly<T>(asked: Promise<T>): Promise<T | undefined> {
    try {
      return await asked;
    } catch (fault) {
      this.#log.warn({ fault }, 'presence could not be shared; telling what this node sees');
      return undefined;
    }
  }
}

function toldBy(raw: unknown): z.output<typeof Told>[] {
  try {
    return [Told.parse(JSON.parse(String(raw)))];
  } catch {
    return []; // Of another version of ours, or nobody's: as good as not told.
  }
}

function keyOf(identityId: IdentityId): string {
  return `parley:presence:${identityId}`;
}
