import { randomUUID } from 'node:crypto';
import {
  replySchema,
  signalling,
  type Asked,
  type ChatMessage,
  type ConversationId,
  type GuestIssued,
  type Output,
  type Payload,
  type RoomId,
  type SignallingEvents,
  type SignallingRequests,
} from '#contracts';
import { openBrowser, outcomeOf, type Browser } from './browser.js';
import { BROWSER } from './media.js';

type Requests = SignallingRequests;

/** What became of one message, as its sender knows. */
export interface Sent {
  readonly key: string;
  readonly text: string;
  /** Its number, once it was acknowledged. */
  seq?: number;
}

/**
 * Somebody who writes in a room, as the page does it: an outbox that is emptied one by one, a seat that is resumed, and
 * holes that are fetched. Comes back after whatever happens until told to stop.
 */
export class ChatClient {
  readonly guest: GuestIssued;
  /** Every message this client made. Survives a reload, as an outbox in the browser does. */
  readonly sent: Sent[] = [];
  readonly acknowledgedMs: number[] = [];
  #seen = new Map<number, ChatMessage>();
  readonly #url: string;
  readonly #roomId: RoomId;
  #seat: Pick<Output<Requests, 'meeting.join'>, 'participantId' | 'resumeToken'> | undefined;
  #browser: Browser | undefined;
  #conversationId: ConversationId | undefined;
  #isStopped = false;
  #isReady = false;

  constructor(guest: GuestIssued, url: string, roomId: RoomId) {
    this.guest = guest;
    this.#url = url;
    this.#roomId = roomId;
  }

  get messages(): readonly ChatMessage[] {
    return [...this.#seen.values()].toSorted((one, other) => one.seq - other.seq);
  }

  get acknowledgedCount(): number {
    return this.sent.filter(({ seq }) => seq !== undefined).length;
  }

  /** Connects, and again whenever the connection is lost. Resolves when in the room for the first time. */
  async arrive(): Promise<void> {
    await this.#connect();
    void this.#stay();
  }

  /** The page is loaded anew: whatever it had seen is forgotten. */
  reload(): void {
    this.#seen = new Map();
    this.#browser?.disconnect();
  }

  /** Writes `count` messages, each sent until it is acknowledged. */
  async write(count: number): Promise<void> {
    for (let n = 1; n <= count; n += 1) {
      const message: Sent = { key: randomUUID(), text: `${this.guest.identityId} says ${n}` };
      this.sent.push(message);
      await this.#deliver(message);
    }
  }

  /** Fetches whatever is missing up to the last message. */
  async catchUp(): Promise<void> {
    const { conversation, messages } = await this.#ask('chat.open', { roomId: this.#roomId });
    const { conversationId, lastSeq } = conversation;
    this.#conversationId = conversationId;
    this.#take({ conversationId, messages });
    for (let seq = conversation.firstSeq; seq <= lastSeq; seq += 1) {
      if (this.#seen.has(seq)) continue;
      const range = { conversationId, fromSeq: seq, toSeq: Math.min(seq + 99, lastSeq) };
      this.#take({ conversationId, messages: (await this.#ask('chat.range', range)).messages });
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#browser?.disconnect();
  }

  async #deliver(message: Sent): Promise<void> {
    for (;;) {
      if (this.#isReady && this.#conversationId !== undefined) {
        const beganMs = performance.now();
        const { key, text } = message;
        try {
          const { seq } = await this.#ask('chat.send', { conversationId: this.#conversationId, key, text });
          this.acknowledgedMs.push(performance.now() - beganMs);
          message.seq = seq;
          return;
        } catch {
          // Whatever it was, the message stays in the outbox.
        }
      }
      await pause();
    }
  }

  async #connect(): Promise<void> {
    for (;;) {
      try {
        const browser = openBrowser(this.#url, { token: this.guest.token });
        this.#browser = browser;
        browser.on('chat.said', (said: Payload<SignallingEvents, 'chat.said'>) => this.#take(said));
        const refused = await outcomeOf(browser);
        if (refused !== undefined) throw refused;
        await this.#sit();
        await this.catchUp();
        this.#isReady = true;
        return;
      } catch {
        this.#browser?.disconnect();
        await pause();
      }
    }
  }

  async #sit(): Promise<void> {
    const room = { roomId: this.#roomId, media: BROWSER };
    this.#seat =
      this.#seat === undefined
        ? await this.#ask('meeting.join', { ...room, name: 'Writer', joinKey: this.guest.identityId })
        : await this.#ask('meeting.resume', {
            ...room,
            participantId: this.#seat.participantId,
            resumeToken: this.#seat.resumeToken,
            hasTransports: true,
          });
  }

  async #stay(): Promise<void> {
    while (!this.#isStopped) {
      if (this.#browser?.connected !== true) {
        this.#isReady = false;
        await this.#connect();
      }
      await pause();
    }
  }

  #take({ messages }: Pick<Payload<SignallingEvents, 'chat.said'>, 'conversationId' | 'messages'>): void {
    for (const message of messages) {
      const known = this.#seen.get(message.seq);
      if (known !== undefined && (known.key !== message.key || known.text !== message.text)) {
        throw new Error(`Two messages have the number ${message.seq}.`);
      }
      this.#seen.set(message.seq, message);
    }
  }

  async #ask<K extends keyof Requests>(name: K, input: Asked<Requests, K>): Promise<Output<Requests, K>> {
    const raw = await this.#browser?.timeout(4_500).emitWithAck(name, input);
    const reply = replySchema(signalling.requests[name].output).parse(raw);
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code} ${reply.error.message}`);
    return reply.data as Output<Requests, K>;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, 10));
}
