import type { types as mediasoup } from 'mediasoup';
import type { Clock, Log } from '#kernel';
import { Pipes } from './pipes.js';
import { LOOK_EVERY_MS, Shedding } from './shedding.js';
import { LEVEL_INTERVAL_MS, LEVEL_THRESHOLD_DBOV } from './speaking.js';
import type { Published, RouterHome } from './stage.js';
import { byWorker } from './worker-refusals.js';

type Levels = Promise<mediasoup.AudioLevelObserver>;

/**
 * The worker measures levels no more often than every 250 ms, but it may do so several times, each in its own turn. So
 * many turns make it known within about 60 ms that somebody begins to speak.
 */
const TURNS_COUNT = 4;

export interface FloorOptions {
  /** What the router forwards, the one to prefer first. */
  readonly codecs: readonly mediasoup.RouterRtpCodecCapability[];
  readonly home: RouterHome;
  readonly log: Log;
  readonly clock: Clock;
  readonly onHeard: (volumes: readonly mediasoup.AudioLevelObserverVolume[]) => void;
  /** Its worker leaves more or less of videos out. */
  readonly onShed: (floor: Floor) => void;
  /** The same, measured in between, once `listenClosely` was asked for. */
  readonly onOnset: (volumes: readonly mediasoup.AudioLevelObserverVolume[]) => void;
  /** Its worker died. */
  readonly onLost: (floor: Floor) => void;
}

/** One room on one worker: its router, what is carried over to it, and how loud it is there. */
export class Floor {
  readonly home: RouterHome;
  readonly router: mediasoup.Router;
  readonly pipes: Pipes;
  readonly #options: FloorOptions;
  readonly #shedding = new Shedding();
  #cancelLook: () => void = () => undefined;
  readonly #measured = new Set<mediasoup.Producer>();
  readonly #levels: Levels[];
  #isListeningClosely = false;

  /** @throws {Refusal} `media-unavailable` when the worker is gone. */
  static async open(options: FloorOptions): Promise<Floor> {
    const router = await byWorker(() => options.home.createRouter(structuredClone([...options.codecs])));
    return new Floor(router, options);
  }

  private constructor(router: mediasoup.Router, options: FloorOptions) {
    this.#options = options;
    this.home = options.home;
    this.router = router;
    this.pipes = new Pipes(router);
    router.once('workerclose', () => options.onLost(this));
    this.#levels = [this.#observeLevels(options.onHeard)];
    this.#look();
  }

  /** Measures a microphone that comes in here. Safe to repeat; never throws, and nobody waits for it. */
  measure({ producer }: Published): void {
    if (this.#measured.has(producer)) return;
    this.#measured.add(producer);
    producer.observer.once('close', () => this.#measured.delete(producer));
    for (const levels of this.#levels) this.#add(producer, levels);
  }

  /**
   * From now on it matters who begins to speak: not everybody is forwarded. Safe to repeat. It costs a little for each
   * packet of sound, so that small meetings do without.
   */
  listenClosely(): void {
    if (this.#isListeningClosely) return;
    this.#isListeningClosely = true;
    const { clock, onOnset } = this.#options;
    for (let turn = 1; turn < TURNS_COUNT; turn += 1) {
      clock.after((turn * LEVEL_INTERVAL_MS) / TURNS_COUNT, () => {
        if (this.router.closed) return;
        const levels = this.#observeLevels(onOnset);
        this.#levels.push(levels);
        for (const producer of this.#measured) this.#add(producer, levels);
      });
    }
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
  #look(): void {
    const { clock, onShed } = this.#options;
    if (this.router.closed) return;
    this.#cancelLook = clock.after(LOOK_EVERY_MS, () => {
      if (this.#shedding.measured(this.home.strainRatio ?? 0)) onShed(this);
      this.#look();
    });
  }

  #add(producer: mediasoup.Producer, levels: Levels): void {
    const add = async () => {
      const observer = await levels;
      if (!producer.closed) await observer.addProducer({ producerId: producer.id });
    };
    add().catch((thrown: unknown) => {
      if (!producer.closed) this.#options.log.warn({ err: thrown, producerId: producer.id }, 'a level is not measured');
    });
  }

  /** Not waited for: who is speaking is no part of anybody's way in. */
  #observeLevels(onHeard: FloorOptions['onHeard']): Levels {
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
        if (!this.router.closed) this.#options.log.warn({ err: thrown }, 'levels are not measured');
      },
    );
    return levels;
  }
}
