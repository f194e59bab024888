import { Refusal } from '#contracts';
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

/**
 * The time in which servers move what runs here elsewhere: before the process ends, or for an operator who wants it empty
 * and may think better of it.
 */
export class Drain implements Pick<HostLife, 'isDraining' | 'end' | 'drain' | 'reopen'> {
  readonly #options: DrainOptions;
  #over = Promise.withResolvers<void>();
  #cancels: (() => void)[] = [];
  #state: 'running' | 'draining' | 'over' = 'running';
  /** The process ends after it, whatever an operator says. */
  #isLast = false;

  constructor(options: DrainOptions) {
    this.#options = options;
  }

  readonly isDraining = (): boolean => this.#state !== 'running';

  readonly drain = (): void => this.#begin();

  /** For an end that is decided. Resolves when nothing is left to wait for. Safe to repeat. */
  start(): Promise<void> {
    this.#isLast = true;
    this.#begin();
    return this.#over.promise;
  }

  /** Takes meetings again. Safe to repeat. @throws {Refusal} `conflict` when the process is about to end. */
  readonly reopen = (): void => {
    if (this.#isLast) throw new Refusal('conflict', 'This media host is about to end.');
    if (this.#state === 'running') return;
    this.#state = 'running';
    this.#over = Promise.withResolvers<void>();
    for (const cancel of this.#cancels) cancel();
    const { rooms, log } = this.#options;
    log.info({ sessionCount: rooms.sessionCount }, 'takes meetings again');
    rooms.facts.tell({ name: 'host.reopened', payload: {} });
  };

  /** Nothing to wait for: no server is there, or none has another host. Safe to repeat, and before the start. */
  readonly end = (): void => {
    if (this.#state !== 'draining') return;
    this.#state = 'over';
    for (const cancel of this.#cancels) cancel();
    const { rooms, log } = this.#options;
    log.info({ sessionCount: rooms.sessionCount }, 'drained');
    this.#over.resolve();
  };

  #begin(): void {
    if (this.#state !== 'running') return;
    this.#state = 'draining';
    const { rooms, clock, log, drainMaxMs } = this.#options;
    log.info({ sessionCount: rooms.sessionCount }, 'draining: what runs here is to be moved away');
    rooms.facts.tell({ name: 'host.draining', payload: {} });
    this.#cancels = [clock.after(drainMaxMs, this.end)];
    this.#look();
  }

  #look(): void {
    if (this.#state !== 'draining') return;
    if (this.#options.rooms.sessionCount === 0) return this.end();
    this.#cancels[1] = this.#options.clock.after(LOOK_EVERY_MS, () => this.#look());
  }
}
