import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DelayProxy } from './rig/delay-proxy.js';
import { joinAndTimeFirstFrame } from './rig/first-frame.js';
import { Person } from './rig/person.js';
import { Stack } from './rig/stack.js';

const JOIN_COUNT = 2;

let stack: Stack;
let publisher: Person;
let link: string;
/** Stands in front of the server's port for those whose signalling is to be slow; the page's origin stays allowed. */
let delayed: DelayProxy;

beforeAll(async () => {
  stack = await Stack.start();
  delayed = await DelayProxy.start(stack.port, 50);
  publisher = await Person.arrive({ name: 'Publisher' });
  link = await publisher.openMeeting(stack.url);
  await publisher.join();
});
afterAll(async () => {
  await publisher.depart();
  await delayed.stop();
  await stack.stop();
});

it.each([0, 50])('shows the first frame after a join, with signalling delayed by %d ms each way', async (delayMs) => {
  const through = delayMs === 0 ? link : link.replace(`:${stack.port}`, `:${delayed.port}`);
  const timesMs: number[] = [];
  for (let count = 0; count < JOIN_COUNT; count += 1) {
    const viewer = await Person.arrive({ name: `Viewer ${count}` });
    timesMs.push(await joinAndTimeFirstFrame(viewer, through, 'after-a-look'));
    await viewer.depart();
  }
  const sorted = timesMs.toSorted((a, b) => a - b).map(Math.round);
  console.info(`join to first frame, signalling delayed by ${delayMs} ms each way: ${sorted.join(', ')} ms`);
  expect(sorted).toHaveLength(JOIN_COUNT);
});
