import { backoffMs, type BackoffOptions, type Clock, type Log } from '#kernel';
import type { MediaWorker } from './media-worker.js';

const SPAWN_BACKOFF: BackoffOptions = { firstMs: 500, maxMs: 30_000, jitterRatio: 0.3 };

/**
 * One worker process kept ready, so that replacing a dead one takes a bind and not a start. It costs some 14 MB and no
 * CPU. It makes no difference to anything but time: without it, `take` starts a process.
 */
export class Spare {
  readonly #spawn: () => Promise<MediaWorker>;
  readonly #clock: Clock;
  readonly #log: Log;
  #ready: MediaWorker | undefined;
  #failedCount = 0;
  #isClosed = false;
  #cancelRetry: () => void = () => undefined;

  constructor(options: { readonly spawn: () => Promise<MediaWorker>; readonly clock: Clock; readonly log: Log }) {
    this.#spawn = options.spawn;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  get pid(): number | undefined {
    return this.#ready?.pid;
  }

  get isReady(): boolean {
    return this.#ready !== undefined;
  }

  /** The spare process, or a fresh one; the next spare is being made then. */
  async take(): Promise<MediaWorker> {
    const ready = this.#ready;
    if (ready === undefined) return this.#spawn();
    this.#ready = undefined;
    void this.refill();
    return ready;
  }

  /** Never rejects: what fails is tried again later. */
  async refill(): Promise<void> {
    this.#cancelRetry();
    if (this.#isClosed || this.#ready !== undefined) return;
    try {
      this.#keep(await this.#spawn());
      this.#failedCount = 0;
    } catch (thrown) {
      this.#log.warn({ err: thrown }, 'no spare media worker could be started');
      this.#retryLater();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRetry();
    const ready = this.#ready;
    this.#ready = undefined;
    await ready?.close();
  }

  #keep(worker: MediaWorker): void {
    if (this.#isClosed || this.#ready !== undefined) {
      void worker.close();
      return;
    }
    this.#ready = worker;
    worker.onDied(() => {
      if (this.#ready !== worker) return;
      this.#ready = undefined;
      this.#retryLater();
    });
  }

  #retryLater(): void {
    if (this.#isClosed) return;
    this.#cancelRetry = this.#clock.after(backoffMs(SPAWN_BACKOFF, this.#failedCount), () => void this.refill());
    this.#failedCount += 1;
  }
}
