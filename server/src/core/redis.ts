import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { Log } from '#kernel';
import { REDIS } from './tokens.js';

/** Longest anything waits for an answer of Redis, in ms. */
const COMMAND_MAX_MS = 5_000;

/** A connection that comes back by itself; undefined when no address is configured. */
export function openRedis(url: string | undefined, log: Log): Redis | undefined {
  if (url === undefined) return undefined;
  const redis = new Redis(url, { maxRetriesPerRequest: null, connectTimeout: 5_000, commandTimeout: COMMAND_MAX_MS });
  watchRedis(redis, log);
  return redis;
}

/** A second connection, which listens: its wishes wait for as long as Redis is away. */
export function subscriberOf(redis: Redis, log: Log): Redis {
  const link = redis.duplicate({ commandTimeout: undefined });
  watchRedis(link, log);
  return link;
}

/**
 * A connection that tells other nodes. While Redis is away it drops what it is given: this node goes on, and the others
 * learn of the gap by the facts' numbers. Kept for later it would fill the memory, and its failures end the process.
 */
export function publisherOf(redis: Redis, log: Log): Redis {
  const link = redis.duplicate({ enableOfflineQueue: false });
  watchRedis(link, log);
  const publish = link.publish.bind(link);
  link.publish = async (channel: string | Buffer, message: string | Buffer) => {
    try {
      return await publish(channel, message);
    } catch {
      return 0;
    }
  };
  return link;
}

/** Without a listener an `error` event would end the process; the client reconnects by itself. */
function watchRedis(redis: Redis, log: Log): void {
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
