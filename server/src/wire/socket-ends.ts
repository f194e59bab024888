import { Inject, Injectable } from '@nestjs/common';
import { Listeners, type Log } from '#kernel';
import { LOG } from '../core/tokens.js';
import type { Caller } from './caller.js';

/** A socket of this node has ended. */
export interface SocketEnd {
  readonly caller: Caller;
  /** Socket.IO's word for it, such as `transport close` or `ping timeout`. For logs, not for decisions. */
  readonly reason: string;
  /** True when it was closed by us for good: its client does not come back by itself. */
  readonly isFinal: boolean;
}

/** Tells who wants to know that a socket ended, once per socket. */
@Injectable()
export class SocketEnds {
  readonly #ends: Listeners<SocketEnd>;

  constructor(@Inject(LOG) log: Log) {
    this.#ends = new Listeners((fault) => log.error({ fault }, 'a listener to the end of a socket failed'));
  }

  /** Returns what stops the listening. */
  listen(listener: (end: SocketEnd) => void): () => void {
    return this.#ends.listen(listener);
  }

  /** For the gateway only. */
  tell(end: SocketEnd): void {
    this.#ends.tell(end);
  }
}
