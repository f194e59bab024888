import { CHAT_PAGE_MAX_COUNT, type ChatMessage, type ConversationId } from '#contracts';
import type { Clock } from '#kernel';
import type { ChatFacts } from './chat-fact.js';
import type { Audience } from './conversation.js';

/** Messages of one conversation within this time leave together, in ms. Too short to be noticed by who reads. */
const TOGETHER_MS = 20;

interface Gathered {
  audience: Audience;
  readonly bySeq: Map<number, ChatMessage>;
}

/**
 * Of the time that telling a crowd takes, so much is left to everything else before they are told again. Source: `npm run bench
 * -- chat`: with more, a thousand wait longer than 50 ms; with less, too few messages leave together.
 */
const REST_RATIO = 0.75;

/**
 * Tells what was said. The first message after a pause leaves at once; those that follow within the next 20 ms leave
 * together, so that a thousand receivers are written to once and not once per message.
 */
export class FanOut {
  readonly #facts: ChatFacts;
  readonly #clock: Clock;
  readonly #gathered = new Map<ConversationId, Gathered>();

  constructor(facts: ChatFacts, clock: Clock) {
    this.#facts = facts;
    this.#clock = clock;
  }

  tell(conversationId: ConversationId, audience: Audience, messages: readonly ChatMessage[]): void {
    const gathered = this.#gathered.get(conversationId);
    if (gathered !== undefined) {
      gathered.audience = audience;
      for (const message of messages) gathered.bySeq.set(message.seq, message);
      return;
    }
    this.#leave(conversationId, audience, messages);
  }

  /** Writing to a thousand sockets takes most of the 20 ms, in which messages wait already: they count from its beginning. */
  #leave(conversationId: ConversationId, audience: Audience, messages: readonly ChatMessage[]): void {
    this.#gathered.set(conversationId, { audience, bySeq: new Map() });
    const beganMs = this.#clock.monotonicMs();
    this.#send(conversationId, audience, messages);
    const tookMs = this.#clock.monotonicMs() - beganMs;
    this.#clock.after(Math.max(TOGETHER_MS - tookMs, tookMs * REST_RATIO), () => this.#flush(conversationId));
  }

  #flush(conversationId: ConversationId): void {
    const gathered = this.#gathered.get(conversationId);
    this.#gathered.delete(conversationId);
    if (gathered === undefined || gathered.bySeq.size === 0) return;
    const messages = [...gathered.bySeq.values()].toSorted((one, other) => one.seq - other.seq);
    this.#leave(conversationId, gathered.audience, messages);
  }

  #send(conversationId: ConversationId, audience: Audience, messages: readonly ChatMessage[]): void {
    for (let from = 0; from < messages.length; from += CHAT_PAGE_MAX_COUNT) {
      const page = messages.slice(from, from + CHAT_PAGE_MAX_COUNT);
      this.#facts.tell({ conversationId, audience, fact: { kind: 'said', messages: page } });
    }
  }
}
