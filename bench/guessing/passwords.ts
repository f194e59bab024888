import { randomUUID } from 'node:crypto';
import { newGuest } from '../guest.js';
import { MeasuredServer } from '../measured.js';
import { compareTimes } from './compare.js';
import { REDIS_AWAY, Visitor } from './visits.js';

/** Each costs a slow hash. */
const HASHED_TRY_COUNT = 200;
const TRY_COUNT = 1_000;
const RIGHT = 'correct horse battery staple';

/** Wrong passwords of several kinds; and right and wrong ones past the limit, and while tries cannot be counted. */
export async function comparePasswords(): Promise<void> {
  const unlimited = ['addressRoomPasswords', 'roomPasswords'];
  await withRoom({ unlimited }, async (show, roomId) => {
    const wrong = { short: 'a', near: RIGHT.slice(0, -1), long: 'x'.repeat(RIGHT.length) };
    const tries = Object.entries(wrong).map(([kind, guess]) => [kind, () => show(roomId, guess)]);
    await compareTimes('wrong passwords', Object.fromEntries(tries), HASHED_TRY_COUNT);
  });
  const past = (show: Show, roomId: string) => ({
    'a right one': () => show(roomId, RIGHT),
    'a wrong one': () => show(roomId, 'a guess'),
    'an unknown room': () => show(randomUUID(), 'a guess'),
  });
  await withRoom({}, async (show, roomId) => {
    for (let count = 0; count < 10; count += 1) await show(roomId, `wrong ${count}`);
    await compareTimes('past the limit', past(show, roomId), TRY_COUNT);
  });
  await withRoom({ environment: { REDIS_URL: REDIS_AWAY } }, async (show, roomId) => {
    await compareTimes('while Redis is away', past(show, roomId), TRY_COUNT);
  });
}

type Show = (roomId: string, password: string) => Promise<string>;

async function withRoom(
  options: Parameters<typeof MeasuredServer.start>[0],
  work: (show: Show, roomId: string) => Promise<void>,
): Promise<void> {
  const server = await MeasuredServer.start(options);
  try {
    const roomId = await new Visitor(server.url, await newGuest(server.url)).locked(RIGHT);
    const guesser = new Visitor(server.url, await newGuest(server.url));
    await work(async (id, password) => {
      const { status, text } = await guesser.ask('POST', `/rooms/${id}/entry`, { password });
      return `${status} ${text}`;
    }, roomId);
  } finally {
    await server.stop();
  }
}
