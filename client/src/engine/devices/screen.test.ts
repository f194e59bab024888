/** @jest-environment node */
import { beforeEach, expect, it } from '@jest/globals';
import { ManualClock } from '#kernel';
import { FakeHardware } from '../fakes/fake-hardware.js';
import { MemoryKeyValues } from '../storage.js';
import { Screen } from './screen.js';

let clock: ManualClock;
let hardware: FakeHardware;
let storage: MemoryKeyValues;
let screen: Screen;

beforeEach(() => {
  clock = new ManualClock();
  hardware = new FakeHardware();
  storage = new MemoryKeyValues();
  screen = new Screen({ hardware, storage, clock });
});

const sent = () => {
  const wish = screen.wish.get();
  return wish.kind === 'sending' ? [wish.profile, wish.track.contentHint] : wish.kind;
};

/** Seconds in which the shared picture changes so often. */
function pass(secondsCount: number, perSecond: number): void {
  for (let second = 0; second < secondsCount; second += 1) {
    hardware.framesCount += perSecond;
    clock.advance(1_000);
  }
}

it('shares as text, and as motion once what is shown goes on moving', async () => {
  await screen.toggle();
  expect(sent()).toEqual(['text', 'text']);
  pass(4, 25);
  expect(sent()).toEqual(['motion', 'motion']);
  pass(9, 1);
  expect(sent()).toEqual(['text', 'text']);
});

it('does as the presenter chooses, whatever is shown, and remembers it', async () => {
  screen.choose('motion');
  await screen.toggle();
  pass(10, 0);
  expect(sent()).toEqual(['motion', 'motion']);
  screen.choose('text');
  pass(10, 30);
  expect(sent()).toEqual(['text', 'text']);
  expect(new Screen({ hardware, storage, clock }).choice.get()).toBe('text');
});

it('looks at nothing any more once the share is over', async () => {
  await screen.toggle();
  await screen.toggle();
  pass(5, 30);
  expect(sent()).toBe('absent');
});
