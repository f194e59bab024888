import { Inject, Injectable } from '@nestjs/common';
import { SocketEnds } from './socket-ends.js';
import { SocketIoOut } from './socket-io-out.js';

/** What the gateway feeds: the way out to the sockets, and the news of their end. */
@Injectable()
export class SignalDoor {
  constructor(
    @Inject(SocketIoOut) readonly out: SocketIoOut,
    @Inject(SocketEnds) readonly ends: SocketEnds,
  ) {}
}
