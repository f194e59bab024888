import type { DeviceState, LocalSource } from '../model.js';
import type { Wish } from '../media/publisher.js';
import { Store } from '../store.js';
import { openFailureOf, type Hardware } from './hardware.js';

type Share = Awaited<ReturnType<Hardware['openScreen']>>;

/** The local screen and, where the browser gives it, its sound. Off takes the share back altogether. */
export class Screen implements LocalSource {
  readonly state = new Store<DeviceState>({ kind: 'off' });
  readonly stream = new Store<MediaStream | undefined>(undefined);
  readonly wish = new Store<Wish>({ kind: 'absent' });
  readonly soundWish = new Store<Wish>({ kind: 'absent' });
  readonly #hardware: Hardware;
  #share: Share | undefined;

  constructor(hardware: Hardware) {
    this.#hardware = hardware;
  }

  async toggle(): Promise<void> {
    switch (this.state.get().kind) {
      case 'opening':
        return;
      case 'live':
        return this.close();
      case 'off':
      case 'failed':
        return this.#open();
    }
  }

  /** Stops sharing. Safe to repeat. */
  close(): void {
    const share = this.#share;
    this.#share = undefined;
    this.wish.set({ kind: 'absent' });
    this.soundWish.set({ kind: 'absent' });
    this.stream.set(undefined);
    this.state.set({ kind: 'off' });
    share?.picture.stop(); // A stop of ours fires no event.
    share?.sound?.stop();
  }

  /** The server does not let this be sent. */
  refuse(): void {
    this.close();
    this.state.set({ kind: 'failed', why: 'refused' });
  }

  /** The picture goes on without its sound. */
  silence(): void {
    this.soundWish.set({ kind: 'absent' });
  }

  async #open(): Promise<void> {
    this.state.set({ kind: 'opening' });
    try {
      const share = await this.#hardware.openScreen();
      if (this.state.get().kind === 'opening') return this.#begin(share);
      share.picture.stop(); // Closed while the person was choosing.
      share.sound?.stop();
    } catch (thrown) {
      if (this.state.get().kind === 'opening') this.state.set(outcomeOf(thrown));
    }
  }

  #begin(share: Share): void {
    const { picture, sound } = share;
    this.#share = share;
    // The browser's own button, or the window that was shared has gone.
    picture.addEventListener('ended', () => (this.#share === share ? this.close() : undefined), { once: true });
    sound?.addEventListener(
      'ended',
      () => (this.#share === share ? this.soundWish.set({ kind: 'absent' }) : undefined),
      { once: true },
    );
    this.stream.set(this.#hardware.streamOf(picture));
    this.wish.set({ kind: 'sending', track: picture });
    if (sound !== undefined) this.soundWish.set({ kind: 'sending', track: sound });
    this.state.set({ kind: 'live' });
  }
}

/** Closing the browser's dialog is a change of mind, not a failure; browsers report it like a ban. */
function outcomeOf(thrown: unknown): DeviceState {
  const why = openFailureOf(thrown);
  return why === 'denied' ? { kind: 'off' } : { kind: 'failed', why };
}
