import { Refusal, type Asked, type SignallingRequests } from '#contracts';
import type { Signal, SignalEvent } from '../signal/signal.js';
import { Store } from '../store.js';
import type { LobbyMessage, LobbyView } from './model.js';

/** More than this and the first are old news. */
const MESSAGES_MAX_COUNT = 20;

/** Why somebody who waited will not be let in. */
export class TurnedAway extends Error {
  override readonly name = 'TurnedAway';
  readonly why: 'denied' | 'ended';

  constructor(why: 'denied' | 'ended') {
    super(`Not let in: ${why}.`);
    this.why = why;
  }
}

interface Parts {
  readonly signal: Pick<Signal, 'request' | 'listen' | 'state'>;
  readonly view: LobbyStores;
  /** Told each time the wait begins; how long it takes is for somebody else to say. */
  readonly onWaiting: () => void;
}

/** What a waiting person sees. Outlives the run of a call that fills it. */
export class LobbyStores implements LobbyView {
  readonly wasMovedBack = new Store(false);
  readonly messages = new Store<readonly LobbyMessage[]>([]);

  clear(): void {
    this.wasMovedBack.set(false);
    this.messages.set([]);
  }
}

/** Waiting at the door of one meeting. */
export class Lobby {
  readonly #parts: Parts;
  #isWaiting = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /**
   * Knocks, and resolves once let in. Knocking again with the same key keeps the place in the queue.
   *
   * @throws {TurnedAway} when the answer is no, or the meeting is over.
   * @throws {Refusal} `timeout` when the line was lost meanwhile; and as `lobby.knock` does.
   */
  async admission(knock: Asked<SignallingRequests, 'lobby.knock'>): Promise<void> {
    const word = this.#listenForWord();
    try {
      const { state } = await this.#parts.signal.request('lobby.knock', knock);
      if (state === 'admitted') return;
      this.#isWaiting = true;
      this.#parts.onWaiting();
      await word.heard;
    } finally {
      this.#isWaiting = false;
      word.stop();
    }
  }

  /** Listens before the knock is answered: the word may be quicker than the answer. */
  #listenForWord(): { readonly heard: Promise<void>; readonly stop: () => void } {
    const { signal } = this.#parts;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const stops = [
      signal.listen((event) => this.#onEvent(event, { resolve, reject })),
      signal.state.watch(() => {
        if (signal.state.get().kind !== 'open') reject(new Refusal('timeout', 'The line was lost.'));
      }),
    ];
    promise.catch(() => undefined); // Nobody awaits it when the knock itself was refused.
    return { heard: promise, stop: () => stops.forEach((stop) => stop()) };
  }

  #onEvent(event: SignalEvent, { resolve, reject }: { resolve: () => void; reject: (why: Error) => void }): void {
    if (event.name === 'lobby.admitted') resolve();
    if (event.name === 'lobby.denied') reject(new TurnedAway('denied'));
    if (event.name === 'lobby.closed' || event.name === 'meeting.ended') reject(new TurnedAway('ended'));
    if (event.name === 'lobby.told') this.#keep(event.payload.text);
  }

  #keep(text: string): void {
    const { messages } = this.#parts.view;
    const before = messages.get();
    const message = { number: (before.at(-1)?.number ?? 0) + 1, text };
    messages.set([...before, message].slice(-MESSAGES_MAX_COUNT));
  }
}
