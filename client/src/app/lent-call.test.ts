import { expect, it } from '@jest/globals';
import type { CallView } from '../engine/model.js';
import { LentCall } from './lent-call.js';

it('makes a call for the first watcher, closes it after the last, and then makes another', () => {
  const closed: number[] = [];
  let madeCount = 0;
  const lent = new LentCall(() => {
    const number = (madeCount += 1);
    return { close: () => closed.push(number) } as unknown as CallView;
  });
  expect([lent.get(), madeCount]).toEqual([undefined, 0]);

  const stopFirst = lent.watch(() => undefined);
  const stopSecond = lent.watch(() => undefined);
  expect(madeCount).toBe(1);
  stopFirst();
  expect(closed).toEqual([]);
  stopSecond();
  expect([closed, lent.get()]).toEqual([[1], undefined]);

  lent.watch(() => undefined);
  expect(madeCount).toBe(2);
  expect(lent.get()).toBeDefined();
});
