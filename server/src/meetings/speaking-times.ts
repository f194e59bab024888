import type { ParticipantId, SpokenTime } from '#contracts';

/** A media host tells who speaks whenever that changes, and at least this often; what is longer was silence of the host. */
const TELLING_MAX_MS = 3_000;

/** How long each person has spoken in a meeting. */
export class SpeakingTimes {
  readonly #spokenMs = new Map<ParticipantId, number>();
  #speakers: readonly ParticipantId[] = [];
  #sinceMs = 0;

  /** These people speak from now on, until told otherwise. */
  heard(speakers: readonly ParticipantId[], nowMs: number): void {
    const lastedMs = Math.min(Math.max(0, nowMs - this.#sinceMs), TELLING_MAX_MS);
    for (const participantId of this.#speakers) {
      this.#spokenMs.set(participantId, this.of(participantId) + lastedMs);
    }
    this.#speakers = speakers;
    this.#sinceMs = nowMs;
  }

  of(participantId: ParticipantId): number {
    return this.#spokenMs.get(participantId) ?? 0;
  }

  /** What it was when the person left is for the records; a new seat begins at nothing. */
  forget(participantId: ParticipantId): void {
    this.#spokenMs.delete(participantId);
    this.#speakers = this.#speakers.filter((id) => id !== participantId);
  }

  view(): SpokenTime[] {
    return [...this.#spokenMs].map(([participantId, spokenMs]) => ({ participantId, spokenMs: Math.round(spokenMs) }));
  }

  restore(spoken: readonly SpokenTime[]): void {
    for (const { participantId, spokenMs } of spoken) this.#spokenMs.set(participantId, spokenMs);
  }
}
