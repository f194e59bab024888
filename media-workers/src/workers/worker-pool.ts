import { Refusal } from '#contracts';
import type { Clock, Log } from '#kernel';
import { StartFault } from '../start-fault.js';
import type { ListenPoint } from './addresses.js';
import { chooseWorker, type Spread } from './choose.js';
import { MediaWorker, type WorkerLoad } from './media-worker.js';
import { PortBook, type PortRange } from './ports.js';
import { Spare } from './spare.js';
import { WorkerSlot } from './worker-slot.js';

/** As often as a strained worker is looked for. */
const MEASURE_EVERY_MS = 250;
/** A worker that was asked to go ends after so long, whoever is still on it. */
const LEAVING_MAX_MS = 30_000;

export interface PoolOptions {
  readonly workerCount: number;
  /** mediasoup's own when undefined. */
  readonly workerBin: string | undefined;
  readonly portRange: PortRange;
  readonly spread: Spread;
  /** Asked anew for each worker. */
  readonly listenPoints: () => readonly ListenPoint[];
  readonly clock: Clock;
  readonly log: Log;
}

/** The workers of this machine: starts them, measures them, replaces those that die. */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #ports: PortBook;
  readonly #spare: Spare;
  readonly #slots: readonly WorkerSlot[];
  /** Workers that end once nobody is on them, with their ports. */
  readonly #leaving = new Map<MediaWorker, { readonly port: number; readonly sinceMs: number }>();
  #cancelMeasuring: () => void = () => undefined;
  #isClosed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#ports = new PortBook(options.portRange);
    const { clock, log, workerBin } = options;
    this.#spare = new Spare({ spawn: () => MediaWorker.spawn(workerBin), clock, log });
    this.#slots = Array.from(
      { length: options.workerCount },
      () =>
        new WorkerSlot({
          spawn: () => this.#spare.take(),
          listen: (worker, port) => this.#listen(worker, port),
          clock,
          log,
        }),
    );
  }

  get workerCount(): number {
    return this.#slots.length;
  }

  /** @throws {StartFault} when a worker does not start or finds no port. Nothing is left running then. */
  async start(): Promise<void> {
    const filled = await Promise.allSettled(this.#slots.map((slot) => slot.fill()));
    const failed = filled.find((one) => one.status === 'rejected');
    if (failed !== undefined) {
      await this.close();
      throw startFaultOf(failed.reason, this.#options.workerBin);
    }
    void this.#spare.refill();
    this.#measureLater();
  }

  /**
   * The worker for a room's next session: one the room is on, or another when those are full.
   *
   * @throws {Refusal} `media-unavailable` while all workers are being replaced.
   */
  place(occupied: readonly { readonly home: object; readonly sessionCount: number }[] = []): MediaWorker {
    const choices = this.#workers().map((worker) => ({
      worker,
      expectedRatio: worker.expectedRatio,
      routerCount: worker.load.routerCount,
      sessionCount: occupied.find(({ home }) => home === worker)?.sessionCount,
    }));
    const best = chooseWorker(choices, this.#options.spread)?.worker;
    if (best === undefined) throw new Refusal('media-unavailable', 'Media is being restarted. Try again in a moment.');
    best.expectSession();
    return best;
  }

  /**
   * Another worker takes the place of this one, which ends once nobody is on it. Undefined when there is none of this
   * process id.
   *
   * @throws {Error} when another one cannot be started, or finds no port.
   */
  async drain(workerPid: number): Promise<MediaWorker | undefined> {
    const slot = this.#slots.find(({ worker }) => worker?.pid === workerPid);
    const left = await slot?.rotate();
    if (left === undefined) return undefined;
    this.#leaving.set(left.worker, { port: left.port, sinceMs: this.#options.clock.monotonicMs() });
    this.#options.log.info({ workerPid }, 'a media worker is asked to go');
    return left.worker;
  }

  load(): WorkerLoad[] {
    return this.#workers().map(({ load }) => load);
  }

  /** Safe to repeat. Resolves once all processes are gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelMeasuring();
    const leaving = [...this.#leaving.keys()].map((worker) => worker.close());
    await Promise.all([this.#spare.close(), ...leaving, ...this.#slots.map((slot) => slot.close())]);
  }

  snapshot() {
    return {
      isSpareReady: this.#spare.isReady,
      sparePid: this.#spare.pid,
      slots: this.#slots.map((slot) => slot.snapshot()),
    };
  }

  #workers(): MediaWorker[] {
    return this.#slots.flatMap(({ worker }) => worker ?? []);
  }

  #endLeft(nowMs: number): void {
    for (const [worker, { port, sinceMs }] of this.#leaving) {
      if (worker.load.routerCount > 0 && nowMs - sinceMs < LEAVING_MAX_MS && worker.isAlive) continue;
      this.#leaving.delete(worker);
      void worker.close().then(() => this.#ports.release(port));
    }
  }

  /** Takes the same port again when it is given and free, else the next free one. */
  async #listen(worker: MediaWorker, before: number | undefined): Promise<number> {
    const points = this.#options.listenPoints();
    if (before !== undefined && (await hasBound(worker, points, before))) return before;
    if (before !== undefined) this.#ports.release(before);
    for (let port = this.#ports.claimAfter(0); port !== undefined; port = this.#ports.claimAfter(port)) {
      const isBound = await hasBound(worker, points, port).catch((thrown: unknown) => {
        if (port !== undefined) this.#ports.release(port);
        throw thrown;
      });
      if (isBound) return port;
      this.#ports.release(port);
    }
    const { first, last } = this.#ports.range;
    throw new StartFault(
      `MEDIA_PORT_RANGE: no port of ${first}-${last} is free on ${points.map(({ ip }) => ip).join(', ')}. Give a range with at least one free port per worker, UDP and TCP.`,
    );
  }

  #measureLater(): void {
    if (this.#isClosed) return;
    const { clock } = this.#options;
    this.#cancelMeasuring = clock.after(MEASURE_EVERY_MS, () => {
      for (const worker of this.#workers()) void worker.measure(clock.monotonicMs());
      this.#endLeft(clock.monotonicMs());
      this.#measureLater();
    });
  }
}

/** False when the port is another's. @throws {StartFault} when the address itself cannot be listened on. */
async function hasBound(worker: MediaWorker, points: readonly ListenPoint[], port: number): Promise<boolean> {
  try {
    await worker.listen(points, port);
    return true;
  } catch (thrown) {
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    // The worker words its errors as libuv does; there is no code to go by.
    if (text.includes('address already in use')) return false;
    if (/_bind\(\)|uv_listen/.test(text)) {
      throw new StartFault(
        `MEDIA_LISTEN_ADDRESS: cannot listen on ${points.map(({ ip }) => ip).join(', ')} (${text}). Set it to an address of this machine.`,
      );
    }
    throw thrown;
  }
}

function startFaultOf(reason: unknown, workerBin: string | undefined): StartFault {
  if (reason instanceof StartFault) return reason;
  const why = reason instanceof Error ? reason.message : String(reason);
  return new StartFault(
    `The mediasoup worker${workerBin === undefined ? '' : ` at ${workerBin} (MEDIASOUP_WORKER_BIN)`} does not start: ${why}`,
  );
}
