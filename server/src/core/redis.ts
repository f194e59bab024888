import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { Log } from '#kernel';
import { REDIS } from './tokens.js';

/** A connection that comes back by itself; undefined when no address is configured. */
export function openRedis(url: string | undefined, log: Log): Redis | undefined {
  if (url === undefined) return undefined;
  const redis = new Redis(url, { maxRetriesPerRequest: null, connectTimeout: 5_000 });
  watchRedis(redis, log);
  return redis;
}

/** Without a listener an `error` event would end the process; the client reconnects by itself. */
export function watchRedis(redis: Redis, log: Log): void {
  redis.on('error', (fault: Error) => log.warn({ fault: fault.message }, 'redis does not answer; reconnecting'));
}

/** Closes the connection last, when nobody uses it any more. */
@Injectable()
export class RedisKeeper implements OnApplicationShutdown {
  constructor(@Inject(REDIS) private readonly redis: Redis | undefined) {}

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }
}
