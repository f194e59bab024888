import { join } from 'node:path';
import { next, startChild } from '../children.js';
import { newGuest } from '../guest.js';
import { described, MeasuredServer } from '../measured.js';
import type { Answered } from './guessers.js';
import { REDIS_AWAY, Visitor } from './visits.js';

const TURN_MS = 8_000;
const ROUND_COUNT = 3;
/** As many rooms as addresses: no room's limit ends the guessing before that of its address. */
const ROOM_COUNT = 50;

/** Fifty addresses guess, each behind our proxy and with a forged address before its own. */
export async function feelGuessers(): Promise<void> {
  await feelAt('', {});
  await feelAt(' while Redis is away', { REDIS_URL: REDIS_AWAY });
}

async function feelAt(when: string, environment: Readonly<Record<string, string>>): Promise<void> {
  const server = await MeasuredServer.start({ environment: { ...environment, TRUSTED_PROXIES: '127.0.0.1/32' } });
  const guessers = startChild(join(import.meta.dirname, 'guessers.js'), [server.url, await newGuest(server.url)]);
  try {
    await next(guessers);
    const host = new Visitor(server.url, await newGuest(server.url));
    const roomIds: string[] = [];
    while (roomIds.length < ROOM_COUNT) roomIds.push(await host.locked('open sesame'));
    for (let round = 0; round < ROUND_COUNT; round += 1) {
      console.log(`nobody guesses${when}:       ${described(await server.feel(TURN_MS))}`);
      const answered = next<Answered>(guessers);
      guessers.send({ forMs: TURN_MS, round, roomIds });
      const felt = await server.feel(TURN_MS);
      console.log(`50 addresses guess${when}:   ${described(felt)} (goal 100 ms); ${spoken(await answered)}`);
    }
  } finally {
    guessers.kill();
    await server.stop();
  }
}

function spoken({ countByStatus }: Answered): string {
  return Object.entries(countByStatus)
    .map(([status, count]) => `${count} times ${status}`)
    .join(', ');
}
