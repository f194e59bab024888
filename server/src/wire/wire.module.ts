import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Capacity } from './capacity.js';
import { WIRE_LIMITS, type WireLimits } from './limits.js';
import { PERSON_CHANGES } from './person-changes.js';
import { ROOM_ACTS } from './room-acts.js';
import { RateLimits } from './rate-limits.js';
import { Bearer } from './rest/bearer.js';
import { NodeNews } from './node-news.js';
import { SESSION_SOCKETS } from './session-sockets.js';
import { SignalDoor } from './signal-door.js';
import { SignalGateway } from './signal.gateway.js';
import { SocketEnds } from './socket-ends.js';
import { SocketIoOut } from './socket-io-out.js';
import { SOCKET_OUT } from './socket-out.js';
import { SocketStarts } from './socket-starts.js';

/** The doors: who comes in by the socket, how often they may ask, and how facts reach them. */
@Global()
@Module({})
export class WireModule {
  static with(limits: WireLimits): DynamicModule {
    return {
      module: WireModule,
      providers: [
        { provide: WIRE_LIMITS, useValue: limits },
        Capacity,
        RateLimits,
        Bearer,
        SocketStarts,
        SocketEnds,
        SocketIoOut,
        { provide: SOCKET_OUT, useExisting: SocketIoOut },
        { provide: SESSION_SOCKETS, useExisting: SocketIoOut },
        NodeNews,
        { provide: PERSON_CHANGES, useExisting: NodeNews },
        { provide: ROOM_ACTS, useFactory: (news: NodeNews) => news.roomActs, inject: [NodeNews] },
        SignalDoor,
        SignalGateway,
      ],
      exports: [
        Capacity,
        RateLimits,
        Bearer,
        SocketStarts,
        SocketEnds,
        SOCKET_OUT,
        SESSION_SOCKETS,
        PERSON_CHANGES,
        ROOM_ACTS,
      ],
    };
  }
}
