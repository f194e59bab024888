import { Inject, Injectable } from '@nestjs/common';
import { NodeNews } from './node-news.js';
import { SocketEnds } from './socket-ends.js';
import { SocketIoOut } from './socket-io-out.js';
import { SocketStarts } from './socket-starts.js';

/** What the gateway feeds: the way out to the sockets, and the news of their start and end. */
@Injectable()
export class SignalDoor {
  constructor(
    @Inject(SocketIoOut) readonly out: SocketIoOut,
    @Inject(SocketStarts) readonly starts: SocketStarts,
    @Inject(SocketEnds) readonly ends: SocketEnds,
    @Inject(NodeNews) readonly nodes: NodeNews,
  ) {}
}
