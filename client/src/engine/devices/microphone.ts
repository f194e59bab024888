import type { Clock } from '#kernel';
import type { MicrophoneView } from '../model.js';
import { InputDevice, type InputDeviceParts } from './input-device.js';
import { LevelMeter, type LevelProbe } from './level-meter.js';

interface Parts extends InputDeviceParts {
  readonly clock: Clock;
  readonly makeProbe: (track: MediaStreamTrack) => LevelProbe;
}

/** The local microphone. Muting keeps the device open, so that one can be told of talking while muted and is back at once. */
export class Microphone extends InputDevice implements MicrophoneView {
  readonly levelRatio: LevelMeter;

  constructor({ clock, makeProbe, ...parts }: Parts) {
    super('microphone', parts);
    this.levelRatio = new LevelMeter({ track: this.track, clock, makeProbe });
  }
}
