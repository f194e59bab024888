import {
  ask,
  Refusal,
  REFUSALS,
  signalling,
  WireError,
  type Asked,
  type Line,
  type Output,
  type RefusalCode,
  type SignallingRequests,
} from '#contracts';
import { backoffMs, Listeners, type BackoffOptions, type Clock } from '#kernel';
import { Store } from '../store.js';
import {
  parseEvent,
  type ClosingEvent,
  type Signal,
  type RequestName,
  type SignalEvent,
  type SignalState,
} from './signal.js';
import type { Socket, SocketHandlers } from './socket.js';

/** The first retry comes at once but for the jitter, which spreads a thousand browsers whose server just died. */
const RETRY: BackoffOptions = { firstMs: 250, maxMs: 3_000, jitterRatio: 0.8 };
/** An attempt that neither opened nor failed by then is given up: the library's own limits cover only its transports. */
const ATTEMPT_MAX_MS = 12_000;

interface Parts {
  readonly makeSocket: (handlers: SocketHandlers) => Socket;
  readonly identity: { token(): Promise<string>; replaceToken(refused: string): Promise<string> };
  readonly clock: Clock;
  readonly random?: () => number;
  /** Listeners that threw, and messages from the server that do not fit the contract. */
  readonly onFault: (fault: unknown) => void;
}

/** Keeps one Socket.IO connection open and lets nothing through that is not in the contract. */
export class SocketSignal implements Signal {
  readonly state = new Store<SignalState>({ kind: 'closed' });
  readonly #parts: Parts;
  readonly #socket: Socket;
  readonly #listeners: Listeners<SignalEvent>;
  readonly #line: Line;
  #epoch = 0;
  #failedCount = 0;
  #unfitCount = 0;
  #shownToken = '';
  #hasReplacedToken = false;
  #cancelTimer: () => void = () => undefined;
  /** Counts attempts, so that a slow step of one that was given up changes nothing. */
  #attempt = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#listeners = new Listeners(parts.onFault);
    this.#socket = parts.makeSocket({
      connected: () => this.#onConnected(),
      refused: (error) => void this.#onRefused(error),
      lost: () => this.#onLost(),
      event: (name, payload) => this.#onEvent(name, payload),
    });
    // Socket.IO would keep what is sent while down and send it before the resume.
    this.#line = {
      timeout: (ms) => ({
        emitWithAck: (name, input) =>
          this.#socket.isConnected
            ? this.#socket.timeout(ms).emitWithAck(name, input)
            : Promise.reject(new Error('The line is down.')),
      }),
    };
  }

  /** Events that were dropped because they are unknown or malformed. */
  get unfitCount(): number {
    return this.#unfitCount;
  }

  connect(): void {
    if (this.state.get().kind === 'closed') void this.#try();
  }

  reconnect(): void {
    const { kind } = this.state.get();
    if (kind === 'closed' || kind === 'refused') return;
    this.#failedCount = 0;
    void this.#try();
  }

  async request<K extends RequestName>(
    name: K,
    input: Asked<SignallingRequests, K>,
  ): Promise<Output<SignallingRequests, K>> {
    const checked = signalling.requests[name].input.safeParse(input);
    if (!checked.success) throw new Refusal('invalid-input', 'This does not fit what may be asked.');
    return ask(this.#line, {
      contract: signalling.requests,
      name,
      input: checked.data as Asked<SignallingRequests, K>,
    });
  }

  listen(listener: (event: SignalEvent) => void): () => void {
    return this.#listeners.listen(listener);
  }

  close(): void {
    this.#abandon();
    this.state.set({ kind: 'closed' });
  }

  /** Ends the attempt or connection there is. The socket's own report of that is ignored: it names an older attempt. */
  #abandon(): void {
    this.#cancelTimer();
    this.#attempt += 1;
    this.#isLive = false;
    this.#socket.disconnect();
  }

  /** True from asking the socket to connect until it reports an end; keeps `disconnect` of ours from counting as a loss. */
  #isLive = false;

  /** Never rejects. */
  async #try(): Promise<void> {
    this.#abandon();
    const attempt = this.#attempt;
    this.state.set({ kind: 'connecting' });
    try {
      const token = await this.#parts.identity.token();
      if (attempt !== this.#attempt) return;
      this.#shownToken = token;
      this.#isLive = true;
      this.#cancelTimer = this.#parts.clock.after(ATTEMPT_MAX_MS, () => this.#retry());
      this.#socket.connect({ token });
    } catch {
      if (attempt === this.#attempt) this.#retry(); // No server to introduce this device to; the next try may find one.
    }
  }

  #retry(why?: RefusalCode): void {
    const delayMs = backoffMs(RETRY, this.#failedCount, this.#parts.random);
    this.#failedCount += 1;
    this.#tryIn(delayMs, why);
  }

  #tryIn(delayMs: number, why?: RefusalCode): void {
    this.#abandon();
    this.state.set({ kind: 'connecting', ...(why !== undefined && { why }) });
    this.#cancelTimer = this.#parts.clock.after(delayMs, () => void this.#try());
  }

  #onConnected(): void {
    if (!this.#isLive) return;
    this.#cancelTimer();
    this.#failedCount = 0;
    this.#hasReplacedToken = false;
    this.#epoch += 1;
    this.state.set({ kind: 'open', epoch: this.#epoch });
  }

  /** A server that drains says when to come back; one that had enough of us, or that we are signed out of, does not. */
  #onClosing({ payload: { reason, returnAfterMs } }: ClosingEvent): void {
    if (returnAfterMs !== undefined) {
      return this.#tryIn(returnAfterMs + backoffMs(RETRY, 0, this.#parts.random));
    }
    this.#abandon();
    this.state.set({ kind: 'refused', code: reason === 'signed-out' ? 'unauthenticated' : 'too-many-requests' });
  }

  #onLost(): void {
    if (this.#isLive) this.#retry();
  }

  /** Never rejects. */
  async #onRefused(error: unknown): Promise<void> {
    if (!this.#isLive) return;
    const refusal = WireError.safeParse(error);
    if (!refusal.success) return this.#retry();
    if (REFUSALS[refusal.data.code].again) return this.#retry(refusal.data.code);
    if (refusal.data.code === 'unauthenticated' && !this.#hasReplacedToken) return this.#replaceToken();
    this.#abandon();
    this.state.set({ kind: 'refused', code: refusal.data.code });
  }

  async #replaceToken(): Promise<void> {
    this.#abandon();
    const attempt = this.#attempt;
    try {
      await this.#parts.identity.replaceToken(this.#shownToken);
      this.#hasReplacedToken = true;
      if (attempt === this.#attempt) await this.#try();
    } catch (thrown) {
      if (attempt !== this.#attempt) return;
      if (thrown instanceof Refusal && !REFUSALS[thrown.code].again)
        this.state.set({ kind: 'refused', code: thrown.code });
      else this.#retry();
    }
  }

  #onEvent(name: string, payload: unknown): void {
    if (!this.#isLive) return;
    const event = parseEvent(name, payload);
    if (event?.name === 'connection.closed') return this.#onClosing(event);
    if (event !== undefined) return this.#listeners.tell(event);
    this.#unfitCount += 1;
    this.#parts.onFault(new Error(`The server sent an event that the contract lacks: ${name.slice(0, 64)}`));
  }
}
