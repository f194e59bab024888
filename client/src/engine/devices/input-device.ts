import type { ChoosableSource, DeviceState } from '../model.js';
import type { Wish } from '../media/publisher.js';
import type { KeyValues } from '../storage.js';
import { Store } from '../store.js';
import { Capture } from './capture.js';
import { Choices } from './choices.js';
import type { Hardware } from './hardware.js';
import { WishMemory } from './wish-memory.js';

export interface InputDeviceParts {
  readonly hardware: Hardware;
  readonly storage: KeyValues;
}

/** `stays`: silent, the device is still open and at hand. `closes`: it is let go of, so that its light goes out. */
type WhenOff = 'stays' | 'closes';

const KINDS = {
  camera: { listed: 'videoinput', whenOff: 'closes' },
  microphone: { listed: 'audioinput', whenOff: 'stays' },
} as const satisfies Record<'camera' | 'microphone', { listed: MediaDeviceKind; whenOff: WhenOff }>;

/**
 * The local camera or microphone. What goes out is the {@link Wish}, which is silent whenever the person has it off; what was
 * published stays and waits. Nothing but a press turns it on again.
 */
export class InputDevice implements ChoosableSource {
  readonly state = new Store<DeviceState>({ kind: 'off' });
  readonly stream = new Store<MediaStream | undefined>(undefined);
  readonly wish = new Store<Wish>({ kind: 'absent' });
  readonly choices: Choices;
  readonly memory: WishMemory;
  /** What is open, on or off. */
  readonly track: Store<MediaStreamTrack | undefined>;
  readonly #hardware: Hardware;
  readonly #capture: Capture;
  readonly #whenOff: WhenOff;

  constructor(kind: keyof typeof KINDS, { hardware, storage }: InputDeviceParts) {
    const { listed, whenOff } = KINDS[kind];
    this.#hardware = hardware;
    this.#whenOff = whenOff;
    this.choices = new Choices(listed, storage);
    this.memory = new WishMemory(kind, storage);
    this.#capture = new Capture({
      kind,
      hardware,
      choices: this.choices,
      onLost: (why) => this.state.set(this.state.get().kind === 'live' ? { kind: 'failed', why } : { kind: 'off' }),
    });
    this.track = this.#capture.track;
    this.track.watch(() => this.#publish());
    this.state.watch(() => this.#publish());
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
        return this.turnOff();
      case 'off':
      case 'failed':
        return this.#turnOn();
    }
  }

  /** Silent until the person presses again, on the next visit too. Safe to repeat. */
  turnOff(): void {
    this.memory.keep(false);
    if (this.#whenOff === 'closes') this.close();
    else this.state.set({ kind: 'off' });
  }

  async choose(deviceId: string): Promise<void> {
    this.choices.keep(deviceId);
    if (this.track.get() !== undefined) await this.#capture.switchTo(deviceId);
  }

  /** A track that was opened together with the other device's. */
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
    this.#capture.close(); // Without a track there is nothing to offer again, muted or not.
    this.state.set({ kind: 'failed', why: 'refused' });
  }

  async open(): Promise<void> {
    this.state.set({ kind: 'opening' });
    const why = await this.#capture.open();
    if (this.state.get().kind !== 'opening') return; // Closed while the browser was asking the person.
    this.state.set(why === undefined ? { kind: 'live' } : { kind: 'failed', why });
  }

  async #turnOn(): Promise<void> {
    this.memory.keep(true);
    if (this.track.get() === undefined) return this.open();
    this.state.set({ kind: 'live' });
  }

  #publish(): void {
    const track = this.track.get();
    const { kind } = this.state.get();
    // A track that comes while it opens is the one that was asked for.
    const isOn = kind === 'live' || kind === 'opening';
    this.wish.set(isOn && track !== undefined ? { kind: 'sending', track } : { kind: 'silent', track });
    if (track === undefined || !isOn) this.stream.set(undefined);
    else if (this.stream.get()?.getTracks()[0] !== track) this.stream.set(this.#hardware.streamOf(track));
  }
}
