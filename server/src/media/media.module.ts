import { Global, Inject, Module, type OnModuleInit } from '@nestjs/common';
import type { ServerConfig } from '#config';
import type { Clock, Log } from '#kernel';
import { Readiness } from '../core/readiness.js';
import { TALLY, type Tally } from '../core/tally.js';
import { CLOCK, LOG, SERVER_CONFIG } from '../core/tokens.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { ROUTER_CAPABILITIES } from '../rooms/router-capabilities.js';
import { SOCKET_OUT, type SocketOut } from '../wire/socket-out.js';
import { EarlyMediaService } from './early-media.service.js';
import { EntranceService } from './entrance.service.js';
import { ICE_SERVERS, noIceServers, turnServers, type IceServers } from './ice-servers.js';
import { MediaInsight } from './insight.js';
import { InsightGateway } from './insight.gateway.js';
import { ControlServer } from './links/control-server.js';
import { MediaHosts } from './links/media-hosts.js';
import { MediaFacts } from './media-fact.js';
import { MEDIA_TOOLS, MediaPlane } from './media-plane.js';
import { MediaGateway } from './media.gateway.js';
import { MeetingGateway } from './meeting.gateway.js';
import { MOVING_PORTS_PROVIDER } from './moving-ports.js';
import { MovingGateway } from './moving.gateway.js';
import { MovingService } from './moving.service.js';
import type { MediaTools } from './session.js';

/** Global for one thing only: the rooms, which lie below and know no media, tell pages what the hosts can route. */
@Global()
@Module({
  imports: [MeetingsModule],
  providers: [
    {
      provide: MediaHosts,
      useFactory: (clock: Clock, log: Log, { mediaSpread }: ServerConfig) => new MediaHosts(clock, log, mediaSpread),
      inject: [CLOCK, LOG, SERVER_CONFIG],
    },
    { provide: ROUTER_CAPABILITIES, useExisting: MediaHosts },
    {
      provide: MediaFacts,
      useFactory: (log: Log) => new MediaFacts((fault) => log.error({ fault }, 'a listener to the media failed')),
      inject: [LOG],
    },
    {
      provide: MEDIA_TOOLS,
      useFactory: (...[hosts, out, tally, clock, log]: [MediaHosts, SocketOut, Tally, Clock, Log]): MediaTools => ({
        hosts,
        out,
        tally,
        clock,
        log,
      }),
      inject: [MediaHosts, SOCKET_OUT, TALLY, CLOCK, LOG],
    },
    {
      provide: ICE_SERVERS,
      useFactory: ({ turn }: ServerConfig, clock: Clock): IceServers =>
        turn === undefined ? noIceServers : turnServers(turn, clock),
      inject: [SERVER_CONFIG, CLOCK],
    },
    ControlServer,
    MediaPlane,
    MediaInsight,
    EntranceService,
    EarlyMediaService,
    MOVING_PORTS_PROVIDER,
    MovingService,
    MovingGateway,
    MeetingGateway,
    MediaGateway,
    InsightGateway,
  ],
  exports: [MediaFacts, MediaPlane, ROUTER_CAPABILITIES],
})
export class MediaModule implements OnModuleInit {
  constructor(
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(MediaHosts) private readonly hosts: MediaHosts,
  ) {}

  onModuleInit(): void {
    this.readiness.add('media', () =>
      Promise.resolve(this.hosts.current() === undefined ? 'no media host is connected' : undefined),
    );
  }
}
