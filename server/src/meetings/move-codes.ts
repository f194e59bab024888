import { createHash, randomBytes } from 'node:crypto';
import { MOVE_CODE_MS, type IdentityId, type MeetingId, type ParticipantId } from '#contracts';
import type { Clock } from '#kernel';

const CODE_BYTES = 32;
/** More codes than that are not waited for at a time; the oldest is forgotten. */
const CODES_MAX_COUNT = 10_000;

/** Whose seat a code is for. */
export interface Offer {
  readonly meetingId: MeetingId;
  readonly participantId: ParticipantId;
  readonly identityId: IdentityId;
}

/** One-time codes by which guests bring their seat to another device. Kept in memory, and only as hashes. */
export class MoveCodes {
  readonly #clock: Clock;
  /** `untilMs` by the monotonic clock. */
  readonly #offers = new Map<string, Offer & { readonly untilMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A code of before for the same seat is good no more. */
  offer(offer: Offer): { readonly code: string; readonly expiresAtMs: number } {
    for (const [hash, { participantId }] of this.#offers) {
      if (participantId === offer.participantId) this.#offers.delete(hash);
    }
    const code = randomBytes(CODE_BYTES).toString('base64url');
    this.#offers.set(hashOf(code), { ...offer, untilMs: this.#clock.monotonicMs() + MOVE_CODE_MS });
    const [oldest] = this.#offers.keys();
    if (this.#offers.size > CODES_MAX_COUNT && oldest !== undefined) this.#offers.delete(oldest);
    return { code, expiresAtMs: this.#clock.nowMs() + MOVE_CODE_MS };
  }

  /** Undefined for one that is wrong, was used or has expired. */
  take(code: string): Offer | undefined {
    const hash = hashOf(code);
    const offer = this.#offers.get(hash);
    this.#offers.delete(hash);
    return offer !== undefined && offer.untilMs > this.#clock.monotonicMs() ? offer : undefined;
  }
}

/** Looked up by its hash, so that the time a comparison takes tells nothing of the code. */
function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}
