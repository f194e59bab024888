import { Inject, Injectable } from '@nestjs/common';
import { Capacity } from './capacity.js';
import { NodeNews } from './node-news.js';
import { SocketEnds } from './socket-ends.js';
import { SocketIoOut } from './socket-io-out.js';
import { SocketStarts } from './socket-starts.js';

/** What the gateway asks whether there is room, and what it feeds: the way out to the sockets, the news of their start and end. */
@Injectable()
export class SignalDoor {
  constructor(
    @Inject(Capacity) readonly capacity: Capacity,
    @Inject(SocketIoOut) readonly out: SocketIoOut,
    @Inject(SocketStarts) readonly starts: SocketStarts,
    @Inject(SocketEnds) readonly ends: SocketEnds,
    @Inject(NodeNews) readonly nodes: NodeNews,
  ) {}
}
