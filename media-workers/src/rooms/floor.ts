import type { types as mediasoup } from 'mediasoup';
import type { Clock, Log } from '#kernel';
import { Pipes } from './pipes.js';
import { Shedding } from './shedding.js';
import { LEVEL_INTERVAL_MS, LEVEL_THRESHOLD_DBOV } from './speaking.js';
import type { Published, RouterHome } from './stage.js';
import { byWorker } from './worker-refusals.js';

const LOOK_EVERY_MS = 1_000;

export interface FloorOptions {
  /** What the router forwards, the one to prefer first. */
  readonly codecs: readonly mediasoup.RouterRtpCodecCapability[];
  readonly home: RouterHome;
  readonly log: Log;
  readonly onHeard: (volumes: readonly mediasoup.AudioLevelObserverVolume[]) => void;
  /** Its worker leaves more or less of videos out. */
  readonly onShed: (floor: Floor) => void;
  readonly clock: Clock;
  /** Its worker died. */
  readonly onLost: (floor: Floor) => void;
}

/** One room on one worker: its router, what is carried over to it, and how loud it is there. */
export class Floor {
  readonly home: RouterHome;
  readonly router: mediasoup.Router;
  readonly pipes: Pipes;
  readonly #log: Log;
  readonly #shedding = new Shedding();
  #cancelLook: () => void = () => undefined;
  readonly #measured = new WeakSet<mediasoup.Producer>();
  readonly #levels: Promise<mediasoup.AudioLevelObserver>;

  /** @throws {Refusal} `media-unavailable` when the worker is gone. */
  static async open(options: FloorOptions): Promise<Floor> {
    const router = await byWorker(() => options.home.createRouter(structuredClone([...options.codecs])));
    return new Floor(router, options);
  }

  private constructor(router: mediasoup.Router, options: FloorOptions) {
    const { home, log, onHeard, onLost } = options;
    this.home = home;
    this.router = router;
    this.pipes = new Pipes(router);
    this.#log = log;
    router.once('workerclose', () => onLost(this));
    this.#levels = this.#observeLevels(onHeard);
    this.#look(options);
  }

  /** Measures a microphone that comes in here. Safe to repeat; never throws, and nobody waits for it. */
  measure({ producer }: Published): void {
    if (this.#measured.has(producer)) return;
    this.#measured.add(producer);
    const add = async () => {
      const observer = await this.#levels;
      if (!producer.closed) await observer.addProducer({ producerId: producer.id });
    };
    add().catch((thrown: unknown) => {
      if (!producer.closed) this.#log.warn({ err: thrown, producerId: producer.id }, 'a level is not measured');
    });
  }

  /** Safe to repeat. Everything on the router ends. */
  close(): void {
    this.#cancelLook();
    this.router.close();
  }

  /** How much of videos is left out here, for the worker bears no more. */
  get shedLevel(): number {
    return this.#shedding.level;
  }

  /** As often as the pool measures. */
  #look(options: FloorOptions): void {
    if (this.router.closed) return;
    this.#cancelLook = options.clock.after(LOOK_EVERY_MS, () => {
      if (this.#shedding.measured(this.home.load?.cpuRatio ?? 0)) options.onShed(this);
      this.#look(options);
    });
  }

  /** Not waited for: who is speaking is no part of anybody's way in. */
  #observeLevels(onHeard: FloorOptions['onHeard']): Promise<mediasoup.AudioLevelObserver> {
    const levels = this.router.createAudioLevelObserver({
      maxEntries: 16,
      threshold: LEVEL_THRESHOLD_DBOV,
      interval: LEVEL_INTERVAL_MS,
    });
    levels.then(
      (observer) => {
        observer.on('volumes', onHeard);
      },
      (thrown: unknown) => {
        if (!this.router.closed) this.#log.warn({ err: thrown }, 'levels are not measured');
      },
    );
    return levels;
  }
}
