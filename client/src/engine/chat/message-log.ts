import { CHAT_PAGE_MAX_COUNT, type AvatarUrl, type ChatMessage, type IdentityId } from '#contracts';

/** A hole this large is not filled: what came last is shown, and the rest is fetched by whoever scrolls up to it. */
const FILL_MAX_COUNT = 1_000;
/** Most messages kept; beyond them those are let go of that are farthest from what somebody looks at. */
const WINDOW_MAX_COUNT = 1_000;
/** As many are left then, so that this is not done for each message. */
const WINDOW_LEFT_COUNT = 600;
/** Changed messages remembered for when they are fetched; more than that, and the oldest are as they were when fetched. */
const CHANGED_MAX_COUNT = 500;

export interface Stretch {
  readonly fromSeq: number;
  readonly toSeq: number;
}

/**
 * The messages of a conversation by their numbers: a window that has no holes, and what came early behind it. Messages may come
 * twice, late or in any order; the numbers decide. The window goes on with what is said, unless somebody looks far back: then
 * what is said is counted, and fetched when they come to it.
 */
export class MessageLog {
  /** A number without a message is one that the server has no more. */
  readonly #bySeq = new Map<number, ChatMessage | undefined>();
  readonly #changed = new Map<number, ChatMessage>();
  /** The window: from `#from` to `#to`, both in it; empty while `#to` is smaller. */
  #from = 1;
  #to = 0;
  /** The last number that was heard of. */
  #heard = 0;
  /** The first that there is to read. */
  #first = 1;
  #isOpen = false;
  /** Whether the window goes on with what is said. */
  #isFollowing = true;
  /** The last number up to which everything has come here, while the window does not follow. */
  #reached = 0;
  /** What somebody looks at; undefined for the end. */
  #sight: number | undefined;
  readonly #onMet: (message: ChatMessage) => void;

  /** @param onMet hears of each message that comes, however often, also of one that is only counted */
  constructor(onMet: (message: ChatMessage) => void = () => undefined) {
    this.#onMet = onMet;
  }

  /** The last number without a hole before it; 0 for none. */
  get toSeq(): number {
    return this.#to;
  }

  get fromSeq(): number {
    return this.#from;
  }

  get hasOlder(): boolean {
    return this.#isOpen && this.#from > this.#first;
  }

  get hasNewer(): boolean {
    return this.#isOpen && !this.#isFollowing;
  }

  get firstSeq(): number {
    return this.#first;
  }

  /** The last number that was heard of. */
  get heardSeq(): number {
    return this.#heard;
  }

  /** The last number up to which everything has reached this device, kept or not. */
  get reachedSeq(): number {
    return this.#isFollowing ? this.#to : Math.max(this.#reached, this.#to);
  }

  /** The window, in order. */
  get messages(): readonly ChatMessage[] {
    const messages: ChatMessage[] = [];
    for (let seq = this.#from; seq <= this.#to; seq += 1) {
      const message = this.#bySeq.get(seq);
      if (message !== undefined) messages.push(message);
    }
    return messages;
  }

  at(seq: number): ChatMessage | undefined {
    return this.#changed.get(seq) ?? this.#bySeq.get(seq);
  }

  /** The next numbers to ask for; undefined when nothing is missing. */
  get hole(): Stretch | undefined {
    if (!this.#isOpen || !this.#isFollowing || this.#heard <= this.#to) return undefined;
    const fromSeq = this.#to + 1;
    let toSeq = fromSeq;
    while (toSeq < this.#heard && toSeq - fromSeq < CHAT_PAGE_MAX_COUNT - 1 && !this.#bySeq.has(toSeq + 1)) toSeq += 1;
    return { fromSeq, toSeq };
  }

  /** The latest page, as the server gave it with its numbers. */
  open(
    page: readonly ChatMessage[],
    { firstSeq, lastSeq }: { readonly firstSeq: number; readonly lastSeq: number },
  ): void {
    const pageFrom = page[0]?.seq ?? lastSeq + 1;
    if (this.hasNewer && lastSeq >= this.#heard && pageFrom > this.#to + 1) return this.#countPage(pageFrom, lastSeq);
    this.#isFollowing = true;
    const isNew = !this.#isOpen || lastSeq < this.#to || pageFrom - this.#to > FILL_MAX_COUNT;
    if (isNew) this.#restart(pageFrom);
    this.#isOpen = true;
    this.#first = page.length === 0 ? pageFrom : firstSeq;
    this.#heard = Math.max(this.#heard, lastSeq);
    for (const message of page) {
      this.#onMet(message);
      this.#bySeq.set(message.seq, message);
    }
    // What the page skips, the server does not have.
    for (let seq = pageFrom; seq <= lastSeq; seq += 1) if (!this.#bySeq.has(seq)) this.#bySeq.set(seq, undefined);
    this.#grow();
  }

  /** Messages as they are said, or as the answer to a send tells them. What is known already stays. */
  take(messages: readonly ChatMessage[]): void {
    for (const message of messages) {
      this.#onMet(message);
      if (!this.#isFollowing) this.#count(message.seq);
      if (message.seq < this.#from || this.#bySeq.has(message.seq) || !this.#isFollowing) continue;
      this.#bySeq.set(message.seq, this.#changed.get(message.seq) ?? message);
      this.#heard = Math.max(this.#heard, message.seq);
    }
    this.#grow();
  }

  /** The answer about a stretch: what it leaves out is gone for good. */
  cover({ fromSeq, toSeq }: Stretch, messages: readonly ChatMessage[]): void {
    this.take(messages);
    if (this.#isFollowing) this.#keep({ fromSeq, toSeq }, []);
    this.#grow();
  }

  /** The page before the window. `isLast`: there is nothing before it. */
  prepend(page: readonly ChatMessage[], isLast: boolean): void {
    const older = page.filter(({ seq }) => seq < this.#from);
    for (const message of older) {
      this.#onMet(message);
      this.#bySeq.set(message.seq, this.#changed.get(message.seq) ?? message);
    }
    this.#from = older[0]?.seq ?? this.#from;
    if (isLast) this.#first = this.#from;
    this.#trim(this.#from);
  }

  /** The stretch after the window: what it leaves out is gone for good. */
  append({ fromSeq, toSeq }: Stretch, messages: readonly ChatMessage[]): void {
    if (this.#isFollowing || fromSeq !== this.#to + 1) return;
    this.#keep({ fromSeq, toSeq }, messages);
    this.#to = toSeq;
    this.#isFollowing = this.#to >= this.#heard;
    this.#trim(this.#to);
  }

  /** Another window in place of this one. `isEnd`: it goes on with what is said. */
  show({ fromSeq, toSeq }: Stretch, messages: readonly ChatMessage[], isEnd: boolean): void {
    this.#reached = this.reachedSeq;
    this.#bySeq.clear();
    this.#from = fromSeq;
    this.#to = toSeq;
    this.#keep({ fromSeq, toSeq }, messages);
    this.#isFollowing = isEnd || toSeq >= this.#heard;
    this.#grow();
  }

  /** What somebody looks at: it stays when there is too much. Undefined when nobody looks. */
  look(seq: number | undefined): void {
    this.#sight = seq;
  }

  /** Nothing is to be read here any more. */
  clear(): void {
    this.#restart(1);
    this.#isOpen = false;
    this.#isFollowing = true;
  }

  /** A message that is not as it was. */
  change(message: ChatMessage): void {
    if (this.#bySeq.has(message.seq)) this.#bySeq.set(message.seq, message);
    this.#changed.delete(message.seq);
    this.#changed.set(message.seq, message);
    const [oldest] = this.#changed.keys();
    if (this.#changed.size > CHANGED_MAX_COUNT && oldest !== undefined) this.#changed.delete(oldest);
  }

  /** Somebody has another picture by now, also beside what they said before. */
  portray(fromId: IdentityId, avatarUrl: AvatarUrl | undefined): void {
    for (const messages of [this.#bySeq, this.#changed] as readonly Map<number, ChatMessage | undefined>[]) {
      for (const [seq, message] of messages) {
        if (message === undefined || message.fromId !== fromId) continue;
        const { avatarUrl: _before, ...rest } = message;
        messages.set(seq, { ...rest, ...(avatarUrl !== undefined && { avatarUrl }) });
      }
    }
  }

  /** The window does not go on there. */
  #count(seq: number): void {
    this.#reached = this.reachedSeq;
    if (seq === this.#reached + 1) this.#reached = seq;
    this.#heard = Math.max(this.#heard, seq);
  }

  #countPage(pageFrom: number, lastSeq: number): void {
    if (pageFrom <= this.#reached + 1) this.#reached = lastSeq;
    this.#heard = lastSeq;
  }

  #keep({ fromSeq, toSeq }: Stretch, messages: readonly ChatMessage[]): void {
    for (const message of messages) {
      this.#onMet(message);
      this.#bySeq.set(message.seq, this.#changed.get(message.seq) ?? message);
    }
    for (let seq = fromSeq; seq <= toSeq; seq += 1) if (!this.#bySeq.has(seq)) this.#bySeq.set(seq, undefined);
  }

  #restart(from: number): void {
    this.#bySeq.clear();
    this.#changed.clear();
    this.#from = from;
    this.#to = from - 1;
    this.#heard = this.#to;
    this.#reached = this.#to;
  }

  #grow(): void {
    if (!this.#isOpen) return;
    while (this.#bySeq.has(this.#to + 1)) this.#to += 1;
    this.#heard = Math.max(this.#heard, this.#to);
    this.#trim(this.#sight ?? this.#to);
  }

  /** Lets go of what is far from a message that matters. */
  #trim(nearSeq: number): void {
    if (this.#to - this.#from < WINDOW_MAX_COUNT) return;
    const latestFrom = this.#to - WINDOW_LEFT_COUNT + 1;
    const middle = nearSeq - WINDOW_LEFT_COUNT / 2;
    const from = Math.min(latestFrom, Math.max(this.#from, middle));
    const to = from + WINDOW_LEFT_COUNT - 1;
    if (to < this.#to) {
      this.#reached = this.reachedSeq;
      this.#isFollowing = false;
    }
    for (const seq of this.#bySeq.keys()) if (seq < from || (seq > to && !this.#isFollowing)) this.#bySeq.delete(seq);
    [this.#from, this.#to] = [from, to];
  }
}
