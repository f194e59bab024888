import type { ChatMessage, IdentityId } from '#contracts';

/** More than that are only counted. */
const KNOWN_MAX_COUNT = 1_000;

interface Beginning {
  readonly selfId: IdentityId;
  /** As the server counted them. */
  readonly unreadCount: number;
  readonly readSeq: number;
  /** The first of the page that came with it. */
  readonly fromSeq: number;
}

/** How many messages of others were not on screen yet: those that came here by their numbers, and those before as the server counted them. */
export class Unread {
  readonly #seqs = new Set<number>();
  #selfId: IdentityId | undefined;
  #beforeCount = 0;
  /** What is unread before it and not among the numbers is in `#beforeCount`. */
  #fromSeq = 1;
  #readSeq = 0;

  get count(): number {
    return this.#beforeCount + this.#seqs.size;
  }

  /** The conversation was opened; `known` is all that is here of it. */
  begin({ selfId, unreadCount, readSeq, fromSeq }: Beginning, known: readonly ChatMessage[]): void {
    this.#seqs.clear();
    this.#selfId = selfId;
    this.#readSeq = readSeq;
    this.#fromSeq = fromSeq;
    this.#beforeCount = 0;
    for (const message of known) if (message.seq >= fromSeq) this.meet(message);
    this.#beforeCount = Math.max(0, unreadCount - this.#seqs.size);
    for (const message of known) if (message.seq < fromSeq) this.meet(message);
  }

  /** It came here. Safe to repeat. */
  meet({ seq, fromId, groupChange }: ChatMessage): void {
    const isUnread = seq > this.#readSeq && fromId !== this.#selfId && groupChange === undefined;
    if (this.#selfId === undefined || !isUnread || this.#seqs.has(seq)) return;
    this.#seqs.add(seq);
    if (seq < this.#fromSeq) this.#beforeCount = Math.max(0, this.#beforeCount - 1);
    if (this.#seqs.size > KNOWN_MAX_COUNT) this.#forget(Math.min(...this.#seqs));
  }

  read(upToSeq: number): void {
    if (upToSeq <= this.#readSeq) return;
    this.#readSeq = upToSeq;
    for (const seq of this.#seqs) if (seq <= upToSeq) this.#seqs.delete(seq);
    if (upToSeq >= this.#fromSeq - 1) this.#beforeCount = 0;
  }

  #forget(seq: number): void {
    this.#seqs.delete(seq);
    this.#beforeCount += 1;
    this.#fromSeq = Math.max(this.#fromSeq, seq + 1);
  }
}
