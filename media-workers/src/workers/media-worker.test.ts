import { kill } from 'node:process';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { MediaWorker } from './media-worker.js';

const LOOK_EVERY_MS = 250;

let worker: MediaWorker;

beforeEach(async () => {
  worker = await MediaWorker.spawn(undefined);
});
afterEach(() => {
  kill(worker.pid, 'SIGCONT');
  return worker.close();
});

it('counts an answer that is late as strain, whatever share of a core was used, until one comes in time', async () => {
  await worker.measure(0);
  await worker.measure(LOOK_EVERY_MS);
  expect(worker.strainRatio).toBeLessThan(1);

  kill(worker.pid, 'SIGSTOP');
  const asked = [2, 3, 4].map((look) => worker.measure(look * LOOK_EVERY_MS));
  expect(worker.strainRatio).toBe(1);
  kill(worker.pid, 'SIGCONT');
  await Promise.all(asked);
  expect(worker.strainRatio).toBe(1);

  await worker.measure(5 * LOOK_EVERY_MS);
  expect(worker.strainRatio).toBeLessThan(1);
});
