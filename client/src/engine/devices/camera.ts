import type { ChoosableSource, DeviceState } from '../model.js';
import type { Wish } from '../media/publisher.js';
import type { KeyValues } from '../storage.js';
import { Store } from '../store.js';
import { Capture } from './capture.js';
import { Choices } from './choices.js';
import type { Hardware } from './hardware.js';
import { WishMemory } from './wish-memory.js';

/** The local camera. Off closes the device, so that its light goes out; what was published stays and waits, silent. */
export class Camera implements ChoosableSource {
  readonly state = new Store<DeviceState>({ kind: 'off' });
  readonly stream = new Store<MediaStream | undefined>(undefined);
  readonly wish = new Store<Wish>({ kind: 'absent' });
  readonly choices: Choices;
  readonly memory: WishMemory;
  readonly #hardware: Hardware;
  readonly #capture: Capture;

  constructor({ hardware, storage }: { readonly hardware: Hardware; readonly storage: KeyValues }) {
    this.#hardware = hardware;
    this.choices = new Choices('videoinput', storage);
    this.memory = new WishMemory('camera', storage);
    this.#capture = new Capture({
      kind: 'camera',
      hardware,
      choices: this.choices,
      onLost: (why) => this.state.set({ kind: 'failed', why }),
    });
    this.#capture.track.watch(() => this.#publish());
  }

  get devices() {
    return this.choices.devices;
  }

  get chosenId() {
    return this.choices.chosenId;
  }

  async toggle(): Promise<void> {
    switch (this.state.get().kind) {
      case 'opening':
        return;
      case 'live':
        this.memory.keep(false);
        return this.close();
      case 'off':
      case 'failed':
        this.memory.keep(true);
        return this.open();
    }
  }

  async choose(deviceId: string): Promise<void> {
    this.choices.keep(deviceId);
    if (this.#capture.track.get() !== undefined) await this.#capture.switchTo(deviceId);
  }

  /** A track that was opened together with the microphone's. */
  adopt(track: MediaStreamTrack): void {
    this.#capture.adopt(track);
    this.state.set({ kind: 'live' });
  }

  close(): void {
    this.#capture.close();
    this.state.set({ kind: 'off' });
  }

  /** The server does not let this be sent. Off until the person tries again. */
  refuse(): void {
    this.close();
    this.state.set({ kind: 'failed', why: 'refused' });
  }

  async open(): Promise<void> {
    this.state.set({ kind: 'opening' });
    const why = await this.#capture.open();
    if (this.state.get().kind !== 'opening') return; // Closed while the browser was asking the person.
    this.state.set(why === undefined ? { kind: 'live' } : { kind: 'failed', why });
  }

  #publish(): void {
    const track = this.#capture.track.get();
    this.wish.set(track === undefined ? { kind: 'silent', track } : { kind: 'sending', track });
    this.stream.set(track === undefined ? undefined : this.#hardware.streamOf(track));
  }
}
