import { Refusal, REFUSALS } from '#contracts';
import { backoffMs, type BackoffOptions, type Clock } from '#kernel';
import { Unreachable } from './failure.js';
import type { Joined } from './seat/seating.js';
import type { Signal, SignalEvent } from './signal/signal.js';

const RETRY: BackoffOptions = { firstMs: 500, maxMs: 3_000, jitterRatio: 0.5 };
/** Who pressed a button waits no longer than this for it to work, in ms. */
const FIRST_PATIENCE_MS = 15_000;
/** Who was in a meeting has a laptop that sleeps and trains with tunnels: much longer than any seat is kept. */
const RETURN_PATIENCE_MS = 5 * 60_000;

interface Parts {
  readonly signal: Signal;
  readonly clock: Clock;
  readonly random?: () => number;
  /** Takes the seat on the line as it is now. */
  readonly take: () => Promise<Joined>;
  readonly onAttached: (joined: Joined) => void;
  /** After `onAttached`, in order; what came before the answer that it belongs to is held back until then. */
  readonly onEvent: (event: SignalEvent) => void;
  /** The line is down, or the seat has to be taken anew. It is being mended. */
  readonly onLost: () => void;
  /** It cannot be mended. */
  readonly onOver: (thrown: unknown) => void;
}

/** Keeps this browser seated: takes the seat on every new line, before anything else is said or heard on it. */
export class Attachment {
  readonly #parts: Parts;
  readonly #unwatch: readonly (() => void)[];
  #phase: 'idle' | 'first' | 'seated' | 'returning' | 'closed' = 'idle';
  #attachedEpoch: number | undefined;
  #held: SignalEvent[] = [];
  #isTaking = false;
  #cancelPatience: () => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#unwatch = [
      parts.signal.state.watch(() => this.#onLine()),
      parts.signal.listen((event) => this.#onEvent(event)),
    ];
  }

  /** True while the server knows this browser's seat on the present line. */
  get isSeated(): boolean {
    return this.#phase === 'seated';
  }

  /** Takes the seat for the first time. Does nothing when begun already. */
  begin(): void {
    if (this.#phase !== 'idle') return;
    this.#phase = 'first';
    this.#waitFor(FIRST_PATIENCE_MS);
    this.#onLine();
  }

  /** The server does not know the seat any more, although the line stands. */
  again(): void {
    if (this.#phase !== 'seated') return;
    this.#leaveSeat();
    void this.#take();
  }

  /** How long it takes is for a person to say now: nothing is given up by itself. */
  bePatient(): void {
    this.#cancelPatience();
  }

  close(): void {
    this.#phase = 'closed';
    this.#cancelPatience();
    this.#held = [];
    for (const unwatch of this.#unwatch) unwatch();
  }

  #openEpoch(): number | undefined {
    const state = this.#parts.signal.state.get();
    return state.kind === 'open' ? state.epoch : undefined;
  }

  #isDue(): boolean {
    return this.#phase === 'first' || this.#phase === 'returning';
  }

  #onLine(): void {
    const state = this.#parts.signal.state.get();
    if (this.#phase === 'idle' || this.#phase === 'closed') return;
    if (state.kind === 'open' && state.epoch === this.#attachedEpoch) return;
    this.#held = [];
    if (this.#phase === 'seated') this.#leaveSeat();
    if (state.kind === 'refused')
      return this.#parts.onOver(new Refusal(state.code, 'The server refused the connection.'));
    if (state.kind === 'open') void this.#take();
  }

  #leaveSeat(): void {
    this.#phase = 'returning';
    this.#attachedEpoch = undefined;
    this.#waitFor(RETURN_PATIENCE_MS);
    this.#parts.onLost();
  }

  #waitFor(patienceMs: number): void {
    this.#cancelPatience();
    this.#cancelPatience = this.#parts.clock.after(patienceMs, () =>
      this.#parts.onOver(new Unreachable('No seat in time.')),
    );
  }

  #onEvent(event: SignalEvent): void {
    if (this.#phase === 'seated') this.#parts.onEvent(event);
    else if (this.#isDue()) this.#held.push(event);
  }

  /** One at a time; never rejects. While the line is down it rests, and the next line starts it again. */
  async #take(): Promise<void> {
    if (this.#isTaking) return;
    this.#isTaking = true;
    try {
      for (let failedCount = 0; this.#isDue(); failedCount += 1) {
        const epoch = this.#openEpoch();
        if (epoch === undefined) return;
        const isWorthWaiting = await this.#attempt(epoch);
        if (isWorthWaiting && this.#isDue()) await this.#rest(backoffMs(RETRY, failedCount, this.#parts.random));
      }
    } finally {
      this.#isTaking = false;
    }
  }

  /** Resolves with whether the next attempt should wait; one on another line need not. */
  async #attempt(epoch: number): Promise<boolean> {
    try {
      const joined = await this.#parts.take();
      // An answer from a line that is gone: the seat is ours, but the new line does not know it yet.
      if (this.#isDue() && this.#openEpoch() === epoch) this.#sit(joined, epoch);
      return false;
    } catch (thrown) {
      if (!this.#isDue() || this.#openEpoch() !== epoch) return false;
      if (!this.#isFinal(thrown)) return true;
      this.#parts.onOver(thrown);
      return true;
    }
  }

  #sit(joined: Joined, epoch: number): void {
    this.#cancelPatience();
    this.#phase = 'seated';
    this.#attachedEpoch = epoch;
    this.#parts.onAttached(joined);
    const held = this.#held;
    this.#held = [];
    for (const event of held) this.#onEvent(event);
  }

  #isFinal(thrown: unknown): boolean {
    if (!(thrown instanceof Refusal)) return true; // An answer that breaks the contract: another try brings the same.
    // A full room empties some time, but whoever pressed a button is told at once.
    return !REFUSALS[thrown.code].again || (thrown.code === 'room-full' && this.#phase === 'first');
  }

  #rest(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#parts.clock.after(delayMs, resolve);
    });
  }
}
