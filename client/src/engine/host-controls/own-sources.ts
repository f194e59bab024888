import { permissionFor, type MediaSource, type Permissions } from '#contracts';
import type { InputDevice } from '../devices/input-device.js';
import type { Screen } from '../devices/screen.js';

interface Devices {
  readonly microphone: Pick<InputDevice, 'state' | 'turnOff' | 'toggle'>;
  readonly camera: Pick<InputDevice, 'state' | 'turnOff'>;
  readonly screen: Pick<Screen, 'state' | 'close' | 'silence'>;
}

const SOURCES = ['microphone', 'camera', 'screen'] as const satisfies readonly MediaSource[];

/** One's own devices under the hosts' word: they can be turned off from outside, and only by the person's own press on again. */
export class OwnSources {
  readonly #devices: Devices;

  constructor(devices: Devices) {
    this.#devices = devices;
  }

  get microphone(): Devices['microphone'] {
    return this.#devices.microphone;
  }

  /** Turns one off, and leaves it off after a reload too. Safe to repeat. */
  quiet(source: MediaSource): void {
    switch (source) {
      case 'microphone':
      case 'camera':
        return this.#isOn(source) ? this.#devices[source].turnOff() : undefined;
      case 'screen':
        return this.#isOn('screen') ? this.#devices.screen.close() : undefined;
      case 'screen-audio':
        return this.#devices.screen.silence();
    }
  }

  /** What is not allowed any more goes off; what was refused before and is allowed now can be pressed again. */
  allow(rights: Permissions): void {
    for (const source of SOURCES) {
      const state = this.#devices[source].state.get();
      const isPermitted = rights[permissionFor(source)];
      if (!isPermitted) this.quiet(source);
      else if (state.kind === 'failed' && state.why === 'refused') this.#devices[source].state.set({ kind: 'off' });
    }
  }

  #isOn(source: keyof Devices): boolean {
    const { kind } = this.#devices[source].state.get();
    return kind === 'live' || kind === 'opening';
  }
}
