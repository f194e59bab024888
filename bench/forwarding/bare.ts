import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { ConsumerOffer, MediaCapabilities, MediaSession, RtpCapabilities } from '#contracts';
import { below, type ServingProcess } from '../load/processes.js';
import type { Publication, Seat, SeatEvents } from '../load/seat.js';
import type { BareMessage, BareRequest } from './bare-host.js';

type Waiting = ReturnType<typeof Promise.withResolvers<unknown>>;

/** The bare mediasoup script in a process of its own, and seats in it. */
export class Bare {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #events = new Map<number, SeatEvents>();
  #nextId = 0;
  #nextSeat = 0;

  constructor(workerBin: string) {
    this.#child = fork(join(import.meta.dirname, 'bare-host.js'), {
      env: { ...process.env, MEDIASOUP_WORKER_BIN: workerBin },
    });
    this.#child.on('message', (message) => this.#take(message as BareMessage));
    this.#child.once('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('The bare host ended.'));
    });
  }

  /** The script and its worker, to be measured. */
  serving(): ServingProcess[] {
    const { pid } = this.#child;
    if (pid === undefined) return [];
    return [{ pid, part: 'media host' }, ...below(pid).map((one) => ({ pid: one, part: 'worker' }))];
  }

  async seat(): Promise<Seat> {
    const seat = this.#nextSeat;
    this.#nextSeat += 1;
    const routerRtpCapabilities = (await this.#ask({ seat, ask: 'capabilities' })) as RtpCapabilities;
    return {
      routerRtpCapabilities,
      participantId: undefined,
      join: async (media: MediaCapabilities, events: SeatEvents) => {
        this.#events.set(seat, events);
        return (await this.#ask({ seat, ask: 'join', media })) as MediaSession;
      },
      publish: async (publication: Publication) => void (await this.#ask({ seat, ask: 'publish', publication })),
      ready: () => Promise.resolve(),
      leave: async () => {
        this.#events.delete(seat);
        await this.#ask({ seat, ask: 'leave' }).catch(() => undefined);
      },
    };
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.disconnect();
    await ended;
  }

  #ask(request: Omit<BareRequest, 'id'>): Promise<unknown> {
    const id = this.#nextId;
    this.#nextId += 1;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    this.#child.send({ ...request, id });
    return waiting.promise;
  }

  #take(message: BareMessage): void {
    if ('opened' in message) {
      return this.#events.get(message.seat)?.onOpened([message.opened as ConsumerOffer]);
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('fault' in message) waiting?.reject(new Error(message.fault));
    else waiting?.resolve(message.data);
  }
}
