import type { Crowd } from '../load/crowd.js';
import type { Participant } from '../load/participant.js';
import { Stack } from '../../e2e/rig/stack.js';
import { createRoom, ParleySeat, type Room } from '../load/parley.js';
import type { ServingProcess } from '../load/processes.js';
import type { Seat } from '../load/seat.js';
import { Bare } from './bare.js';

/** Something that forwards media and lets people in: what is measured, and what it is measured against. */
export interface Subject {
  readonly name: string;
  /** The processes that media passes through, and those that steer them. */
  serving(): readonly ServingProcess[];
  /** Seats of one new meeting. */
  seats(count: number): Promise<readonly Seat[]>;
  stop(): Promise<void>;
}

/** Seats that are prepared at once. */
const PREPARED_AT_ONCE_COUNT = 20;

/** What `npm start` starts, with one worker, as the bare script has one, unless told otherwise. */
export async function parley(workerBin: string, environment: Readonly<Record<string, string>> = {}): Promise<Subject> {
  const stack = await Stack.start({
    MEDIASOUP_WORKER_BIN: workerBin,
    MEDIA_WORKERS: '1',
    ROOM_CAPACITY: '500',
    ...environment,
  });
  const room = async () => createRoom(stack.url);
  return {
    name: 'Parley',
    serving: () => [
      ...stack.pidsOf('media-host').map((pid) => ({ pid, part: 'media host' })),
      ...stack.pidsOf('worker').map((pid) => ({ pid, part: 'worker' })),
    ],
    seats: async (count) => seatsIn(await room(), { origin: stack.url, count }),
    stop: () => stack.stop(),
  };
}

async function seatsIn(
  room: Room,
  { origin, count }: { readonly origin: string; readonly count: number },
): Promise<Seat[]> {
  const seats: Seat[] = [];
  while (seats.length < count) {
    const some = Array.from({ length: Math.min(PREPARED_AT_ONCE_COUNT, count - seats.length) }, (_, index) => {
      return ParleySeat.prepare(origin, { room, name: `Load ${seats.length + index + 1}` });
    });
    seats.push(...(await Promise.all(some)));
  }
  return seats;
}

/** A bare mediasoup script, forwarding the same with this worker. */
export function bare(workerBin: string): Subject {
  const host = new Bare(workerBin);
  return {
    name: 'bare mediasoup',
    serving: () => host.serving(),
    seats: (count) => Promise.all(Array.from({ length: count }, () => host.seat())),
    stop: () => host.stop(),
  };
}

/** Seats of one new meeting, with somebody for each. */
export async function seated(crowd: Crowd, subject: Subject, count: number): Promise<Participant[]> {
  const seats = await subject.seats(count);
  return seats.map((seat, index) => crowd.add(seat, { index }));
}
