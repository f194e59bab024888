import { expect, it } from '@jest/globals';
import { SharedTask } from './shared-task.js';

it('makes a thing once for all who ask at the same time', async () => {
  const tasks = new SharedTask<string, object>();
  let madeCount = 0;
  const make = async (): Promise<object> => {
    madeCount += 1;
    return {};
  };
  const [first, second] = await Promise.all([tasks.get('a', make), tasks.get('a', make)]);
  expect(first).toBe(second);
  expect(madeCount).toBe(1);
});

it('forgets a failure, so that the next caller tries afresh', async () => {
  const tasks = new SharedTask<string, number>();
  await expect(tasks.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(tasks.get('a', () => Promise.resolve(1))).resolves.toBe(1);
});
