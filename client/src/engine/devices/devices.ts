import { Settler, type Clock } from '#kernel';
import type { DevicesView, SpeakerView } from '../model.js';
import type { KeyValues } from '../storage.js';
import { Choices } from './choices.js';
import type { Hardware } from './hardware.js';
import { InputDevice } from './input-device.js';
import type { LevelProbe } from './level-meter.js';
import { Microphone } from './microphone.js';
import { Screen } from './screen.js';

interface Parts {
  readonly hardware: Hardware;
  readonly storage: KeyValues;
  readonly clock: Clock;
  readonly makeProbe: (track: MediaStreamTrack) => LevelProbe;
  readonly canChooseSpeaker: boolean;
}

/** All devices of this browser. */
export class Devices implements DevicesView {
  readonly microphone: Microphone;
  readonly camera: InputDevice;
  readonly screen: Screen;
  readonly speaker: SpeakerView;
  readonly #parts: Parts;
  readonly #speakers: Choices;
  readonly #listing: Settler<undefined>;
  readonly #unlisten: () => void;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.microphone = new Microphone(parts);
    this.camera = new InputDevice('camera', parts);
    this.screen = new Screen(parts);
    this.#speakers = new Choices('audiooutput', parts.storage);
    this.speaker = {
      devices: this.#speakers.devices,
      chosenId: this.#speakers.chosenId,
      choose: (deviceId) => Promise.resolve(this.#speakers.keep(deviceId)),
    };
    // A dock that is plugged in fires a dozen events; the list is read twice at most.
    this.#listing = new Settler(() => this.#list());
    this.#unlisten = parts.hardware.onChange(() => void this.refresh());
    // Names are given only once a device was allowed.
    this.microphone.state.watch(() => void this.refresh());
    this.camera.state.watch(() => void this.refresh());
  }

  /** Opens what the person had on the last time. Never rejects; outcomes are in the devices' states. */
  async openWanted(): Promise<void> {
    const { microphone, camera } = this;
    const isMicrophoneDue = microphone.memory.isWanted && microphone.state.get().kind === 'off';
    const isCameraDue = camera.memory.isWanted && camera.state.get().kind === 'off';
    if (isMicrophoneDue && isCameraDue && (await this.#openBoth())) return;
    await Promise.all([isMicrophoneDue ? microphone.open() : undefined, isCameraDue ? camera.open() : undefined]);
  }

  /** Reads the list of devices again. Never rejects. */
  async refresh(): Promise<void> {
    await this.#listing.toward(undefined).catch(() => undefined); // A browser without the list has no choice to offer.
  }

  /** Lets go of every device; they can be opened again. */
  release(): void {
    this.screen.close();
    this.camera.close();
    this.microphone.close();
  }

  close(): void {
    this.#unlisten();
    this.release();
  }

  /** False when they must be tried one by one: a machine without a camera still has a voice. */
  async #openBoth(): Promise<boolean> {
    const { microphone, camera } = this;
    microphone.state.set({ kind: 'opening' });
    camera.state.set({ kind: 'opening' });
    try {
      const tracks = await this.#parts.hardware.openBoth({
        microphone: microphone.choices.usableId,
        camera: camera.choices.usableId,
      });
      for (const device of [microphone, camera]) {
        const track = tracks[device === microphone ? 'microphone' : 'camera'];
        if (device.state.get().kind === 'opening') device.adopt(track);
        else track.stop(); // Closed while the browser was asking the person.
      }
      return true;
    } catch {
      return microphone.state.get().kind !== 'opening' || camera.state.get().kind !== 'opening';
    }
  }

  async #list(): Promise<void> {
    const all = await this.#parts.hardware.list();
    this.microphone.choices.update(all);
    this.camera.choices.update(all);
    if (this.#parts.canChooseSpeaker) this.#speakers.update(all);
  }
}
