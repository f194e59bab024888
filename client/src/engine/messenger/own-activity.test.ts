import { expect, it } from '@jest/globals';
import { ManualClock } from '#kernel';
import { FakeSignal } from '../fakes/fake-signal.js';
import { OwnActivity } from './own-activity.js';

const MINUTE_MS = 60_000;

function rig() {
  const [clock, signal] = [new ManualClock(), new FakeSignal()];
  signal.open();
  const activity = new OwnActivity(clock);
  activity.attach(signal);
  return { clock, signal, activity, told: () => signal.inputsOf('presence.set').map(({ isAway }) => isAway) };
}

it('says each minute that somebody is there, not more often, and that they are away after five without a sign', () => {
  const { clock, activity, told } = rig();
  for (let count = 0; count < 20; count += 1) activity.sign();
  expect(told()).toEqual([]);
  clock.advance(MINUTE_MS);
  activity.sign();
  activity.sign();
  expect(told()).toEqual([false]);
  clock.advance(5 * MINUTE_MS);
  expect(told()).toEqual([false, true]);
  clock.advance(60 * MINUTE_MS);
  expect(told()).toEqual([false, true]);
  activity.sign();
  expect(told()).toEqual([false, true, false]);
});

it('says on a new connection that one is away, since the server takes everybody who comes for active', () => {
  const { clock, signal, activity, told } = rig();
  clock.advance(5 * MINUTE_MS);
  activity.detach();
  activity.attach(signal);
  expect(told()).toEqual([true, true]);
});
