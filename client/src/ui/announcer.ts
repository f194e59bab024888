import { WatchedValue } from './watched.js';

export type Urgency = 'polite' | 'assertive';

export interface Announcement {
  /** Counts up, so that the same words said twice are read twice. */
  readonly number: number;
  readonly text: string;
}

/** Says things to screen readers that the eye sees by itself ("Ada joined"). Made once by whoever composes the page. */
export class Announcer {
  readonly polite = new WatchedValue<Announcement | undefined>(undefined);
  readonly assertive = new WatchedValue<Announcement | undefined>(undefined);
  #count = 0;

  announce(text: string, urgency: Urgency = 'polite'): void {
    this.#count += 1;
    this[urgency].set({ number: this.#count, text });
  }
}
