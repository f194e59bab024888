import { Refusal, type MediaSession, type ParticipantId } from '#contracts';
import { backoffMs } from '#kernel';
import type { LiveMeeting } from '../meetings/live-meeting.js';
import type { LossReason, MediaCapabilities, MediaTools, Session } from './session.js';

/** A worker is replaced within some ten milliseconds; a host takes longer, and is not to be asked without a pause. */
const RETRY = { firstMs: 25, maxMs: 2_000, jitterRatio: 0.3 };

/** For so long a host that is left goes on serving those who move: new transports stand well before. */
export const MOVE_SERVES_MS = 2_500;

interface Waiting {
  readonly capabilities: MediaCapabilities;
  readonly reason: LossReason;
  /** When we learnt of it, by the monotonic clock. */
  readonly sinceMs: number;
}

export interface RenewalOptions {
  readonly live: LiveMeeting;
  readonly tools: MediaTools;
  /** Runs after what was asked for somebody before. */
  readonly inOrder: (participantId: ParticipantId, task: () => Promise<void>) => Promise<void>;
  readonly open: (participantId: ParticipantId, capabilities: MediaCapabilities) => Promise<MediaSession>;
}

/** New transports for those whose own were lost or have to go, without anybody asking for them. */
export class Renewals {
  readonly #options: RenewalOptions;
  readonly #waiting = new Map<ParticipantId, Waiting>();
  #state: 'open' | 'closed' = 'open';

  constructor(options: RenewalOptions) {
    this.#options = options;
  }

  /** Who is here gets theirs at once, who is away when they return. Nothing for one whose page we know nothing of. */
  add({ participantId, capabilities }: Session, reason: LossReason): void {
    const sinceMs = this.#options.tools.clock.monotonicMs();
    if (capabilities !== undefined) this.#waiting.set(participantId, { capabilities, reason, sinceMs });
    this.attempt(participantId);
  }

  /** They are given new transports although the old ones stand. */
  isMoving(participantId: ParticipantId): boolean {
    return this.#waiting.get(participantId)?.reason === 'moved';
  }

  /** They have transports again, or left. */
  delete(participantId: ParticipantId): void {
    this.#waiting.delete(participantId);
  }

  /** Nothing is made anew after it. */
  close(): void {
    this.#state = 'closed';
    this.#waiting.clear();
  }

  /** Tried again for as long as somebody is there to use them. Nothing happens for who waits for none. */
  attempt(participantId: ParticipantId, failedCount = 0): void {
    if (this.#state === 'closed' || !this.#waiting.has(participantId)) return;
    const { inOrder, tools } = this.#options;
    inOrder(participantId, () => this.#renew(participantId)).catch((fault: unknown) => {
      if (!(fault instanceof Refusal)) tools.log.error({ participantId, fault }, 'transports could not be made anew');
      tools.clock.after(backoffMs(RETRY, failedCount), () => this.attempt(participantId, failedCount + 1));
    });
  }

  async #renew(participantId: ParticipantId): Promise<void> {
    const { live, tools, open } = this.#options;
    const waiting = this.#waiting.get(participantId);
    if (waiting === undefined || live.socketOf(participantId) === undefined) return;
    const media = await open(participantId, waiting.capabilities);
    const socketId = live.socketOf(participantId);
    if (socketId === undefined) return;
    const served = waiting.reason === 'moved' ? { oldServesForMs: MOVE_SERVES_MS } : {};
    tools.out.toSocket(socketId, 'media.replaced', { media, ...served });
    const durationMs = tools.clock.monotonicMs() - waiting.sinceMs;
    tools.tally.mediaReplaced({ reason: waiting.reason, durationMs });
  }
}
