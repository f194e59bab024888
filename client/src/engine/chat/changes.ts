import type { ChatMessage } from '#contracts';
import type { MessageLog } from './message-log.js';
import type { ChatLine } from './sender.js';

interface Parts {
  readonly log: MessageLog;
  /** The line there is now: what an older one answers changes nothing. */
  readonly line: () => ChatLine | undefined;
  readonly onChange: () => void;
}

/** What was edited, deleted or reacted to, by the numbers of changes: a gap in them makes it ask. Nothing in it rejects. */
export class Changes {
  readonly #parts: Parts;
  #known = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The messages are as they were after this change. */
  begin(lastChange: number): void {
    this.#known = lastChange;
  }

  /** There were changes up to this one. */
  meet(lastChange: number): void {
    if (lastChange > this.#known) void this.#catchUp();
  }

  take(message: ChatMessage, change: number): void {
    if (change <= this.#known) return;
    if (change > this.#known + 1) void this.#catchUp();
    else this.#known = change;
    this.#parts.log.change(message);
    this.#parts.onChange();
  }

  /** The next change, or the next line, leads here again. */
  async #catchUp(): Promise<void> {
    const line = this.#parts.line();
    if (line === undefined) return;
    try {
      for (let hasMore = true; hasMore;) {
        const { conversationId } = line;
        const answer = await line.signal.request('chat.changes', { conversationId, afterChange: this.#known });
        if (this.#parts.line() !== line) return;
        for (const message of answer.messages) this.#parts.log.change(message);
        this.#known = Math.max(this.#known, answer.change);
        hasMore = answer.hasMore;
        this.#parts.onChange();
      }
    } catch {
      return; // See above.
    }
  }
}
