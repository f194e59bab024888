import type { MediaControlEvents, ParticipantId, Payload } from '#contracts';
import type { Clock } from '#kernel';

export type Speakers = Payload<MediaControlEvents, 'room.speaking'>['speakers'];

/** How often levels are measured, in ms. The worker takes no less. */
export const LEVEL_INTERVAL_MS = 250;
/** Quieter than this is no speech: fans and keyboards lie below it, a soft voice at a laptop's microphone above. */
export const LEVEL_THRESHOLD_DBOV = -55;
/** Speech has pauses between words; somebody who was heard counts as speaking for this much longer. */
const HELD_FOR_MS = 700;
/** A change of level that is worth telling. */
const TOLD_STEP_DB = 6;
const SPEAKERS_MAX_COUNT = 16;

/** Turns measurements of sound into who speaks, without flicker. Tells only what changed. */
export class SpeakingMeter {
  readonly #clock: Clock;
  readonly #tell: (speakers: Speakers) => void;
  readonly #heard = new Map<ParticipantId, { readonly levelDbov: number; readonly atMs: number }>();
  #told: Speakers = [];
  #cancel: () => void = () => undefined;

  constructor(clock: Clock, tell: (speakers: Speakers) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Who is above the threshold in this interval. */
  hear(loud: Speakers): void {
    const atMs = this.#clock.monotonicMs();
    for (const { participantId, levelDbov } of loud) this.#heard.set(participantId, { levelDbov, atMs });
    this.#settle();
  }

  /** Their microphone is off: they stop speaking at once. */
  hush(participantId: ParticipantId): void {
    if (this.#heard.delete(participantId)) this.#settle();
  }

  /** Nothing is told after it. */
  close(): void {
    this.#cancel();
    this.#heard.clear();
    this.#told = [];
  }

  #settle(): void {
    this.#cancel();
    const nowMs = this.#clock.monotonicMs();
    for (const [participantId, { atMs }] of this.#heard) {
      if (nowMs - atMs >= HELD_FOR_MS) this.#heard.delete(participantId);
    }
    const speakers = [...this.#heard]
      .map(([participantId, { levelDbov }]) => ({ participantId, levelDbov }))
      .toSorted((a, b) => b.levelDbov - a.levelDbov)
      .slice(0, SPEAKERS_MAX_COUNT);
    this.#waitForSilence(nowMs);
    if (!isNews(this.#told, speakers)) return;
    this.#told = speakers;
    this.#tell(speakers);
  }

  #waitForSilence(nowMs: number): void {
    const oldestMs = Math.min(...[...this.#heard.values()].map(({ atMs }) => atMs));
    if (Number.isFinite(oldestMs))
      this.#cancel = this.#clock.after(oldestMs + HELD_FOR_MS - nowMs, () => this.#settle());
  }
}

function isNews(before: Speakers, now: Speakers): boolean {
  if (before.length !== now.length) return true;
  return now.some(({ participantId, levelDbov }, index) => {
    const told = before[index];
    return told?.participantId !== participantId || Math.abs(told.levelDbov - levelDbov) >= TOLD_STEP_DB;
  });
}
