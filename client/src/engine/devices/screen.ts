import type { ShareProfile } from '#contracts';
import type { Clock } from '#kernel';
import type { DeviceState, ScreenView, ShareChoice } from '../model.js';
import type { Wish } from '../media/publisher.js';
import type { KeyValues } from '../storage.js';
import { Store } from '../store.js';
import { ContentWatch, LOOK_EVERY_MS } from './content-watch.js';
import { openFailureOf, type Hardware } from './hardware.js';

type Share = Awaited<ReturnType<Hardware['openScreen']>>;

const CHOICE_KEY = 'parley.share';
const CHOICES: readonly ShareChoice[] = ['auto', 'text', 'motion'];

/** What browsers are told of the picture. Source: W3C MediaStreamTrack Content Hints, section 3. */
const HINTS: Readonly<Record<ShareProfile, string>> = { text: 'text', motion: 'motion' };

interface Parts {
  readonly hardware: Hardware;
  readonly storage: KeyValues;
  readonly clock: Clock;
}

/** The local screen and, where the browser gives it, its sound. Off takes the share back altogether. */
export class Screen implements ScreenView {
  readonly state = new Store<DeviceState>({ kind: 'off' });
  readonly stream = new Store<MediaStream | undefined>(undefined);
  readonly wish = new Store<Wish>({ kind: 'absent' });
  readonly soundWish = new Store<Wish>({ kind: 'absent' });
  readonly choice: Store<ShareChoice>;
  readonly profile = new Store<ShareProfile>('text');
  readonly #parts: Parts;
  #share: Share | undefined;
  #content = new ContentWatch();
  #cancelLook: () => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    const kept = parts.storage.getItem(CHOICE_KEY);
    this.choice = new Store(CHOICES.find((choice) => choice === kept) ?? 'auto');
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

  choose(choice: ShareChoice): void {
    this.choice.set(choice);
    this.#parts.storage.setItem(CHOICE_KEY, choice);
    if (choice !== 'auto') return this.#take(choice);
    this.#content = new ContentWatch();
    this.#take('text');
  }

  /** Stops sharing. Safe to repeat. */
  close(): void {
    const share = this.#share;
    this.#share = undefined;
    this.#cancelLook();
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
      const share = await this.#parts.hardware.openScreen();
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
    this.stream.set(this.#parts.hardware.streamOf(picture));
    const choice = this.choice.get();
    this.#content = new ContentWatch();
    this.#take(choice === 'auto' ? 'text' : choice);
    if (sound !== undefined) this.soundWish.set({ kind: 'sending', track: sound });
    this.state.set({ kind: 'live' });
    this.#look(share);
  }

  /** What is shared goes out this way from now on. */
  #take(profile: ShareProfile): void {
    if (this.profile.get() !== profile) this.profile.set(profile);
    const picture = this.#share?.picture;
    if (picture === undefined) return;
    picture.contentHint = HINTS[profile];
    const sent = this.wish.get();
    if (sent.kind !== 'sending' || sent.track !== picture || sent.profile !== profile)
      this.wish.set({ kind: 'sending', track: picture, profile });
  }

  #look(share: Share): void {
    if (this.#share !== share) return;
    const seen = this.#content.look(this.#parts.hardware.framesCaptured(share.picture));
    if (this.choice.get() === 'auto') this.#take(seen);
    this.#cancelLook = this.#parts.clock.after(LOOK_EVERY_MS, () => this.#look(share));
  }
}

/** Closing the browser's dialog is a change of mind, not a failure; browsers report it like a ban. */
function outcomeOf(thrown: unknown): DeviceState {
  const why = openFailureOf(thrown);
  return why === 'denied' ? { kind: 'off' } : { kind: 'failed', why };
}
