import { backoffMs, type BackoffOptions, type Clock } from '#kernel';
import type { ChatLine } from './sender.js';

/** Scrolling through a page passes many messages; the last one counts. */
const EVERY_MS = 400;
const RETRY: BackoffOptions = { firstMs: 1_000, maxMs: 30_000, jitterRatio: 0.5 };

interface Marks {
  readonly deliveredSeq: number;
  readonly readSeq: number;
}

interface Parts {
  readonly clock: Clock;
  readonly random?: () => number;
}

/** Tells the server how far this device has received and its owner has read: the first at once, then rationed, only upward. */
export class Marker {
  readonly #parts: Parts;
  #line: ChatLine | undefined;
  #wanted: Marks = { deliveredSeq: 0, readSeq: 0 };
  #told: Marks = { deliveredSeq: 0, readSeq: 0 };
  #isTelling = false;
  #failedCount = 0;
  #lastAtMs = Number.NEGATIVE_INFINITY;
  #cancel: () => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get readSeq(): number {
    return this.#wanted.readSeq;
  }

  /** What the server knows already. */
  know(marks: Marks): void {
    this.#told = higher(this.#told, marks);
    this.#wanted = higher(this.#wanted, marks);
  }

  attach(line: ChatLine): void {
    this.#line = line;
    this.#failedCount = 0;
    this.#tell();
  }

  detach(): void {
    this.#line = undefined;
    this.#cancel();
  }

  delivered(seq: number): void {
    this.#wanted = higher(this.#wanted, { deliveredSeq: seq, readSeq: 0 });
    this.#tell();
  }

  read(seq: number): void {
    this.#wanted = higher(this.#wanted, { deliveredSeq: seq, readSeq: seq });
    this.#tell();
  }

  #tell(): void {
    const waitMs = this.#lastAtMs + EVERY_MS - this.#parts.clock.monotonicMs();
    this.#cancel();
    if (waitMs <= 0) void this.#run();
    else this.#cancel = this.#parts.clock.after(waitMs, () => void this.#run());
  }

  /** Never rejects: what was not told is told again later. */
  async #run(): Promise<void> {
    const line = this.#line;
    const { deliveredSeq, readSeq } = this.#wanted;
    const marks = {
      ...(deliveredSeq > this.#told.deliveredSeq ? { deliveredSeq } : {}),
      ...(readSeq > this.#told.readSeq ? { readSeq } : {}),
    };
    if (line === undefined || this.#isTelling || Object.keys(marks).length === 0) return;
    this.#isTelling = true;
    this.#lastAtMs = this.#parts.clock.monotonicMs();
    try {
      await line.signal.request('chat.mark', { conversationId: line.conversationId, ...marks });
      this.#failedCount = 0;
      this.#told = { deliveredSeq, readSeq };
      this.#isTelling = false;
      this.#tell();
    } catch {
      this.#isTelling = false;
      const delayMs = backoffMs(RETRY, this.#failedCount, this.#parts.random);
      this.#failedCount += 1;
      this.#cancel = this.#parts.clock.after(delayMs, () => void this.#run());
    }
  }
}

function higher(a: Marks, b: Marks): Marks {
  return { deliveredSeq: Math.max(a.deliveredSeq, b.deliveredSeq), readSeq: Math.max(a.readSeq, b.readSeq) };
}
