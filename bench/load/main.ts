/*
 * `npm run load`: synthetic participants against a Parley on this machine, for a bounded time, and what they met with.
 */
import { Crowd } from './crowd.js';
import type { LoadFigures } from './figures.js';
import { readOptions, USAGE, type LoadOptions } from './options.js';
import { createRoom, ParleySeat } from './parley.js';
import { named, servingBehind } from './processes.js';
import { describe } from './report.js';

/** What joins, leaves and answers that never come may take on top of the time asked for. */
const GRACE_MS = 90_000;
/** Guests that are prepared at once; more would only wait for each other. */
const PREPARED_AT_ONCE_COUNT = 20;

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options === 'help') {
      console.log(USAGE);
      return 0;
    }
    const figures = await run(options);
    console.log(options.isJson ? JSON.stringify(figures) : describe(figures));
    return figures.failedCount === 0 ? 0 : 1;
  } catch (thrown) {
    console.error((thrown as Error).message);
    return 2;
  }
}

async function run(options: LoadOptions): Promise<LoadFigures> {
  const giveUp = setTimeout(
    () => {
      console.error('The run did not end in time.');
      process.exit(2);
    },
    options.stayMs + options.joinSpreadMs + GRACE_MS,
  );
  const crowd = new Crowd(options);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void crowd.leave().finally(() => process.exit(130)));
  }
  try {
    const serving = options.pids === undefined ? servingBehind(portOf(options.origin)) : named(options.pids);
    const participants = (await prepareSeats(options)).map(({ seat, index }) => crowd.add(seat, { index }));
    const began = crowd.moment(serving);
    await crowd.join(participants, options.joinSpreadMs);
    return await crowd.stay(options.stayMs, serving, began);
  } finally {
    await crowd.leave();
    clearTimeout(giveUp);
  }
}

/** Everyone's guest and socket, the first of each meeting first, so that publishers are there early. */
async function prepareSeats({ origin, meetingCount, participantCount }: LoadOptions) {
  const rooms = await Promise.all(Array.from({ length: meetingCount }, () => createRoom(origin)));
  const places = Array.from({ length: participantCount }, (_, index) => rooms.map((room) => ({ room, index }))).flat();
  const seats: { readonly seat: ParleySeat; readonly index: number }[] = [];
  for (let at = 0; at < places.length; at += PREPARED_AT_ONCE_COUNT) {
    const some = places.slice(at, at + PREPARED_AT_ONCE_COUNT);
    const prepare = async ({ room, index }: (typeof places)[number]) => ({
      seat: await ParleySeat.prepare(origin, { room, name: `Load ${index + 1}` }),
      index,
    });
    seats.push(...(await Promise.all(some.map(prepare))));
  }
  return seats;
}

function portOf(origin: string): number {
  const { port, protocol } = new URL(origin);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}
