import type { Clock } from '#kernel';
import type { DeviceState, MicrophoneView } from '../model.js';
import type { Wish } from '../media/publisher.js';
import type { KeyValues } from '../storage.js';
import { Store } from '../store.js';
import { Capture } from './capture.js';
import { Choices } from './choices.js';
import type { Hardware } from './hardware.js';
import { LevelMeter, type LevelProbe } from './level-meter.js';
import { WishMemory } from './wish-memory.js';

interface Parts {
  readonly hardware: Hardware;
  readonly storage: KeyValues;
  readonly clock: Clock;
  readonly makeProbe: (track: MediaStreamTrack) => LevelProbe;
}

/**
 * The local microphone. Muting keeps the device open, so that one can be told of talking while muted and is back at once; what
 * goes out is the {@link Wish}, which is silent in every state but `live`. Nothing but a press makes it live again.
 */
export class Microphone implements MicrophoneView {
  readonly state = new Store<DeviceState>({ kind: 'off' });
  readonly stream = new Store<MediaStream | undefined>(undefined);
  readonly wish = new Store<Wish>({ kind: 'absent' });
  readonly levelRatio: LevelMeter;
  readonly choices: Choices;
  readonly memory: WishMemory;
  readonly #hardware: Hardware;
  readonly #capture: Capture;

  constructor({ hardware, storage, clock, makeProbe }: Parts) {
    this.#hardware = hardware;
    this.choices = new Choices('audioinput', storage);
    this.memory = new WishMemory('microphone', storage);
    this.#capture = new Capture({
      kind: 'microphone',
      hardware,
      choices: this.choices,
      onLost: (why) => this.state.set(this.state.get().kind === 'live' ? { kind: 'failed', why } : { kind: 'off' }),
    });
    this.levelRatio = new LevelMeter({ track: this.#capture.track, clock, makeProbe });
    this.#capture.track.watch(() => this.#publish());
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
        return this.mute();
      case 'off':
      case 'failed':
        return this.#turnOn();
    }
  }

  /** Silent until the person presses again. Safe to repeat. */
  mute(): void {
    this.memory.keep(false);
    if (this.state.get().kind !== 'off') this.state.set({ kind: 'off' });
  }

  async choose(deviceId: string): Promise<void> {
    this.choices.keep(deviceId);
    if (this.#capture.track.get() !== undefined) await this.#capture.switchTo(deviceId);
  }

  /** A track that was opened together with the camera's. */
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
    if (this.#capture.track.get() === undefined) return this.open();
    this.state.set({ kind: 'live' });
  }

  #publish(): void {
    const track = this.#capture.track.get();
    const isLive = this.state.get().kind === 'live';
    this.wish.set(isLive && track !== undefined ? { kind: 'sending', track } : { kind: 'silent', track });
    if (track === undefined || !isLive) this.stream.set(undefined);
    else if (this.stream.get()?.getTracks()[0] !== track) this.stream.set(this.#hardware.streamOf(track));
  }
}
