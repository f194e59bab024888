import { Refusal, type ConversationId, type IdentityId } from '#contracts';
import type { Clock, Log } from '#kernel';
import type { ChatFacts } from './chat-fact.js';
import type { ChatRecords, Marks } from './chat-records.js';
import type { Audience } from './conversation.js';

/** Marks of one conversation within this time are written and told together, in ms: at most one write per member and second. */
const TOGETHER_MS = 1_000;
/** The first mark after a pause waits this long, in ms, so that ticks follow at once and others may still join it. */
const FIRST_MS = 100;

interface Gathered {
  audience: Audience;
  readonly marks: Map<IdentityId, Marks>;
}

export interface ReceiptParts {
  readonly records: Pick<ChatRecords, 'mark'>;
  readonly facts: ChatFacts;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * How far members have received and read: one row per member, merged by maximum in memory and in the database. A mark
 * that is lost with this process does no harm: the client says it again when it opens the conversation.
 */
export class ReceiptKeeper {
  readonly #parts: ReceiptParts;
  readonly #gathered = new Map<ConversationId, Gathered>();
  readonly #lastMs = new Map<ConversationId, number>();

  constructor(parts: ReceiptParts) {
    this.#parts = parts;
  }

  /** Takes note; written and told within a second. Marks may come in any order and any number of times. */
  mark(conversationId: ConversationId, audience: Audience, { identityId, deliveredSeq, readSeq }: Marks): void {
    const gathered = this.#gathered.get(conversationId) ?? this.#begin(conversationId, audience);
    const before = gathered.marks.get(identityId);
    gathered.audience = audience;
    gathered.marks.set(identityId, {
      identityId,
      // Whatever was read was received as well.
      deliveredSeq: Math.max(before?.deliveredSeq ?? 0, deliveredSeq, readSeq),
      readSeq: Math.max(before?.readSeq ?? 0, readSeq),
    });
  }

  /** Writes what is waiting. For the shutdown; never rejects. */
  async flush(): Promise<void> {
    await Promise.all([...this.#gathered.keys()].map((conversationId) => this.#write(conversationId)));
  }

  snapshot() {
    return { waitingCount: this.#gathered.size };
  }

  #begin(conversationId: ConversationId, audience: Audience): Gathered {
    const gathered: Gathered = { audience, marks: new Map() };
    this.#gathered.set(conversationId, gathered);
    const sinceMs = this.#parts.clock.monotonicMs() - (this.#lastMs.get(conversationId) ?? Number.NEGATIVE_INFINITY);
    const waitMs = Math.max(FIRST_MS, TOGETHER_MS - sinceMs);
    this.#parts.clock.after(waitMs, () => void this.#write(conversationId));
    return gathered;
  }

  /** Never rejects. While the database is away the marks wait, and grow no larger than the number of members. */
  async #write(conversationId: ConversationId): Promise<void> {
    const gathered = this.#gathered.get(conversationId);
    if (gathered === undefined) return;
    this.#gathered.delete(conversationId);
    this.#lastMs.set(conversationId, this.#parts.clock.monotonicMs());
    try {
      const receipts = await this.#parts.records.mark(conversationId, [...gathered.marks.values()]);
      if (receipts.length === 0) return;
      this.#parts.facts.tell({
        conversationId,
        audience: gathered.audience,
        fact: { kind: 'receipts', receipts },
      });
    } catch (fault) {
      const isAway = fault instanceof Refusal && fault.code === 'unavailable';
      if (!isAway) this.#parts.log.error({ conversationId, fault }, 'receipts could not be stored');
      else for (const marks of gathered.marks.values()) this.mark(conversationId, gathered.audience, marks);
    }
    this.#forgetOld();
  }

  /** Bounds what is remembered of quiet conversations. */
  #forgetOld(): void {
    if (this.#lastMs.size < 1_000) return;
    const oldMs = this.#parts.clock.monotonicMs() - TOGETHER_MS;
    for (const [conversationId, atMs] of this.#lastMs) if (atMs < oldMs) this.#lastMs.delete(conversationId);
  }
}
