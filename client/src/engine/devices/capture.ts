import { Store } from '../store.js';
import type { OpenFailure } from '../model.js';
import type { Choices } from './choices.js';
import { openFailureOf, type Hardware, type InputKind } from './hardware.js';

interface Parts {
  readonly kind: InputKind;
  readonly hardware: Pick<Hardware, 'open'>;
  readonly choices: Choices;
  /** The device went away and no other could take its place. */
  readonly onLost: (why: OpenFailure) => void;
}

/** One open input device at a time: opening, switching, and another in its place when it is unplugged. */
export class Capture {
  readonly track = new Store<MediaStreamTrack | undefined>(undefined);
  readonly #parts: Parts;
  /** Counts wishes, so that a device that opens after its wish has passed is closed again. */
  #wish = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Resolves with why it failed; undefined when the device is open, or when `close` came meanwhile. */
  open(): Promise<OpenFailure | undefined> {
    return this.#open(this.#parts.choices.usableId);
  }

  /** Takes another device; the present one goes on until that is open, where the machine can open both. */
  async switchTo(deviceId: string): Promise<OpenFailure | undefined> {
    const why = await this.#open(deviceId);
    if (why !== 'busy' || this.track.get() === undefined) return why;
    this.close(); // Most phones have one camera at a time.
    const whyStill = await this.#open(deviceId);
    if (whyStill !== undefined) this.#parts.onLost(whyStill);
    return whyStill;
  }

  /** Takes a track that was opened elsewhere. */
  adopt(track: MediaStreamTrack): void {
    const before = this.track.get();
    track.addEventListener('ended', () => void this.#onEnded(track), { once: true });
    this.track.set(track);
    before?.stop();
  }

  close(): void {
    this.#wish += 1;
    const track = this.track.get();
    this.track.set(undefined);
    track?.stop(); // A stop of ours fires no event.
  }

  async #open(deviceId: string | undefined): Promise<OpenFailure | undefined> {
    this.#wish += 1;
    const wish = this.#wish;
    try {
      const track = await this.#openOrDefault(deviceId);
      if (wish === this.#wish) this.adopt(track);
      else track.stop();
      return undefined;
    } catch (thrown) {
      return wish === this.#wish ? openFailureOf(thrown) : undefined;
    }
  }

  /** A chosen device that is not there today must not cost the person their voice. */
  async #openOrDefault(deviceId: string | undefined): Promise<MediaStreamTrack> {
    const { hardware, kind } = this.#parts;
    try {
      return await hardware.open(kind, deviceId);
    } catch (thrown) {
      if (deviceId === undefined || openFailureOf(thrown) !== 'missing') throw thrown;
      return hardware.open(kind, undefined);
    }
  }

  /** Unplugged, or its permission taken away. Never rejects. */
  async #onEnded(track: MediaStreamTrack): Promise<void> {
    if (this.track.get() !== track) return;
    const why = await this.#open(undefined);
    if (why === undefined || this.track.get() !== track) return;
    this.track.set(undefined);
    this.#parts.onLost(why);
  }
}
