import { createWorker, type types as mediasoup } from 'mediasoup';
import type { ListenPoint } from './addresses.js';
import { SOCKET_BUFFERS } from './socket-buffers.js';

/** What one worker bears, as last measured. */
export interface WorkerLoad {
  readonly pid: number;
  /** Share of one core, 0..1. */
  readonly cpuRatio: number;
  readonly routerCount: number;
  readonly consumerCount: number;
}

/** What was just placed is taken to cost so much until the next measurement shows it, as a share of one core. */
const ROUTER_COST_RATIO = 0.05;
const SESSION_COST_RATIO = 0.005;
/** A worker that leaves so many measurements in a row unanswered hangs, and is killed so that it can be replaced. */
const UNANSWERED_MAX_COUNT = 20;
/**
 * One that was busy before, from this share of a core on, has more to do than it can rather than hangs: it is given longer,
 * since killing it costs everybody on it more than waiting.
 */
const BUSY_FROM_RATIO = 0.4;
const UNANSWERED_BUSY_MAX_COUNT = 80;
/**
 * A worker that answers only after so many measurements is strained, whatever share of a core it was given: others may have
 * had the rest of it.
 */
const LATE_FROM_COUNT = 3;
/** Over so long a load is told, and people are placed by it; a moment's strain is looked at apart. */
const LOAD_OVER_MS = 1_000;

interface Used {
  readonly atMs: number;
  readonly usedMs: number;
}

/** One mediasoup worker process. A spare one has no WebRtcServer yet; `listen` gives it one. */
export class MediaWorker {
  readonly #process: mediasoup.Worker;
  readonly #ended: Promise<void>;
  #webRtcServer: mediasoup.WebRtcServer | undefined;
  /** From before the time that a load is told over, oldest first. */
  #measured: readonly Used[] = [];
  #strainRatio = 0;
  #unansweredCount = 0;
  #isLeaving = false;
  #cpuRatio = 0;
  #expectedRatio = 0;
  #expectedSinceMs = 0;
  #routerCount = 0;
  #consumerCount = 0;

  /** @throws {Error} when the binary does not start. */
  static async spawn(workerBin: string | undefined): Promise<MediaWorker> {
    return new MediaWorker(await createWorker({ logLevel: 'warn', ...(workerBin === undefined ? {} : { workerBin }) }));
  }

  private constructor(process: mediasoup.Worker) {
    this.#process = process;
    this.#ended = new Promise((resolve) => process.once('subprocessclose', () => resolve()));
    process.observer.on('newrouter', (router) => this.#count(router));
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** True once it was asked to go: it is given nobody any more. */
  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  leave(): void {
    this.#isLeaving = true;
  }

  get isAlive(): boolean {
    return !this.#process.closed;
  }

  /** Calls back once when the process dies without being asked to. */
  onDied(call: (why: Error) => void): void {
    this.#process.once('died', call);
  }

  /** Listens on one port, the same for UDP and TCP. @throws {Error} as the worker words it when a bind fails. */
  async listen(points: readonly ListenPoint[], port: number): Promise<void> {
    this.#webRtcServer = await this.#process.createWebRtcServer({
      listenInfos: points.flatMap((point) => [
        { ...point, ...SOCKET_BUFFERS, protocol: 'udp' as const, port },
        { ...point, protocol: 'tcp' as const, port },
      ]),
    });
  }

  get webRtcServer(): mediasoup.WebRtcServer {
    if (this.#webRtcServer === undefined) throw new Error('This worker does not listen yet.');
    return this.#webRtcServer;
  }

  createRouter(mediaCodecs: mediasoup.RouterRtpCodecCapability[]): Promise<mediasoup.Router> {
    this.#expectedRatio += ROUTER_COST_RATIO;
    return this.#process.createRouter({ mediaCodecs });
  }

  /** Somebody's transports come here. */
  expectSession(): void {
    this.#expectedRatio += SESSION_COST_RATIO;
  }

  /** How loaded it is to be taken for when somebody is placed. */
  get expectedRatio(): number {
    return this.#cpuRatio + this.#expectedRatio;
  }

  /** Share of a core used in the last moment, 0..1. */
  get strainRatio(): number {
    return this.#strainRatio;
  }

  get load(): WorkerLoad {
    const { pid } = this;
    return { pid, cpuRatio: this.#cpuRatio, routerCount: this.#routerCount, consumerCount: this.#consumerCount };
  }

  /** Asks the process for its CPU time. Never rejects; a worker that does not answer for long is killed. */
  async measure(nowMs: number): Promise<void> {
    this.#unansweredCount += 1;
    if (this.#unansweredCount > this.#patienceCount()) return this.#kill();
    if (this.#isLate()) this.#strainRatio = 1;
    if (this.#unansweredCount > 1) return;
    try {
      const { ru_utime: userMs, ru_stime: systemMs } = await this.#process.getResourceUsage();
      this.#note({ atMs: nowMs, usedMs: userMs + systemMs });
    } catch {
      // Only a worker that ended meanwhile refuses; `onDied` tells of that.
    } finally {
      this.#unansweredCount = 0;
    }
  }

  /** Safe to repeat. Resolves once the process is gone. */
  close(): Promise<void> {
    this.#process.close();
    return this.#ended;
  }

  snapshot(): WorkerLoad & { readonly isAlive: boolean } {
    return { ...this.load, isAlive: this.isAlive };
  }

  #isLate(): boolean {
    return this.#unansweredCount >= LATE_FROM_COUNT;
  }

  #patienceCount(): number {
    return this.#cpuRatio >= BUSY_FROM_RATIO ? UNANSWERED_BUSY_MAX_COUNT : UNANSWERED_MAX_COUNT;
  }

  #note(now: Used): void {
    const last = this.#measured.at(-1);
    if (last !== undefined && now.atMs <= last.atMs) return;
    const isLong = ({ atMs }: Used) => now.atMs - atMs >= LOAD_OVER_MS;
    const from = Math.max(0, this.#measured.findLastIndex(isLong));
    this.#measured = [...this.#measured.slice(from), now];
    const [oldest] = this.#measured;
    if (last === undefined || oldest === undefined) return;
    this.#strainRatio = this.#isLate() ? 1 : shareOf(last, now);
    this.#cpuRatio = shareOf(oldest, now);
    this.#forgetExpected(now.atMs);
  }

  /** As often as a load is told: until then what was just placed does not show in it in full. */
  #forgetExpected(nowMs: number): void {
    if (nowMs - this.#expectedSinceMs < LOAD_OVER_MS) return;
    this.#expectedSinceMs = nowMs;
    this.#expectedRatio = 0;
  }

  #kill(): void {
    this.#unansweredCount = 0;
    try {
      process.kill(this.pid, 'SIGKILL');
    } catch {
      // Gone already (ESRCH).
    }
  }

  #count(router: mediasoup.Router): void {
    this.#routerCount += 1;
    router.observer.once('close', () => (this.#routerCount -= 1));
    router.observer.on('newtransport', (transport) => {
      transport.observer.on('newconsumer', (consumer) => {
        this.#consumerCount += 1;
        consumer.observer.once('close', () => (this.#consumerCount -= 1));
      });
    });
  }
}

function shareOf(before: Used, now: Used): number {
  return Math.min(1, Math.max(0, (now.usedMs - before.usedMs) / (now.atMs - before.atMs)));
}
