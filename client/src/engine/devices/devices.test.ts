/** @jest-environment node */
import { beforeEach, expect, it } from '@jest/globals';
import { ManualClock } from '#kernel';
import { FakeHardware } from '../fakes/fake-hardware.js';
import { turns } from '../fakes/turns.js';
import { MemoryKeyValues } from '../storage.js';
import { Devices } from './devices.js';

let hardware: FakeHardware;
let storage: MemoryKeyValues;
let devices: Devices;

beforeEach(() => {
  hardware = new FakeHardware();
  storage = new MemoryKeyValues();
  const makeProbe = () => ({ rms: () => 0, close: () => undefined });
  devices = new Devices({ hardware, storage, clock: new ManualClock(), makeProbe, canChooseSpeaker: true });
});

function states(): readonly string[] {
  return [devices.microphone, devices.camera, devices.screen].map(({ state }) => state.get().kind);
}

it('opens microphone and camera with one question', async () => {
  await devices.openWanted();
  expect(states()).toEqual(['live', 'live', 'off']);
  expect(hardware.wanted).toEqual([]);
});

it('opens one when the other is not there', async () => {
  hardware.failures.push('NotFoundError', undefined, 'NotFoundError');
  await devices.openWanted();
  expect(states()).toEqual(['live', 'failed', 'off']);
});

it('opens nothing that the person keeps off', async () => {
  devices.microphone.memory.keep(false);
  devices.camera.memory.keep(false);
  await devices.openWanted();
  expect(states()).toEqual(['off', 'off', 'off']);
  expect(hardware.opened).toEqual([]);
});

it('lets the camera go when it is turned off, and opens it anew', async () => {
  await devices.camera.toggle();
  await devices.camera.toggle();
  expect(hardware.opened[0]?.readyState).toBe('ended');
  expect(devices.camera.wish.get()).toEqual({ kind: 'silent', track: undefined });
  await devices.camera.toggle();
  expect(devices.camera.wish.get()).toEqual({ kind: 'sending', track: hardware.opened[1] });
});

it('closes the one camera of a phone before it opens the other', async () => {
  await devices.camera.toggle();
  hardware.failures.push('NotReadableError');
  await devices.camera.choose('back');
  expect(hardware.opened.map(({ readyState }) => readyState)).toEqual(['ended', 'live']);
  expect(devices.camera.wish.get()).toEqual({ kind: 'sending', track: hardware.opened[1] });
  expect(devices.camera.state.get()).toEqual({ kind: 'live' });
});

it('takes a share back when the browser stops it, handled once', async () => {
  await devices.screen.toggle();
  expect(devices.screen.soundWish.get().kind).toBe('sending');
  const seen: string[] = [];
  devices.screen.state.watch(() => seen.push(devices.screen.state.get().kind));
  hardware.opened[0]?.unplug();
  hardware.opened[1]?.unplug();
  hardware.opened[0]?.dispatchEvent(new Event('ended'));
  expect(seen).toEqual(['off']);
  expect([devices.screen.wish.get(), devices.screen.soundWish.get()]).toEqual([{ kind: 'absent' }, { kind: 'absent' }]);
});

it('an old share that ends late does not end the next one', async () => {
  await devices.screen.toggle();
  await devices.screen.toggle();
  await devices.screen.toggle();
  hardware.opened[0]?.dispatchEvent(new Event('ended'));
  expect(devices.screen.state.get()).toEqual({ kind: 'live' });
});

it('takes a closed dialog for a change of mind', async () => {
  hardware.failures.push('NotAllowedError');
  await devices.screen.toggle();
  expect(devices.screen.state.get()).toEqual({ kind: 'off' });
});

it('lists devices by kind as they come and go', async () => {
  hardware.plug([
    { kind: 'audioinput', deviceId: 'mic' },
    { kind: 'videoinput', deviceId: 'cam' },
    { kind: 'audiooutput', deviceId: 'speaker' },
    { kind: 'audiooutput', deviceId: '' },
  ]);
  await turns();
  const ids = [devices.microphone, devices.camera, devices.speaker].map((one) =>
    one.devices.get().map((d) => d.deviceId),
  );
  expect(ids).toEqual([['mic'], ['cam'], ['speaker']]);
});
