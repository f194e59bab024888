/*
 * What signing in costs those who are in meetings: the round trip of a signalling request, and how late the server's event loop
 * is, while nobody signs in and while fifty people a second do, turn by turn in one run. Server, people who sign in, and whoever
 * measures are processes of their own. Prints figures and their ratios, asserts none.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { GuestIssued, SIGNAL_NAMESPACE } from '#contracts';
import { median } from '../built.js';
import { SIGN_INS_PER_S } from './load.js';
import type { SignedIn } from './people.js';
import type { Lag } from './server.js';

const ROUND_COUNT = 3;
const TURN_MS = 8_000;
/** Requests of one who is in a meeting; far below what the server allows. */
const ASK_EVERY_MS = 25;

interface Turn {
  readonly roundTripMs: { readonly p50: number; readonly p99: number };
  readonly lag: Lag;
  readonly signedIn: SignedIn | undefined;
}

const server = start('server.js');
const { url } = await next<{ url: string }>(server);
const people = start('people.js', url);
await next(people);
const socket = await connected(url);
const ratios: { readonly roundTrip: number; readonly lag: number }[] = [];
try {
  for (let round = 0; round < ROUND_COUNT; round += 1) {
    const quiet = await turn(false);
    const busy = await turn(true);
    console.log(`nobody signs in:        ${described(quiet)}`);
    console.log(`${SIGN_INS_PER_S} a second sign in:    ${described(busy)}`);
    ratios.push({
      roundTrip: busy.roundTripMs.p50 / quiet.roundTripMs.p50,
      lag: busy.lag.p99Ms / quiet.lag.p99Ms,
    });
  }
} finally {
  socket.close();
  people.kill();
  server.send('stop');
  await once(server, 'exit');
}
console.log(
  `signing in at ${SIGN_INS_PER_S} a second: a signalling round trip takes ` +
    `${median(ratios.map(({ roundTrip }) => roundTrip)).toFixed(2)} times as long (p50), and the event loop is ` +
    `${median(ratios.map(({ lag }) => lag)).toFixed(2)} times as late (p99), both medians of ${ROUND_COUNT}`,
);

async function turn(isBusy: boolean): Promise<Turn> {
  const signedIn = isBusy ? next<SignedIn>(people) : undefined;
  if (isBusy) people.send({ forMs: TURN_MS });
  server.send('begin');
  const untilMs = performance.now() + TURN_MS;
  const waitedMs: number[] = [];
  while (performance.now() < untilMs) {
    const askedMs = performance.now();
    await socket.timeout(10_000).emitWithAck('meeting.leave', {});
    waitedMs.push(performance.now() - askedMs);
    await sleep(ASK_EVERY_MS);
  }
  const lag = next<Lag>(server);
  server.send('end');
  const sorted = waitedMs.toSorted((a, b) => a - b);
  const at = (ratio: number) => sorted[Math.floor(sorted.length * ratio)] ?? Number.NaN;
  return { roundTripMs: { p50: at(0.5), p99: at(0.99) }, lag: await lag, signedIn: await signedIn };
}

async function connected(baseUrl: string): Promise<Socket> {
  const answer = await fetch(`${baseUrl}/api/v1/guests`, { method: 'POST' });
  const { token } = GuestIssued.parse(await answer.json());
  const line = io(`${baseUrl}${SIGNAL_NAMESPACE}`, { transports: ['websocket'], auth: { token } });
  await new Promise((resolve, reject) => {
    line.once('connect', () => resolve(undefined));
    line.once('connect_error', reject);
  });
  return line;
}

function start(name: string, ...given: readonly string[]): ChildProcess {
  return fork(join(import.meta.dirname, name), given, { stdio: 'inherit' });
}

async function next<T>(child: ChildProcess): Promise<T> {
  const [message] = (await once(child, 'message')) as [T];
  return message;
}

function described({ roundTripMs, lag, signedIn }: Turn): string {
  const signing =
    signedIn === undefined
      ? ''
      : `; ${signedIn.inCount} signed in, ${signedIn.laterCount} asked to come back, answered in ${signedIn.p50Ms.toFixed(0)} ms (p50)`;
  return (
    `round trip p50 ${roundTripMs.p50.toFixed(1)} ms, p99 ${roundTripMs.p99.toFixed(1)} ms; ` +
    `event loop late p50 ${lag.p50Ms.toFixed(1)} ms, p99 ${lag.p99Ms.toFixed(1)} ms${signing}`
  );
}
