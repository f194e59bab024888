import { CHAT_PAGE_MAX_COUNT } from '#contracts';
import type { MessageLog } from './message-log.js';
import type { ChatLine } from './sender.js';

/** Messages that one scroll to the beginning fetches. */
const PAGE_COUNT = 50;

interface Parts {
  readonly log: MessageLog;
  /** The line there is now: what an older one answers changes nothing. */
  readonly line: () => ChatLine | undefined;
  /** The log holds more than before. */
  readonly onMore: () => void;
}

/** Fetches what of a conversation is missing here: holes in its numbers, and what comes before. Nothing in it rejects. */
export class History {
  readonly #parts: Parts;
  #isFilling = false;
  #paging: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** One at a time. When no answer comes, the next message or the next line leads here again. */
  async fill(): Promise<void> {
    const { log, onMore } = this.#parts;
    const line = this.#parts.line();
    if (this.#isFilling || line === undefined) return;
    this.#isFilling = true;
    try {
      for (let hole = log.hole; hole !== undefined; hole = log.hole) {
        const { messages } = await line.signal.request('chat.range', { conversationId: line.conversationId, ...hole });
        if (this.#parts.line() !== line) return;
        log.cover(hole, messages);
        onMore();
      }
    } catch {
      return; // See above.
    } finally {
      this.#isFilling = false;
    }
  }

  /** Scrolling up once more asks once more. */
  loadOlder(): Promise<void> {
    return this.#page(PAGE_COUNT);
  }

  async reach(seq: number): Promise<boolean> {
    const { log } = this.#parts;
    while (log.fromSeq > seq && log.hasOlder) {
      const from = log.fromSeq;
      await this.#page(CHAT_PAGE_MAX_COUNT);
      if (log.fromSeq === from) break;
    }
    return log.at(seq) !== undefined && log.fromSeq <= seq;
  }

  #page(limit: number): Promise<void> {
    const line = this.#parts.line();
    if (line === undefined || !this.#parts.log.hasOlder) return Promise.resolve();
    this.#paging ??= this.#fetchPage(line, limit).finally(() => {
      this.#paging = undefined;
    });
    return this.#paging;
  }

  async #fetchPage(line: ChatLine, limit: number): Promise<void> {
    const { log, onMore } = this.#parts;
    try {
      const { conversationId } = line;
      const { messages } = await line.signal.request('chat.page', { conversationId, beforeSeq: log.fromSeq, limit });
      if (this.#parts.line() !== line) return;
      log.prepend(messages, messages.length < limit);
      onMore();
    } catch {
      return; // See `loadOlder`.
    }
  }
}
