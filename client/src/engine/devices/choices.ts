import type { DeviceChoice } from '../model.js';
import type { KeyValues } from '../storage.js';
import { Store } from '../store.js';

/** The devices of one kind that there are, and the one the person chose, kept for the next visit. */
export class Choices {
  readonly devices = new Store<readonly DeviceChoice[]>([]);
  readonly chosenId: Store<string | undefined>;
  readonly #kind: MediaDeviceKind;
  readonly #storage: KeyValues;

  constructor(kind: MediaDeviceKind, storage: KeyValues) {
    this.#kind = kind;
    this.#storage = storage;
    this.chosenId = new Store(storage.getItem(this.#key) ?? undefined);
  }

  keep(deviceId: string): void {
    this.#storage.setItem(this.#key, deviceId);
    this.chosenId.set(deviceId);
  }

  /** The chosen device if it is plugged in, as far as one can know: before permission, browsers name none. */
  get usableId(): string | undefined {
    const chosenId = this.chosenId.get();
    const known = this.devices.get();
    return known.length === 0 || known.some(({ deviceId }) => deviceId === chosenId) ? chosenId : undefined;
  }

  update(all: readonly MediaDeviceInfo[]): void {
    const mine = all
      .filter(({ kind, deviceId }) => kind === this.#kind && deviceId !== '')
      .map(({ deviceId, label }) => ({ deviceId, label }));
    const before = this.devices.get();
    const isSame =
      mine.length === before.length &&
      mine.every((one, at) => one.deviceId === before[at]?.deviceId && one.label === before[at].label);
    if (!isSame) this.devices.set(mine);
  }

  get #key(): string {
    return `parley.device.${this.#kind}`;
  }
}
