import type { Hardware, InputKind } from '../devices/hardware.js';
import { fakeStream, fakeTrack, type FakeTrack } from './fake-track.js';

type Opened = MediaStreamTrack & FakeTrack;

/** A machine whose devices the test plugs in and out. */
export class FakeHardware implements Hardware {
  readonly opened: Opened[] = [];
  /** What the next openings fail with, in order; an empty place lets one succeed. */
  readonly failures: (string | undefined)[] = [];
  readonly wanted: (string | undefined)[] = [];
  /** What a shared screen has brought in pictures. */
  framesCount = 0;
  devices: MediaDeviceInfo[] = [];
  /** Settles each opening; a test may hold it up as a person does who reads the browser's question. */
  answering: () => Promise<void> = () => Promise.resolve();
  #changed: () => void = () => undefined;

  async open(kind: InputKind, deviceId: string | undefined): Promise<MediaStreamTrack> {
    this.wanted.push(deviceId);
    await this.answering();
    this.#failIfDue();
    return this.#made(kind === 'camera' ? 'video' : 'audio', deviceId);
  }

  async openBoth(
    deviceIds: Readonly<Record<InputKind, string | undefined>>,
  ): Promise<Readonly<Record<InputKind, MediaStreamTrack>>> {
    await this.answering();
    this.#failIfDue();
    return { microphone: this.#made('audio', deviceIds.microphone), camera: this.#made('video', deviceIds.camera) };
  }

  async openScreen() {
    await this.answering();
    this.#failIfDue();
    return { picture: this.#made('video', 'screen'), sound: this.#made('audio', 'screen') };
  }

  framesCaptured(): number {
    return this.framesCount;
  }

  async list(): Promise<readonly MediaDeviceInfo[]> {
    return this.devices;
  }

  onChange(changed: () => void): () => void {
    this.#changed = changed;
    return () => {
      this.#changed = () => undefined;
    };
  }

  streamOf(track: MediaStreamTrack): MediaStream {
    return fakeStream(track);
  }

  plug(devices: readonly { readonly kind: MediaDeviceKind; readonly deviceId: string }[]): void {
    this.devices = devices.map((device) => ({ ...device, label: device.deviceId, groupId: '', toJSON: () => ({}) }));
    this.#changed();
  }

  #failIfDue(): void {
    const name = this.failures.shift();
    if (name !== undefined) throw new DOMException('no', name);
  }

  #made(kind: 'audio' | 'video', deviceId: string | undefined): Opened {
    const track = fakeTrack(kind, deviceId ?? 'default');
    this.opened.push(track);
    return track;
  }
}
