import type { LocalSource } from '../../engine/model.js';

/** Opens a closed microphone for as long as a key is held. One that was open already is left alone. */
export class PushToTalk {
  readonly #microphone: Pick<LocalSource, 'state' | 'toggle'>;
  readonly #mayTalk: () => boolean;
  #phase: 'idle' | 'held' | 'releasing' = 'idle';

  /** `mayTalk` is asked at each press: hosts may have taken the word away. */
  constructor(microphone: Pick<LocalSource, 'state' | 'toggle'>, mayTalk: () => boolean = () => true) {
    this.#microphone = microphone;
    this.#mayTalk = mayTalk;
  }

  /** Does nothing while held, or when the microphone is not simply off. */
  press(): void {
    if (this.#phase === 'releasing') this.#phase = 'held';
    if (this.#phase === 'held' || this.#microphone.state.get().kind !== 'off' || !this.#mayTalk()) return;
    this.#phase = 'held';
    void this.#microphone.toggle();
  }

  /** Safe to repeat. A microphone that is still opening is closed once it has opened. */
  release(): void {
    if (this.#phase !== 'held') return;
    if (this.#microphone.state.get().kind !== 'opening') {
      this.#finish();
      return;
    }
    this.#phase = 'releasing';
    const stop = this.#microphone.state.watch(() => {
      if (this.#microphone.state.get().kind === 'opening') return;
      stop();
      // Pressed again in the meantime, it stays open until the next release.
      if (this.#phase === 'releasing') this.#finish();
    });
  }

  #finish(): void {
    this.#phase = 'idle';
    if (this.#microphone.state.get().kind === 'live') void this.#microphone.toggle();
  }
}
