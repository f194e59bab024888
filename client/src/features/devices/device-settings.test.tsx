import { act, cleanup, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { ChoosableSource, DeviceChoice, DeviceState } from '../../engine/model.js';
import { Store } from '../../engine/store.js';
import { renderPart } from '../../testing/render-part.js';
import { DeviceNotices } from './device-notices.js';
import { DeviceSettings } from './device-settings.js';

class Device implements ChoosableSource {
  readonly state = new Store<DeviceState>({ kind: 'off' });
  readonly stream = new Store<MediaStream | undefined>(undefined);
  readonly devices = new Store<readonly DeviceChoice[]>([]);
  readonly chosenId = new Store<string | undefined>(undefined);
  readonly levelRatio = new Store(0);
  toggledCount = 0;

  toggle(): Promise<void> {
    this.toggledCount += 1;
    return Promise.resolve();
  }

  choose(deviceId: string): Promise<void> {
    this.chosenId.set(deviceId);
    return Promise.resolve();
  }
}

let microphone: Device;
let camera: Device;

beforeEach(async () => {
  microphone = new Device();
  camera = new Device();
  const screen = Object.assign(new Device(), {
    choice: new Store('auto' as const),
    profile: new Store('text' as const),
  });
  const devices = { microphone, camera, screen, speaker: new Device() };
  await renderPart(
    <>
      <DeviceNotices devices={devices} />
      <DeviceSettings devices={devices} />
    </>,
  );
});

afterEach(cleanup);

const choice = (name: string) => screen.getByRole<HTMLSelectElement>('combobox', { name });
const shown = (name: string) => choice(name).selectedOptions[0]?.textContent;

it('lists devices by their names, or by number before the browser tells them, and chooses one', async () => {
  act(() =>
    microphone.devices.set([
      { deviceId: 'a', label: 'Headset' },
      { deviceId: 'b', label: '' },
    ]),
  );
  expect(shown('Microphone device')).toBe('Default of this device');
  await userEvent.selectOptions(choice('Microphone device'), 'Device 2');
  expect(microphone.chosenId.get()).toBe('b');
  expect(shown('Microphone device')).toBe('Device 2');
});

it('goes back to the default when the chosen device is unplugged', () => {
  act(() => {
    camera.devices.set([{ deviceId: 'c', label: 'Camera' }]);
    camera.chosenId.set('c');
  });
  expect(shown('Camera device')).toBe('Camera');
  act(() => camera.devices.set([{ deviceId: 'd', label: 'Other camera' }]));
  expect(shown('Camera device')).toBe('Default of this device');
});

it('says so where there is nothing to choose', () => {
  expect(choice('Camera device').disabled).toBe(true);
  expect(shown('Camera device')).toBe('None found');
  expect(shown('Speaker device')).toBe('Chosen by your system');
});

it.each([
  ['denied', 'Your browser blocks the microphone'],
  ['missing', 'No microphone found'],
  ['busy', 'The microphone is in use'],
  ['unknown', 'The microphone did not start'],
] as const)('says what to do about a microphone that is %s, and tries again', async (why, title) => {
  act(() => microphone.state.set({ kind: 'failed', why }));
  screen.getByText(title);
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(microphone.toggledCount).toBe(1);
  act(() => microphone.state.set({ kind: 'live' }));
  expect(screen.queryByText(title)).toBeNull();
});
