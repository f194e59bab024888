import type { IdentityId } from '#contracts';
import type { Clock } from '#kernel';
import { Store } from '../store.js';
import type { ChatLine } from './sender.js';

/** Source: the contract of `chat.type`. */
const TELL_EVERY_MS = 3_000;

/** Who is writing, ourselves included. Every sign of it goes away by itself. */
export class Typing {
  readonly names = new Store<readonly string[]>([]);
  readonly #clock: Clock;
  readonly #typists = new Map<IdentityId, { readonly name: string; readonly cancel: () => void }>();
  #line: ChatLine | undefined;
  #lastToldMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  attach(line: ChatLine): void {
    this.#line = line;
  }

  detach(): void {
    this.#line = undefined;
    for (const { cancel } of this.#typists.values()) cancel();
    this.#typists.clear();
    this.#show();
  }

  note(): void {
    const nowMs = this.#clock.monotonicMs();
    if (this.#line === undefined || nowMs - this.#lastToldMs < TELL_EVERY_MS) return;
    this.#lastToldMs = nowMs;
    const { signal, conversationId } = this.#line;
    void signal.request('chat.type', { conversationId }).catch(() => undefined); // Nobody misses a sign that was lost.
  }

  /** What was being typed is said; the next letter is news again. */
  rest(): void {
    this.#lastToldMs = Number.NEGATIVE_INFINITY;
  }

  hear(identityId: IdentityId, name: string, forMs: number): void {
    this.#typists.get(identityId)?.cancel();
    const cancel = this.#clock.after(forMs, () => this.forget(identityId));
    this.#typists.set(identityId, { name, cancel });
    this.#show();
  }

  forget(identityId: IdentityId): void {
    const typist = this.#typists.get(identityId);
    if (typist === undefined) return;
    typist.cancel();
    this.#typists.delete(identityId);
    this.#show();
  }

  #show(): void {
    const names = [...this.#typists.values()].map(({ name }) => name);
    const before = this.names.get();
    if (names.length !== before.length || names.some((name, at) => name !== before[at])) this.names.set(names);
  }
}
