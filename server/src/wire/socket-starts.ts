import { Inject, Injectable } from '@nestjs/common';
import { Listeners, type Log } from '#kernel';
import { LOG } from '../core/tokens.js';
import type { Caller } from './caller.js';

/** Tells who wants to know that somebody has connected to this node, once per socket and before its first request. */
@Injectable()
export class SocketStarts {
  readonly #starts: Listeners<Caller>;

  constructor(@Inject(LOG) log: Log) {
    this.#starts = new Listeners((fault) => log.error({ fault }, 'a listener to the start of a socket failed'));
  }

  /** Returns what stops the listening. */
  listen(listener: (caller: Caller) => void): () => void {
    return this.#starts.listen(listener);
  }

  /** For the gateway only. */
  tell(caller: Caller): void {
    this.#starts.tell(caller);
  }
}
