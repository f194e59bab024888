import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { Refusal } from '#contracts';
import { REDIS } from '../core/tokens.js';
import { networkOf } from './client-address.js';
import { WIRE_LIMITS, type RateRule, type WireLimits } from './limits.js';

/** Counts takings by key within a window. */
export class RateLimit {
  readonly #limiter: RateLimiterAbstract;

  constructor(limiter: RateLimiterAbstract) {
    this.#limiter = limiter;
  }

  /** Takes one; false when there is none left. Never rejects: with the store out of reach, this process counts alone. */
  async take(key: string): Promise<boolean> {
    try {
      await this.#limiter.consume(networkOf(key));
      return true;
    } catch (thrown) {
      if (thrown instanceof RateLimiterRes) return false;
      throw thrown;
    }
  }

  /** @throws {Refusal} `too-many-requests` when there is none left. */
  async demand(key: string): Promise<void> {
    if (!(await this.take(key))) throw new Refusal('too-many-requests', 'Too many requests; wait a moment.');
  }

  /** True when the next `take` would fail. */
  async isSpent(key: string): Promise<boolean> {
    const taken = await this.#limiter.get(networkOf(key));
    return taken !== null && taken.consumedPoints > this.#limiter.points;
  }
}

interface Place {
  readonly name: string;
  /** Shared by all nodes; this process counts alone when undefined. */
  readonly redis: Redis | undefined;
}

/** Counts what must not be tried without being counted: with the store out of reach, nothing is allowed. */
export class StrictRateLimit {
  readonly #limiter: RateLimiterAbstract;

  constructor(rule: RateRule, { name, redis }: Place) {
    const given = options(rule, `parley:rate:${name}`);
    this.#limiter =
      redis === undefined
        ? new RateLimiterMemory(given)
        : new RateLimiterRedis({ ...given, storeClient: redis, rejectIfRedisNotReady: true });
  }

  /** @throws {Refusal} `too-many-requests` when there is none left; `unavailable` while nobody can tell. */
  async demand(key: string): Promise<void> {
    try {
      await this.#limiter.consume(networkOf(key));
    } catch (thrown) {
      if (thrown instanceof RateLimiterRes) throw new Refusal('too-many-requests', 'Too many tries; wait a while.');
      throw new Refusal('unavailable', 'This cannot be checked just now; try again in a moment.');
    }
  }

  /** Takes back what a `demand` took. Never rejects: what cannot be given back is lost with its window. */
  async giveBack(key: string): Promise<void> {
    try {
      await this.#limiter.reward(networkOf(key));
    } catch {
      return;
    }
  }
}

/** Counts in this process only. Fit for what is bound to one socket, which lives on one node. */
export function localLimit(rule: RateRule, keyPrefix: string): RateLimit {
  return new RateLimit(new RateLimiterMemory(options(rule, keyPrefix)));
}

/** The rate limits that outlive a socket; shared by all server nodes when there is a Redis. */
@Injectable()
export class RateLimits {
  readonly socketRequests: RateLimit;
  readonly identityRequests: RateLimit;
  readonly identityViolations: RateLimit;
  readonly addressConnections: RateLimit;
  readonly addressGuests: RateLimit;
  readonly addressReads: RateLimit;
  readonly identityRooms: RateLimit;
  readonly addressSignIns: RateLimit;
  readonly emailSignIns: RateLimit;
  readonly addressRefreshes: RateLimit;
  readonly addressMails: RateLimit;
  readonly emailMails: RateLimit;
  readonly accountWrites: RateLimit;
  readonly accountUploads: RateLimit;
  readonly identityCodes: RateLimit;
  readonly identityUploads: RateLimit;
  readonly identityRings: RateLimit;
  readonly identityGroupChanges: RateLimit;
  readonly conversationPersonMessages: RateLimit;
  readonly conversationMessages: RateLimit;
  readonly addressRoomPasswords: StrictRateLimit;
  readonly roomPasswords: StrictRateLimit;

  constructor(@Inject(WIRE_LIMITS) limits: WireLimits, @Inject(REDIS) redis: Redis | undefined) {
    const shared = (name: keyof WireLimits) => sharedLimit(limits[name], { name, redis });
    this.socketRequests = localLimit(limits.socketRequests, 'socketRequests');
    this.identityRequests = shared('identityRequests');
    this.identityViolations = shared('identityViolations');
    this.addressConnections = shared('addressConnections');
    this.addressGuests = shared('addressGuests');
    this.addressReads = shared('addressReads');
    this.identityRooms = shared('identityRooms');
    this.addressSignIns = shared('addressSignIns');
    this.emailSignIns = shared('emailSignIns');
    this.addressRefreshes = shared('addressRefreshes');
    this.addressMails = shared('addressMails');
    this.emailMails = shared('emailMails');
    this.accountWrites = shared('accountWrites');
    this.accountUploads = shared('accountUploads');
    this.identityCodes = shared('identityCodes');
    this.identityUploads = shared('identityUploads');
    this.identityRings = shared('identityRings');
    this.identityGroupChanges = shared('identityGroupChanges');
    // Most of a conversation is on one node, and no message should wait for Redis first.
    this.conversationPersonMessages = localLimit(limits.conversationPersonMessages, 'conversationPersonMessages');
    this.conversationMessages = localLimit(limits.conversationMessages, 'conversationMessages');
    const strict = (name: keyof WireLimits) => new StrictRateLimit(limits[name], { name, redis });
    this.addressRoomPasswords = strict('addressRoomPasswords');
    this.roomPasswords = strict('roomPasswords');
  }
}

function sharedLimit(rule: RateRule, { name, redis }: Place): RateLimit {
  if (redis === undefined) return localLimit(rule, name);
  const given = options(rule, `parley:rate:${name}`);
  const insuranceLimiter = new RateLimiterMemory(given);
  return new RateLimit(
    new RateLimiterRedis({ ...given, storeClient: redis, rejectIfRedisNotReady: true, insuranceLimiter }),
  );
}

function options(rule: RateRule, keyPrefix: string) {
  return { points: rule.maxCount, duration: rule.windowMs / 1_000, keyPrefix };
}
