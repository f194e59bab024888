import { Refusal, REFUSALS, type ConversationId, type RefusalCode } from '#contracts';
import { backoffMs, type BackoffOptions, type Clock } from '#kernel';
import type { Signal } from '../signal/signal.js';
import type { Draft, Outbox } from './outbox.js';

const RETRY: BackoffOptions = { firstMs: 500, maxMs: 10_000, jitterRatio: 0.5 };
/** Answers that say more about the line than about the message: it waits for a better one. */
const WAITING: ReadonlySet<RefusalCode> = new Set(['seat-lost', 'unauthenticated', 'internal']);

interface Parts {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly random?: () => number;
  readonly onStored: (draft: Draft, stored: { readonly seq: number; readonly sentAtMs: number }) => void;
  readonly onRefused: () => void;
}

/** Where messages can be sent to now. */
export interface ChatLine {
  readonly signal: Pick<Signal, 'request'>;
  readonly conversationId: ConversationId;
}

/** Sends what the outbox holds, one after the other so that the order stays, and again until each was answered. */
export class Sender {
  readonly #parts: Parts;
  #line: ChatLine | undefined;
  #isSending = false;
  #failedCount = 0;
  #cancelRetry: () => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  attach(line: ChatLine): void {
    this.#line = line;
    this.#failedCount = 0;
    this.flush();
  }

  detach(): void {
    this.#line = undefined;
    this.#cancelRetry();
  }

  /** Sends what is there to send. Safe to repeat. */
  flush(): void {
    void this.#run();
  }

  /** One at a time; never rejects. */
  async #run(): Promise<void> {
    if (this.#isSending) return;
    this.#cancelRetry();
    this.#isSending = true;
    try {
      for (let draft = this.#due(); draft !== undefined; draft = this.#due()) {
        const line = this.#line;
        if (line === undefined || !(await this.#attempt(draft, line))) return;
      }
    } finally {
      this.#isSending = false;
    }
  }

  #due(): Draft | undefined {
    return this.#line === undefined ? undefined : this.#parts.outbox.next;
  }

  /** Resolves with whether to go on at once. */
  async #attempt(draft: Draft, { signal, conversationId }: ChatLine): Promise<boolean> {
    const { outbox, onStored, onRefused } = this.#parts;
    const { key, text, replyTo, mentions, attachments } = draft;
    try {
      const input = {
        conversationId,
        key,
        text,
        ...(replyTo === undefined ? {} : { replyTo }),
        ...(mentions === undefined ? {} : { mentions: [...mentions] }),
        ...(attachments === undefined ? {} : { attachmentIds: attachments.map(({ fileId }) => fileId) }),
      };
      const stored = await signal.request('chat.send', input);
      this.#failedCount = 0;
      outbox.remove(key);
      onStored(draft, stored);
      return true;
    } catch (thrown) {
      // An answer from a line that is gone, or the word of one who is on the way back: neither is about the message.
      const code = thrown instanceof Refusal ? thrown.code : 'internal';
      if (this.#line?.signal === signal && !WAITING.has(code) && !REFUSALS[code].again) {
        outbox.refuse(key, code);
        onRefused();
        return true;
      }
      if (this.#line?.signal !== signal) return this.#line !== undefined;
      this.#retryLater();
      return false;
    }
  }

  #retryLater(): void {
    const delayMs = backoffMs(RETRY, this.#failedCount, this.#parts.random);
    this.#failedCount += 1;
    this.#cancelRetry = this.#parts.clock.after(delayMs, () => this.flush());
  }
}
