import { backoffMs, type BackoffOptions, type Clock, type Log } from '#kernel';
import type { MediaWorker } from './media-worker.js';

/** A worker that lived so long before it died is not part of a crash loop. */
const STABLE_AFTER_MS = 30_000;
const CRASH_BACKOFF: BackoffOptions = { firstMs: 200, maxMs: 10_000, jitterRatio: 0.3 };

export interface SlotOptions {
  /** A fresh process, the spare one if it is ready. */
  readonly spawn: () => Promise<MediaWorker>;
  /** Makes it listen, on `port` again if that can be; resolves to the port taken. */
  readonly listen: (worker: MediaWorker, port: number | undefined) => Promise<number>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The place of one worker: fills itself again when its worker dies. The first replacement comes at once; when
 * replacements die young too, the waits between them grow.
 */
export class WorkerSlot {
  readonly #options: SlotOptions;
  #worker: MediaWorker | undefined;
  #port: number | undefined;
  #upSinceMs = 0;
  #crashCount = 0;
  #isClosed = false;
  #cancelRetry: () => void = () => undefined;

  constructor(options: SlotOptions) {
    this.#options = options;
  }

  /** The worker to place on; undefined while there is none. */
  get worker(): MediaWorker | undefined {
    return this.#worker?.isAlive === true ? this.#worker : undefined;
  }

  /** @throws {Error} when the worker does not start or listen. */
  async fill(): Promise<void> {
    const { spawn, listen } = this.#options;
    const worker = await spawn();
    try {
      this.#port = await listen(worker, this.#port);
    } catch (thrown) {
      await worker.close();
      throw thrown;
    }
    if (this.#isClosed) return worker.close();
    this.#enter(worker);
  }

  /**
   * Another worker takes the place of this one, on another port, and this one is the caller's to end.
   *
   * @throws {Error} when there is no other port, or no process; all stays as it was then.
   */
  async rotate(): Promise<{ readonly worker: MediaWorker; readonly port: number } | undefined> {
    const { listen, spawn } = this.#options;
    const before = this.worker;
    const port = this.#port;
    if (before === undefined || port === undefined) return undefined;
    const worker = await spawn();
    try {
      this.#port = await listen(worker, undefined);
    } catch (thrown) {
      await worker.close();
      throw thrown;
    }
    before.leave();
    this.#enter(worker);
    return { worker: before, port };
  }

  /** Safe to repeat. Resolves once the worker's process is gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRetry();
    await this.#worker?.close();
  }

  snapshot() {
    return { port: this.#port, crashCount: this.#crashCount, worker: this.#worker?.snapshot() };
  }

  #enter(worker: MediaWorker): void {
    const { clock, log } = this.#options;
    this.#worker = worker;
    this.#upSinceMs = clock.monotonicMs();
    worker.onDied((why) => this.#replace(worker, why));
    log.info({ workerPid: worker.pid, port: this.#port }, 'media worker up');
  }

  #replace(died: MediaWorker, why: Error): void {
    this.#options.log.warn({ workerPid: died.pid, port: this.#port, err: why }, 'media worker died');
    if (died !== this.#worker) return; // It was leaving, and another one has its place already.
    this.#worker = undefined;
    const livedMs = this.#options.clock.monotonicMs() - this.#upSinceMs;
    this.#crashCount = livedMs >= STABLE_AFTER_MS ? 1 : this.#crashCount + 1;
    this.#refill();
  }

  #refill(): void {
    if (this.#isClosed) return;
    const attempt = () => void this.fill().catch((thrown: unknown) => this.#onFailed(thrown));
    if (this.#crashCount <= 1) return attempt();
    this.#cancelRetry = this.#options.clock.after(backoffMs(CRASH_BACKOFF, this.#crashCount - 2), attempt);
  }

  #onFailed(thrown: unknown): void {
    this.#crashCount += 1;
    this.#options.log.error(
      { err: thrown, port: this.#port, crashCount: this.#crashCount },
      'media worker could not be replaced',
    );
    this.#refill();
  }
}
