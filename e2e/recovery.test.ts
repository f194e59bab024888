import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { eventually } from './rig/eventually.js';
import { Person } from './rig/person.js';
import { Stack } from './rig/stack.js';

const ADA_HZ = 600;
const BEN_HZ = 1_100;

let stack: Stack;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  stack = await Stack.start();
});
afterEach(async () => {
  await Promise.all([ada, ben].map((person) => person.depart()));
});
afterAll(() => stack.stop());

async function twoInAMeeting(): Promise<void> {
  [ada, ben] = await Promise.all([
    Person.arrive({ name: 'Ada', toneHz: ADA_HZ }),
    Person.arrive({ name: 'Ben', toneHz: BEN_HZ }),
  ]);
  const link = await ada.openMeeting(stack.url);
  await ada.join();
  await ben.join(link);
  await ada.seesMoving(['Ben']);
  await ben.seesMoving(['Ada']);
}

/** Kills one part as a crash would and waits until another process has taken its place. */
async function killAndAwaitAnother(part: 'server' | 'media-host' | 'worker'): Promise<void> {
  const before = stack.pidsOf(part);
  expect(before.length).toBeGreaterThan(0);
  for (const pid of before) process.kill(pid, 'SIGKILL');
  await eventually(() => {
    const now = stack.pidsOf(part);
    return now.length >= before.length && now.every((pid) => !before.includes(pid)) ? undefined : `no new ${part} yet`;
  });
}

/** Longest time between two frames of `name` that `person` was shown since the watch began, in ms. */
async function watchFrames(person: Person, name: string): Promise<() => Promise<number>> {
  const video = person.tileOf(name).locator('video');
  await video.evaluate((element) => {
    const shown = element as HTMLVideoElement & { longestGapMs?: number };
    let lastMs = performance.now();
    shown.longestGapMs = 0;
    const look = (): void => {
      const nowMs = performance.now();
      shown.longestGapMs = Math.max(shown.longestGapMs ?? 0, nowMs - lastMs);
      lastMs = nowMs;
      shown.requestVideoFrameCallback(look);
    };
    shown.requestVideoFrameCallback(look);
  });
  return () => video.evaluate((element) => (element as HTMLVideoElement & { longestGapMs?: number }).longestGapMs ?? 0);
}

async function timeOrigins(): Promise<readonly number[]> {
  return Promise.all([ada, ben].map(({ page }) => page.evaluate(() => performance.timeOrigin)));
}

/** Signalling works again, both ways, without anybody having pressed anything. */
async function isSignalledAgain(): Promise<void> {
  await ben.press('Mute microphone');
  await ada.tileOf('Ben').and(ada.page.locator('[data-audio="off"]')).waitFor();
  await ada.press('Turn camera off');
  await ben.tileOf('Ada').and(ben.page.locator('[data-video="off"]')).waitFor();
  await ben.press('Unmute microphone');
  await ada.press('Turn camera on');
  await ben.seesMoving(['Ada']);
  await ada.hears([BEN_HZ]);
}

it('goes on by itself, in the same seats, when the server, a worker and the media host are killed', async () => {
  await twoInAMeeting();
  const origins = await timeOrigins();

  const gapMs = await watchFrames(ada, 'Ben');
  await killAndAwaitAnother('server');
  await everythingFlows();
  console.info(`server killed: longest gap between frames ${Math.round(await gapMs())} ms`);

  for (const part of ['worker', 'media-host'] as const) {
    await killAndAwaitAnother(part);
    await everythingFlows();
  }
  expect(await timeOrigins()).toEqual(origins);
  expect(await ada.page.getByTestId('tile').count()).toBe(2);
});

async function everythingFlows(): Promise<void> {
  await ada.seesMoving(['Ben']);
  await ben.seesMoving(['Ada']);
  await ada.hears([BEN_HZ]);
  await isSignalledAgain();
}
