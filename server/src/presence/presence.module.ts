import { Module } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { Clock, Log } from '#kernel';
import { CLOCK, LOG, REDIS } from '../core/tokens.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { PresenceFacts } from './presence-fact.js';
import { NoMesh, PRESENCE_MESH, type PresenceMesh } from './presence-mesh.js';
import { PRESENCE_RECORDS, type PresenceRecords } from './presence-records.js';
import { PresenceGateway } from './presence.gateway.js';
import { PRESENCE_TOOLS, PresenceService, type PresenceTools } from './presence.service.js';
import { RedisPresenceMesh } from './redis-presence-mesh.js';

/** In the order they are injected below. */
type Ports = [PresenceRecords, PresenceMesh, PresenceFacts, Clock, Log];

@Module({
  imports: [MeetingsModule],
  providers: [
    {
      provide: PresenceFacts,
      useFactory: (log: Log) => new PresenceFacts((fault) => log.error({ fault }, 'a listener to presence failed')),
      inject: [LOG],
    },
    {
      provide: PRESENCE_MESH,
      useFactory: (redis: Redis | undefined, clock: Clock, log: Log): PresenceMesh =>
        redis === undefined ? new NoMesh() : new RedisPresenceMesh(redis, { clock, log }),
      inject: [REDIS, CLOCK, LOG],
    },
    {
      provide: PRESENCE_TOOLS,
      useFactory: (...[records, mesh, facts, clock, log]: Ports): PresenceTools => ({
        records,
        mesh,
        facts,
        clock,
        log,
      }),
      inject: [PRESENCE_RECORDS, PRESENCE_MESH, PresenceFacts, CLOCK, LOG],
    },
    PresenceService,
    PresenceGateway,
  ],
  exports: [PresenceFacts],
})
export class PresenceModule {}
