import { CHAT_PAGE_MAX_COUNT, type ChatMessage } from '#contracts';
import type { MessageLog, Stretch } from './message-log.js';
import type { ChatLine } from './sender.js';

/** Messages that one scroll to the beginning, or back from there, fetches. */
const PAGE_COUNT = 50;
/** Somebody who wants to see a message farther away than this is taken there, without all that is between. */
const NEAR_COUNT = 300;

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

  /** The same towards the end. */
  loadNewer(): Promise<void> {
    const { log } = this.#parts;
    const stretch = { fromSeq: log.toSeq + 1, toSeq: Math.min(log.heardSeq, log.toSeq + PAGE_COUNT) };
    if (!log.hasNewer || stretch.toSeq < stretch.fromSeq) return Promise.resolve();
    return this.#alone((line) => this.#fetchStretch(line, stretch, (messages) => log.append(stretch, messages)));
  }

  /** The end, without what is between. */
  async toNewest(): Promise<void> {
    const { log } = this.#parts;
    await this.#paging; // It would be answered into another window.
    if (!log.hasNewer) return;
    const stretch = { fromSeq: Math.max(log.firstSeq, log.heardSeq - PAGE_COUNT + 1), toSeq: log.heardSeq };
    await this.#alone((line) => this.#fetchStretch(line, stretch, (messages) => log.show(stretch, messages, true)));
    if (log.hole !== undefined) void this.fill(); // What was said meanwhile.
  }

  async reach(seq: number): Promise<boolean> {
    const { log } = this.#parts;
    if (log.fromSeq - seq > NEAR_COUNT || seq > log.toSeq) await this.#goTo(seq);
    while (log.fromSeq > seq && log.hasOlder) {
      const from = log.fromSeq;
      await this.#page(CHAT_PAGE_MAX_COUNT);
      if (log.fromSeq === from) break;
    }
    return log.at(seq) !== undefined && log.fromSeq <= seq && seq <= log.toSeq;
  }

  async #goTo(seq: number): Promise<void> {
    const { log } = this.#parts;
    await this.#paging; // As above.
    const [first, last] = [log.firstSeq, log.heardSeq];
    if (seq < first || seq > last) return;
    const fromSeq = Math.max(first, Math.min(seq - CHAT_PAGE_MAX_COUNT / 2, last - CHAT_PAGE_MAX_COUNT + 1));
    const stretch = { fromSeq, toSeq: Math.min(last, fromSeq + CHAT_PAGE_MAX_COUNT - 1) };
    await this.#alone((line) => this.#fetchStretch(line, stretch, (messages) => log.show(stretch, messages, false)));
  }

  #page(limit: number): Promise<void> {
    if (!this.#parts.log.hasOlder) return Promise.resolve();
    return this.#alone((line) => this.#fetchPage(line, limit));
  }

  /** One at a time: whoever comes meanwhile gets what is fetched already. */
  #alone(fetch: (line: ChatLine) => Promise<void>): Promise<void> {
    const line = this.#parts.line();
    if (line === undefined) return Promise.resolve();
    this.#paging ??= fetch(line).finally(() => {
      this.#paging = undefined;
    });
    return this.#paging;
  }

  async #fetchStretch(
    line: ChatLine,
    stretch: Stretch,
    keep: (messages: readonly ChatMessage[]) => void,
  ): Promise<void> {
    try {
      const { messages } = await line.signal.request('chat.range', { conversationId: line.conversationId, ...stretch });
      if (this.#parts.line() !== line) return;
      keep(messages);
      this.#parts.onMore();
    } catch {
      return; // See `loadOlder`.
    }
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
