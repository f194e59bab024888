import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { ServerConfig } from '#config';
import type { Clock, Log } from '#kernel';
import { Readiness } from './readiness.js';
import { openRedis, RedisKeeper } from './redis.js';
import { CLOCK, LOG, REDIS, SERVER_CONFIG } from './tokens.js';

/** What the composition root hands in. */
export interface Core {
  readonly config: ServerConfig;
  readonly log: Log;
  readonly clock: Clock;
}

@Global()
@Module({})
export class CoreModule {
  static with({ config, log, clock }: Core): DynamicModule {
    const providers = [
      { provide: SERVER_CONFIG, useValue: config },
      { provide: LOG, useValue: log },
      { provide: CLOCK, useValue: clock },
      { provide: REDIS, useFactory: () => openRedis(config.redisUrl, log) },
      Readiness,
    ];
    return {
      module: CoreModule,
      providers: [...providers, RedisKeeper],
      exports: providers.map((one) => ('provide' in one ? one.provide : one)),
    };
  }
}
