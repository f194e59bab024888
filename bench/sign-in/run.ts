/*
 * What signing in costs those who are in meetings: the round trip of a signalling request, and how late the server's event loop
 * is, while nobody signs in and while fifty people a second do, turn by turn in one run. Server, people who sign in, and whoever
 * measures are processes of their own. Prints figures and their ratios, asserts none.
 */
import { join } from 'node:path';
import { median } from '../built.js';
import { next, startChild } from '../children.js';
import { described, MeasuredServer, type Felt } from '../measured.js';
import { ACCOUNT_COUNT, SIGN_INS_PER_S } from './load.js';
import type { SignedIn } from './people.js';

const ROUND_COUNT = 3;
const TURN_MS = 8_000;

const server = await MeasuredServer.start({
  unlimited: ['addressSignIns', 'emailSignIns'],
  accountCount: ACCOUNT_COUNT,
});
const people = startChild(join(import.meta.dirname, 'people.js'), [server.url]);
await next(people);
const ratios: { readonly roundTrip: number; readonly lag: number }[] = [];
try {
  for (let round = 0; round < ROUND_COUNT; round += 1) {
    const quiet = await server.feel(TURN_MS);
    const signedIn = next<SignedIn>(people);
    people.send({ forMs: TURN_MS });
    const busy = await server.feel(TURN_MS);
    console.log(`nobody signs in:        ${described(quiet)}`);
    console.log(`${SIGN_INS_PER_S} a second sign in:    ${described(busy)}; ${spoken(await signedIn)}`);
    ratios.push({
      roundTrip: typical(busy) / typical(quiet),
      lag: busy.lag.p99Ms / quiet.lag.p99Ms,
    });
  }
} finally {
  people.kill();
  await server.stop();
}
console.log(
  `signing in at ${SIGN_INS_PER_S} a second: a signalling round trip takes ` +
    `${median(ratios.map(({ roundTrip }) => roundTrip)).toFixed(2)} times as long (p50), and the event loop is ` +
    `${median(ratios.map(({ lag }) => lag)).toFixed(2)} times as late (p99), both medians of ${ROUND_COUNT}`,
);

function typical({ roundTripMs }: Felt): number {
  return roundTripMs?.p50 ?? Number.NaN;
}

function spoken({ inCount, laterCount, p50Ms }: SignedIn): string {
  return `${inCount} signed in, ${laterCount} asked to come back, answered in ${p50Ms.toFixed(0)} ms (p50)`;
}
