import type { ParticipantId } from '#contracts';
import type { Signal } from '../signal/signal.js';
import { Store, type Readable } from '../store.js';
import type { Audibility, ConnectionFigures, InsightView, LocalFigures, MendingStep, SoundWish } from './model.js';

interface Parts {
  readonly signal: Pick<Signal, 'request'>;
  /** What this browser measures of somebody’s streams. Never rejects. */
  readonly local: (participantId: ParticipantId) => Promise<readonly LocalFigures[]>;
  readonly isSoundBlocked: Readable<boolean>;
}

/** Asks how media reaches whom, and has it mended. */
export class Insight implements InsightView {
  readonly soundWish = new Store<SoundWish | undefined>(undefined);
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.isSoundBlocked.watch(() => {
      if (!parts.isSoundBlocked.get()) this.clear();
    });
  }

  audibility(speakerId: ParticipantId): Promise<Audibility> {
    return this.#parts.signal.request('media.audibility', { speakerId });
  }

  async figures(participantId: ParticipantId): Promise<ConnectionFigures> {
    const { signal, local } = this.#parts;
    const [told, measured] = await Promise.all([
      signal.request('media.figures', { participantId }),
      local(participantId),
    ]);
    return { ...told, local: measured };
  }

  async mend(speakerId: ParticipantId, listenerId: ParticipantId): Promise<MendingStep> {
    return (await this.#parts.signal.request('media.mend', { speakerId, listenerId })).step;
  }

  /** A wish that comes when sound plays by now was fulfilled on its way. */
  takeSoundWish(wish: SoundWish): void {
    if (this.#parts.isSoundBlocked.get()) this.soundWish.set({ speakerId: wish.speakerId });
  }

  clear(): void {
    this.soundWish.set(undefined);
  }
}
