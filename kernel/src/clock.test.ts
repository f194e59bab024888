import { expect, it } from '@jest/globals';
import { ManualClock, steadied, type Clock } from './clock.js';

it('goes on steadily while the wall clock is set to something else', () => {
  const steps = new ManualClock(1_000);
  let setByMs = 0;
  const machine: Clock = {
    nowMs: () => steps.nowMs() + setByMs,
    monotonicMs: () => steps.monotonicMs(),
    after: (delayMs, call) => steps.after(delayMs, call),
  };
  const before = steadied(machine);
  setByMs = 3_600_000;
  steps.advance(500);
  expect(before.nowMs()).toBe(1_500);
  expect(steadied(machine).nowMs()).toBe(3_601_500);
});
