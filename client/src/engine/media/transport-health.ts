import { backoffMs, type BackoffOptions, type Clock } from '#kernel';
import type { RtcTransport, TransportState } from './rtc.js';

/**
 * A path that is lost often comes back by itself within this, in ms: Chromium calls it lost after five seconds without an
 * answer, and failed only after some 15.
 */
const DISCONNECTED_PATIENCE_MS = 500;
/** ICE and DTLS need a few round trips; what has not connected by then will not. */
const CONNECTING_PATIENCE_MS = 5_000;
/** Trouble that lasts so long is beyond new ICE credentials. */
const TROUBLE_MAX_MS = 10_000;
const RESTART: BackoffOptions = { firstMs: 2_000, maxMs: 4_000, jitterRatio: 0.2 };

interface Parts {
  readonly transport: RtcTransport;
  readonly clock: Clock;
  /** Gets new ICE credentials and applies them. May reject; it is tried again. */
  readonly restartIce: () => Promise<void>;
  /** The path was found lost: what goes another way over the same network may be, too. Not called for what was hurried. */
  readonly onTrouble: () => void;
  /** Restarts did not help. Called once. */
  readonly onHopeless: () => void;
}

/** Watches one transport's path and mends it: patience, then ICE restarts, then giving up. */
export class TransportHealth {
  readonly #parts: Parts;
  readonly #unwatch: () => void;
  #cancel: () => void = () => undefined;
  #troubleSinceMs: number | undefined;
  #restartsCount = 0;
  #isOver = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    const look = (): void => this.#onState(parts.transport.state.get());
    this.#unwatch = parts.transport.state.watch(look);
    look(); // It may have been there for a while.
  }

  /** True while the path is known to be lost. */
  get isTroubled(): boolean {
    const state = this.#parts.transport.state.get();
    return state === 'disconnected' || state === 'failed';
  }

  /** Restarts at once: the path is lost, or probably is although nobody has noticed yet. */
  hurry(): void {
    if (this.#isOver || this.#parts.transport.state.get() === 'new') return;
    this.#restartsCount = 0;
    this.#restart();
  }

  close(): void {
    this.#isOver = true;
    this.#cancel();
    this.#unwatch();
  }

  #onState(state: TransportState): void {
    if (this.#isOver) return;
    switch (state) {
      case 'connected':
        this.#troubleSinceMs = undefined;
        this.#restartsCount = 0;
        return this.#cancel();
      case 'connecting':
        return this.#troubleSinceMs === undefined ? this.#in(CONNECTING_PATIENCE_MS) : undefined;
      case 'disconnected':
        return this.#troubleSinceMs === undefined ? this.#in(DISCONNECTED_PATIENCE_MS) : undefined;
      case 'failed':
        return this.#troubleSinceMs === undefined ? this.#mend() : undefined;
      case 'new':
      case 'closed':
        return this.#cancel();
    }
  }

  #in(delayMs: number): void {
    this.#cancel();
    this.#cancel = this.#parts.clock.after(delayMs, () => this.#look());
  }

  /** A restart of a path that still works changes no state, so that none tells of its success. */
  #look(): void {
    const state = this.#parts.transport.state.get();
    if (state === 'connected') this.#onState(state);
    else this.#mend();
  }

  #mend(): void {
    const isNew = this.#troubleSinceMs === undefined;
    this.#restart();
    if (isNew) this.#parts.onTrouble();
  }

  #restart(): void {
    const nowMs = this.#parts.clock.monotonicMs();
    this.#troubleSinceMs ??= nowMs;
    if (nowMs - this.#troubleSinceMs >= TROUBLE_MAX_MS) {
      this.close();
      return this.#parts.onHopeless();
    }
    // A restart that fails has the next one to put it right, and the time limit after that.
    this.#parts.restartIce().catch(() => undefined);
    this.#in(backoffMs(RESTART, this.#restartsCount));
    this.#restartsCount += 1;
  }
}
