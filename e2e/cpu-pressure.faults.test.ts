import { spawn, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Person } from './rig/person.js';
import { inWords, qualityOver } from './rig/quality.js';
import { Stack } from './rig/stack.js';

/*
 * Something else takes every core of the machine for a while. Nobody may be taken for dead because of that. What is heard
 * meanwhile and afterwards is printed with the goals beside it; asserted is that every process and every seat is the same.
 */

const PRESSURE_SECONDS = Number(process.env['PRESSURE_SECONDS'] ?? '20');
const PARTS = ['server', 'media-host', 'worker'] as const;

let stack: Stack;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  stack = await Stack.start();
  ada = await Person.arrive({ name: 'Ada', toneHz: 500 });
  ben = await Person.arrive({ name: 'Ben', toneHz: 900 });
  const link = await ada.openMeeting(stack.url);
  await ada.join();
  await ben.join(link);
  await Promise.all([ada.seesMoving(['Ben']), ben.seesMoving(['Ada'])]);
});
afterAll(async () => {
  await Promise.all([ada.depart(), ben.depart()]);
  await stack.stop();
});

/** One busy loop per core, which ends by itself. */
function pressEveryCore(): readonly ChildProcess[] {
  const loop = `const untilMs = Date.now() + ${1_000 * PRESSURE_SECONDS}; while (Date.now() < untilMs);`;
  return Array.from({ length: availableParallelism() }, () => spawn(process.execPath, ['-e', loop]));
}

it('takes nobody for dead while the machine is busy with something else', async () => {
  const before = PARTS.map((part) => stack.pidsOf(part));
  const tile = await ada.tileOf('Ben').elementHandle();
  await Promise.all([ada.hears([900]), ben.hears([500])]);

  const loops = pressEveryCore();
  const busy = await qualityOver(ben, PRESSURE_SECONDS);
  for (const loop of loops) loop.kill();
  const [afterwards] = await Promise.all([qualityOver(ben, 3), ada.seesMoving(['Ben'])]);
  console.info(`every core taken for ${PRESSURE_SECONDS} s: ${inWords(busy)} (goal: made-up sound 0.05)`);
  console.info(`the three seconds after that: ${inWords(afterwards)}`);

  await Promise.all([ada.hears([900]), ben.hears([500])]);
  expect(PARTS.map((part) => stack.pidsOf(part))).toEqual(before);
  expect(await tile?.evaluate((element) => element.isConnected)).toBe(true);
  expect(await ada.page.getByTestId('tile').count()).toBe(2);
});
