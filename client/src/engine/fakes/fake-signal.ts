import { Refusal, signalling, type Asked, type Output, type RefusalCode, type SignallingRequests } from '#contracts';
import { Store } from '../store.js';
import type { RequestName, Signal, SignalEvent, SignalState } from '../signal/signal.js';

type Answers = {
  [K in RequestName]?: (
    input: Asked<SignallingRequests, K>,
  ) => Output<SignallingRequests, K> | Promise<Output<SignallingRequests, K>>;
};

/** A line whose far end is the test. Like the real one it parses what is asked and keeps nothing for later. */
export class FakeSignal implements Signal {
  readonly state = new Store<SignalState>({ kind: 'closed' });
  readonly asked: { readonly name: RequestName; readonly input: unknown }[] = [];
  readonly answers: Answers = {};
  reconnectsCount = 0;
  #epoch = 0;
  readonly #listeners = new Set<(event: SignalEvent) => void>();

  connect(): void {
    if (this.state.get().kind === 'closed') this.state.set({ kind: 'connecting' });
  }

  reconnect(): void {
    this.reconnectsCount += 1;
    this.drop();
  }

  async request<K extends RequestName>(
    name: K,
    input: Asked<SignallingRequests, K>,
  ): Promise<Output<SignallingRequests, K>> {
    if (this.state.get().kind !== 'open') throw new Refusal('timeout', 'The line is down.');
    this.asked.push({ name, input: signalling.requests[name].input.parse(input) });
    const answer = this.answers[name];
    return answer === undefined ? ({} as Output<SignallingRequests, K>) : answer(input);
  }

  listen(listener: (event: SignalEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.state.set({ kind: 'closed' });
  }

  // What the test does at the far end.

  open(): void {
    this.#epoch += 1;
    this.state.set({ kind: 'open', epoch: this.#epoch });
  }

  drop(): void {
    this.state.set({ kind: 'connecting' });
  }

  /** What `refuse` does not: the line goes on trying. */
  turnDown(why: RefusalCode): void {
    this.state.set({ kind: 'connecting', why });
  }

  refuse(code: RefusalCode): void {
    this.state.set({ kind: 'refused', code });
  }

  tell(event: SignalEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** The inputs of all requests of one name so far. */
  inputsOf<K extends RequestName>(name: K): readonly Asked<SignallingRequests, K>[] {
    return this.asked.filter((one) => one.name === name).map(({ input }) => input as Asked<SignallingRequests, K>);
  }
}

/** An answer that is always no. */
export function refusing(code: RefusalCode): () => never {
  return () => {
    throw new Refusal(code, 'No.');
  };
}
