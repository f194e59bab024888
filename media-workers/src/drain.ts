import type { Clock, Log } from '#kernel';
import type { HostLife } from './rooms/handlers.js';
import type { Rooms } from './rooms/rooms.js';

/** How often an ending host looks whether anything is left. */
const LOOK_EVERY_MS = 200;

export interface DrainOptions {
  /** What runs here, as far as its end matters. */
  readonly rooms: Pick<Rooms, 'sessionCount' | 'facts'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends in any case after so long. */
  readonly drainMaxMs: number;
}

/** The time between being asked to end and the end: servers move what runs here elsewhere. */
export class Drain implements Pick<HostLife, 'isDraining' | 'end' | 'drain'> {
  readonly #options: DrainOptions;
  readonly #over: Promise<void>;
  #finish: () => void = () => undefined;
  #cancels: (() => void)[] = [];
  #state: 'running' | 'draining' | 'over' = 'running';

  constructor(options: DrainOptions) {
    this.#options = options;
    this.#over = new Promise((resolve) => (this.#finish = resolve));
  }

  readonly isDraining = (): boolean => this.#state !== 'running';

  readonly drain = (): void => void this.start();

  /** Resolves when nothing is left to wait for. Safe to repeat. */
  start(): Promise<void> {
    if (this.#state !== 'running') return this.#over;
    this.#state = 'draining';
    const { rooms, clock, log, drainMaxMs } = this.#options;
    log.info({ sessionCount: rooms.sessionCount }, 'draining: what runs here is to be moved away');
    rooms.facts.tell({ name: 'host.draining', payload: {} });
    this.#cancels = [clock.after(drainMaxMs, this.end)];
    this.#look();
    return this.#over;
  }

  /** Nothing to wait for: no server is there, or none has another host. Safe to repeat, and before the start. */
  readonly end = (): void => {
    if (this.#state !== 'draining') return;
    this.#state = 'over';
    for (const cancel of this.#cancels) cancel();
    const { rooms, log } = this.#options;
    log.info({ sessionCount: rooms.sessionCount }, 'drained');
    this.#finish();
  };

  #look(): void {
    if (this.#state !== 'draining') return;
    if (this.#options.rooms.sessionCount === 0) return this.end();
    this.#cancels[1] = this.#options.clock.after(LOOK_EVERY_MS, () => this.#look());
  }
}
