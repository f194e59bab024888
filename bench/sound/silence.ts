import type { ParticipantId } from '#contracts';

/**
 * What is told to screens and what is enforced at the media host travel by different roads, and this process reads sockets in
 * an order of its own: sound that was on its way is no lie before this time, in ms.
 */
export const GRACE_MS = 250;

/**
 * How often it is counted, in ms. The word that somebody is heard again goes out before they are let through, and still this
 * process may read their first packet before it: what came after the last count is taken for that.
 */
const LOOK_EVERY_MS = 5;

export interface Lie {
  readonly participantId: ParticipantId;
  readonly packetCount: number;
  readonly afterMs: number;
}

interface Quiet {
  readonly sinceMs: number;
  /** How many packets had come when the time of grace was over. */
  baseCount: number | undefined;
  lastCount: number;
  lastPacketAtMs: number | undefined;
}

/**
 * Watches over the times in which some screen says that somebody is muted: from the first screen that says so until the
 * first one that takes it back. No packet of theirs may come to anybody then.
 */
export class SilenceWatch {
  readonly lies: Lie[] = [];
  /** How long after the first screen said so the last packet came, each time one came at all, in ms. */
  readonly lateMs: number[] = [];
  intervalCount = 0;
  readonly #heardCount: (participantId: ParticipantId) => number;
  readonly #quiet = new Map<ParticipantId, Quiet>();
  readonly #timer: NodeJS.Timeout;

  constructor(heardCount: (participantId: ParticipantId) => number) {
    this.#heardCount = heardCount;
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  said(participantId: ParticipantId, isMuted: boolean): void {
    if (!isMuted) return this.#end(participantId);
    if (this.#quiet.has(participantId)) return;
    const lastCount = this.#heardCount(participantId);
    const quiet = { sinceMs: performance.now(), baseCount: undefined, lastCount, lastPacketAtMs: undefined };
    this.#quiet.set(participantId, quiet);
  }

  stop(): void {
    for (const participantId of this.#quiet.keys()) this.#end(participantId);
    clearInterval(this.#timer);
  }

  #look(): void {
    const nowMs = performance.now();
    for (const [participantId, quiet] of this.#quiet) {
      const count = this.#heardCount(participantId);
      if (count !== quiet.lastCount) quiet.lastPacketAtMs = nowMs;
      quiet.lastCount = count;
      if (quiet.baseCount === undefined && nowMs - quiet.sinceMs >= GRACE_MS) quiet.baseCount = count;
    }
  }

  #end(participantId: ParticipantId): void {
    const quiet = this.#quiet.get(participantId);
    if (quiet === undefined) return;
    this.#quiet.delete(participantId);
    this.intervalCount += 1;
    const { sinceMs, baseCount, lastCount, lastPacketAtMs } = quiet;
    if (lastPacketAtMs !== undefined) this.lateMs.push(lastPacketAtMs - sinceMs);
    if (baseCount === undefined) return;
    const packetCount = lastCount - baseCount;
    if (packetCount > 0) this.lies.push({ participantId, packetCount, afterMs: performance.now() - sinceMs });
  }
}
