/** What a person may want to know about their microphone, and cannot hear for themselves. */
export type MicrophoneHint = 'talking-muted' | 'silent';

export interface MicrophoneSample {
  readonly isOn: boolean;
  readonly levelRatio: number;
  /** Any steady clock. */
  readonly nowMs: number;
}

/** How often to look, in ms. */
export const SAMPLE_EVERY_MS = 250;

/** Louder than this is a voice nearby, not the room. */
const VOICE_RATIO = 0.15;
/** So much talking, with pauses counted against it, is no cough and no slammed door. */
const TALK_MS = 1_000;
/** Told once, it is known; people who want to stay muted are left in peace. */
const TALK_REST_MS = 60_000;
/** Even a quiet room is louder than this; a microphone that is switched off is not. */
const SILENCE_RATIO = 0.004;
const SILENCE_MS = 30_000;

/** Notices that somebody talks into a closed microphone, or that an open one hears nothing at all. */
export class MicrophoneWatch {
  #beforeMs: number | undefined;
  #talkedMs = 0;
  #quietUntilMs = Number.NEGATIVE_INFINITY;
  #silentSinceMs: number | undefined;
  #isSettled = false;

  sample({ isOn, levelRatio, nowMs }: MicrophoneSample): MicrophoneHint | undefined {
    const passedMs = Math.min(2 * SAMPLE_EVERY_MS, nowMs - (this.#beforeMs ?? nowMs));
    this.#beforeMs = nowMs;
    if (isOn) {
      this.#talkedMs = 0;
      return this.#listen(levelRatio, nowMs);
    }
    this.#silentSinceMs = undefined;
    this.#isSettled = false;
    this.#talkedMs = Math.max(0, this.#talkedMs + (levelRatio > VOICE_RATIO ? passedMs : -passedMs / 2));
    if (this.#talkedMs < TALK_MS || nowMs < this.#quietUntilMs) return undefined;
    this.#talkedMs = 0;
    this.#quietUntilMs = nowMs + TALK_REST_MS;
    return 'talking-muted';
  }

  /** One sound proves that the microphone works, until it is opened anew; one hint is enough as well. */
  #listen(levelRatio: number, nowMs: number): MicrophoneHint | undefined {
    if (levelRatio > SILENCE_RATIO) this.#isSettled = true;
    if (this.#isSettled) return undefined;
    this.#silentSinceMs ??= nowMs;
    if (nowMs - this.#silentSinceMs < SILENCE_MS) return undefined;
    this.#isSettled = true;
    return 'silent';
  }
}
