import type { ProducerId } from '#contracts';
import type { Clock } from '#kernel';

/** Nobody who was heard within so long is left out: people pause between sentences. */
export const LOUD_KEPT_MS = 3_000;
/** Past this many times the few, the quietest goes at once: a room that shouts must not undo the limit. */
const OVERSHOOT_FACTOR = 2;

export interface LoudestOptions {
  /** How many microphones are forwarded in a meeting with more. */
  readonly maxCount: number;
  readonly clock: Clock;
  /** Who is let through has changed. */
  readonly onChanged: () => void;
}

interface Voice {
  heardAtMs: number;
  levelDbov: number;
}

/**
 * Which microphones of a meeting are forwarded: all, while there are few; else those that were heard last. A voice is let
 * through the moment it is heard, and with the moment its microphone opens; somebody leaves the few only when it is full
 * and they have been silent for a while.
 */
export class LoudestFew {
  readonly #options: LoudestOptions;
  readonly #open = new Map<ProducerId, Voice>();
  readonly #through = new Set<ProducerId>();
  #cancel: () => void = () => undefined;

  constructor(options: LoudestOptions) {
    this.#options = options;
  }

  has(producerId: ProducerId): boolean {
    return this.#through.has(producerId);
  }

  /** True while somebody is left out, or is about to be. */
  get isChoosing(): boolean {
    return this.#open.size > this.#options.maxCount;
  }

  /** A microphone opened: its owner is about to speak. Safe to repeat. */
  open(producerId: ProducerId): void {
    if (this.#open.has(producerId)) return;
    this.#open.set(producerId, { heardAtMs: this.#options.clock.monotonicMs(), levelDbov: -127 });
    this.#through.add(producerId);
    this.#trim();
    this.#options.onChanged();
  }

  /** A microphone was muted or ended: its place is another's. Safe to repeat. */
  shut(producerId: ProducerId): void {
    if (!this.#open.delete(producerId)) return;
    this.#through.delete(producerId);
    this.#fill();
    this.#options.onChanged();
  }

  /** Who is above the threshold in this interval. Unknown ones are passed over. */
  hear(loud: readonly { readonly producerId: ProducerId; readonly levelDbov: number }[]): void {
    const heardAtMs = this.#options.clock.monotonicMs();
    let isNews = false;
    for (const { producerId, levelDbov } of loud) {
      const voice = this.#open.get(producerId);
      if (voice === undefined) continue;
      Object.assign(voice, { heardAtMs, levelDbov });
      isNews ||= !this.#through.has(producerId);
      this.#through.add(producerId);
    }
    if (!isNews) return;
    this.#trim();
    this.#options.onChanged();
  }

  /** Nothing is told after it. */
  close(): void {
    this.#cancel();
    this.#open.clear();
    this.#through.clear();
  }

  /** Those longest silent leave first, the quieter of two first. */
  #trim(): void {
    this.#cancel();
    const { clock, maxCount } = this.#options;
    const nowMs = clock.monotonicMs();
    const inOrder = [...this.#open]
      .filter(([producerId]) => this.#through.has(producerId))
      .map(([producerId, voice]) => ({ producerId, ...voice }))
      .toSorted((a, b) => a.heardAtMs - b.heardAtMs || a.levelDbov - b.levelDbov);
    for (const { producerId, heardAtMs } of inOrder) {
      if (this.#through.size <= maxCount) return;
      const isHeldOn = nowMs - heardAtMs < LOUD_KEPT_MS && this.#through.size <= maxCount * OVERSHOOT_FACTOR;
      if (isHeldOn) return this.#trimAfter(heardAtMs + LOUD_KEPT_MS - nowMs);
      this.#through.delete(producerId);
    }
  }

  #trimAfter(waitMs: number): void {
    this.#cancel = this.#options.clock.after(waitMs, () => {
      this.#trim();
      this.#options.onChanged();
    });
  }

  #fill(): void {
    const out = [...this.#open].filter(([producerId]) => !this.#through.has(producerId));
    const freeCount = this.#options.maxCount - this.#through.size;
    const next = out.toSorted(([, a], [, b]) => b.heardAtMs - a.heardAtMs).slice(0, Math.max(0, freeCount));
    for (const [producerId] of next) this.#through.add(producerId);
  }
}
