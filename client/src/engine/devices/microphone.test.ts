/** @jest-environment node */
import { beforeEach, expect, it } from '@jest/globals';
import { ManualClock } from '#kernel';
import { FakeHardware } from '../fakes/fake-hardware.js';
import { turns } from '../fakes/turns.js';
import { MemoryKeyValues } from '../storage.js';
import { Microphone } from './microphone.js';

let hardware: FakeHardware;
let storage: MemoryKeyValues;
let clock: ManualClock;
let microphone: Microphone;
let probesCount: number;

beforeEach(() => {
  hardware = new FakeHardware();
  storage = new MemoryKeyValues();
  clock = new ManualClock();
  probesCount = 0;
  microphone = make();
});

function make(): Microphone {
  return new Microphone({
    hardware,
    storage,
    clock,
    makeProbe: () => {
      probesCount += 1;
      return { rms: () => 0.1, close: () => (probesCount -= 1) };
    },
  });
}

it('opens on the first press; muting keeps the device open but sends nothing', async () => {
  const opening = microphone.toggle();
  expect(microphone.state.get()).toEqual({ kind: 'opening' });
  expect(microphone.wish.get().kind).not.toBe('sending');
  await opening;
  expect(microphone.wish.get()).toEqual({ kind: 'sending', track: hardware.opened[0] });

  await microphone.toggle();
  expect(microphone.state.get()).toEqual({ kind: 'off' });
  expect(microphone.wish.get()).toEqual({ kind: 'silent', track: hardware.opened[0] });
  expect(microphone.stream.get()).toBeUndefined();
  expect(hardware.opened[0]?.readyState).toBe('live');

  await microphone.toggle();
  expect(hardware.opened).toHaveLength(1);
  expect(microphone.state.get()).toEqual({ kind: 'live' });
});

it('does nothing when pressed while it opens', async () => {
  const opening = microphone.toggle();
  await microphone.toggle();
  await opening;
  expect(hardware.opened).toHaveLength(1);
  expect(microphone.state.get()).toEqual({ kind: 'live' });
});

it.each([
  ['NotAllowedError', 'denied'],
  ['NotFoundError', 'missing'],
  ['NotReadableError', 'busy'],
  ['TypeError', 'unknown'],
])('says why it would not open: %s', async (name, why) => {
  hardware.failures.push(name);
  await microphone.toggle();
  expect(microphone.state.get()).toEqual({ kind: 'failed', why });
  await microphone.toggle();
  expect(microphone.state.get()).toEqual({ kind: 'live' });
});

it('takes the default when the chosen device is not there', async () => {
  await microphone.choose('headset');
  hardware.failures.push('OverconstrainedError');
  await microphone.toggle();
  expect(hardware.wanted).toEqual(['headset', undefined]);
  expect(microphone.state.get()).toEqual({ kind: 'live' });
});

it('falls back to another device when unplugged, without a moment of being live with a dead one', async () => {
  await microphone.toggle();
  hardware.opened[0]?.unplug();
  await turns();
  expect(microphone.wish.get()).toEqual({ kind: 'sending', track: hardware.opened[1] });
  expect(microphone.state.get()).toEqual({ kind: 'live' });

  hardware.failures.push('NotFoundError');
  hardware.opened[1]?.unplug();
  await turns();
  expect(microphone.state.get()).toEqual({ kind: 'failed', why: 'missing' });
  expect(microphone.wish.get()).toEqual({ kind: 'silent', track: undefined });
});

it('stays muted through an unplugged and a changed device', async () => {
  await microphone.toggle();
  await microphone.toggle();
  hardware.opened[0]?.unplug();
  await turns();
  await microphone.choose('headset');
  expect(microphone.state.get()).toEqual({ kind: 'off' });
  expect(microphone.wish.get()).toEqual({ kind: 'silent', track: hardware.opened[2] });
  expect(hardware.opened[1]?.readyState).toBe('ended');
});

it('closes what opens after it was closed', async () => {
  const opening = microphone.toggle();
  microphone.close();
  await opening;
  expect(hardware.opened[0]?.readyState).toBe('ended');
  expect(microphone.state.get()).toEqual({ kind: 'off' });
});

it('remembers device and wish for the next visit', async () => {
  await microphone.toggle();
  await microphone.choose('headset');
  await microphone.toggle();
  const next = make();
  expect(next.chosenId.get()).toBe('headset');
  expect(next.memory.isWanted).toBe(false);
});

it('offers nothing again after the server refused it', async () => {
  await microphone.toggle();
  microphone.refuse();
  expect(microphone.state.get()).toEqual({ kind: 'failed', why: 'refused' });
  expect(microphone.wish.get()).toEqual({ kind: 'silent', track: undefined });
});

it('measures only while somebody looks, muted too', async () => {
  await microphone.toggle();
  expect(probesCount).toBe(0);
  const stop = microphone.levelRatio.watch(() => undefined);
  await microphone.toggle();
  clock.advance(50);
  // A root mean square of 0.1 is −20 dB, a third of the way down to the floor.
  expect(microphone.levelRatio.get()).toBeCloseTo(0.67);
  stop();
  expect(probesCount).toBe(0);
  expect(microphone.levelRatio.get()).toBe(0);
});
