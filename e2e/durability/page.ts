import { setTimeout as sleep } from 'node:timers/promises';
import type { RoomId } from '#contracts';
import { systemClock } from '#kernel';
import { createApi } from '../../client/src/engine/api.js';
import { Call } from '../../client/src/engine/call.js';
import type { MessageView } from '../../client/src/engine/chat/model.js';
import { Devices } from '../../client/src/engine/devices/devices.js';
import { FakeHardware } from '../../client/src/engine/fakes/fake-hardware.js';
import { FakeRtc } from '../../client/src/engine/fakes/fake-rtc.js';
import { fakeStream } from '../../client/src/engine/fakes/fake-track.js';
import { openSocket } from '../../client/src/engine/signal/socket.js';
import { SocketSignal } from '../../client/src/engine/signal/socket-signal.js';
import { MemoryKeyValues } from '../../client/src/engine/storage.js';
import { Store } from '../../client/src/engine/store.js';

/** Who reads that something failed needs a moment to press the button. */
const PRESS_AGAIN_MS = 300;
/** Who scrolls through thousands of messages faster than this is taken by the server for somebody who means harm. */
const SCROLL_MS = 30;

/** What a browser keeps. It can be looked into for what still waits to be sent. */
class Kept extends MemoryKeyValues {
  readonly #outboxes = new Set<string>();

  get waitingCount(): number {
    const drafts = [...this.#outboxes].map((key) => JSON.parse(this.getItem(key) ?? '[]') as readonly unknown[]);
    return drafts.reduce((sum, { length }) => sum + length, 0);
  }

  override setItem(key: string, value: string): void {
    if (key.startsWith('parley.outbox.')) this.#outboxes.add(key);
    super.setItem(key, value);
  }
}

interface Place {
  readonly url: string;
  readonly roomId: RoomId;
  readonly name: string;
}

/**
 * Somebody's page of a meeting: all of the page's engine on a real line to a real server, without a browser, a device or media. What a
 * browser keeps outlives its reloads. Whenever the page offers to join or to try again, that is done.
 */
export class Page {
  readonly name: string;
  /** Every text is written once. */
  readonly written = new Set<string>();
  /**
   * The number that was shown for a text of one's own. Kept over reloads, as its writer remembers it. What was stored before the
   * page was loaded anew may stand above what the page shows then, and is not among these.
   */
  readonly acknowledged = new Map<string, number>();
  /** What must not be: shown twice, out of order, or under another number than before. */
  readonly faults: string[] = [];
  /** What came to the page's console, such as that a server without its database did not know what to say. */
  readonly complaints: string[] = [];
  /** How often it was let in. */
  arrivalCount = 0;
  readonly #place: Place;
  readonly #storage = new Kept();
  readonly #tabStorage = new MemoryKeyValues();
  #call: Call;
  #endPage: () => void = () => undefined;
  #unwatch: (() => void)[] = [];
  #shownKeys = new Set<string>();
  #shownSeq = 0;
  /** Why it was out last, if ever. */
  #lastEnd = 'never out';

  constructor(place: Place) {
    this.name = place.name;
    this.#place = place;
    this.#call = this.#load();
  }

  get isIn(): boolean {
    return this.#call.state.get().kind === 'joined' && this.#call.chat.state.get().kind === 'open';
  }

  /** In order, as far as they are known here. */
  get messages(): readonly MessageView[] {
    return this.#call.chat.messages.get();
  }

  /** What was written and not answered yet. */
  get waitingCount(): number {
    return this.#storage.waitingCount;
  }

  /** False when the page cannot take it now, as just after a reload. */
  write(text: string): boolean {
    if (!this.#call.chat.send(text)) return false;
    this.written.add(text);
    return true;
  }

  /** @param isSudden as when the tab crashed: it cannot say goodbye */
  reload(isSudden: boolean): void {
    if (!isSudden) this.#endPage();
    this.close();
    this.#call = this.#load();
  }

  close(): void {
    for (const unwatch of this.#unwatch.splice(0)) unwatch();
    this.#call.close();
  }

  /** All there is, from the beginning on, as who scrolls through it comes to see it: the page keeps only a part at a time. */
  async readAll(): Promise<readonly MessageView[]> {
    const { chat } = this.#call;
    await chat.reach(1);
    const read = new Map<number, MessageView>();
    for (let last = -1; last !== (last = this.messages.at(-1)?.seq ?? 0);) {
      for (const message of this.messages) if (message.seq !== undefined) read.set(message.seq, message);
      await sleep(SCROLL_MS);
      await chat.loadNewer();
    }
    return [...read.values()];
  }

  /** For whoever waits in vain. */
  describe(): string {
    const { state, chat } = this.#call;
    const complaint = this.complaints.at(-1) ?? 'no complaint';
    return `${this.name}: ${JSON.stringify(state.get())}, chat ${chat.state.get().kind}, ${this.waitingCount} waiting; ${this.#lastEnd}; ${complaint}`;
  }

  #load(): Call {
    const { url, roomId } = this.#place;
    const [storage, tabStorage, clock] = [this.#storage, this.#tabStorage, systemClock];
    const api = createApi({ baseUrl: url, storage, tabStorage, clock });
    const onFault = (fault: unknown): void => void this.complaints.push(String(fault));
    const hardware = new FakeHardware();
    hardware.answering = () => Promise.reject(new DOMException('No devices here.', 'NotFoundError'));
    const call = new Call(roomId, {
      api,
      makeSignal: (room) =>
        new SocketSignal({ makeSocket: (handlers) => openSocket(handlers, room, url), identity: api, clock, onFault }),
      makeRtc: () => new FakeRtc(),
      devices: new Devices({
        hardware,
        storage,
        clock,
        makeProbe: () => ({ rms: () => 0, close: () => undefined }),
        canChooseSpeaker: false,
      }),
      makePlayer: () => ({ play: async () => undefined, setSink: async () => undefined, stop: () => undefined }),
      streamOf: fakeStream,
      storage,
      tabStorage,
      network: { listen: () => () => undefined },
      takeMoveCode: () => undefined,
      pageEnd: {
        listen: (ending) => {
          this.#endPage = ending;
          return () => undefined;
        },
      },
      sight: new Store(false),
      clock,
      unfitness: () => undefined,
      onFault,
    });
    this.#shownKeys = new Set();
    this.#shownSeq = 0;
    this.#unwatch = [
      call.state.watch(() => this.#goOn(call)),
      call.chat.messages.watch(() => this.#look(call.chat.messages.get())),
    ];
    void call.prepare();
    return call;
  }

  /** Presses what there is to press. */
  #goOn(call: Call): void {
    const { kind } = call.state.get();
    if (kind === 'joined') this.arrivalCount += 1;
    if (kind === 'ready') void call.join(this.name);
    if (kind !== 'failed' && kind !== 'over') return;
    this.#lastEnd = `${JSON.stringify(call.state.get())} at ${new Date().toISOString()}`;
    systemClock.after(PRESS_AGAIN_MS, () => {
      if (call === this.#call && call.state.get().kind === kind) void call.restart();
    });
  }

  /** Looks at what was not there before: messages come at the end, in order, and each once. */
  #look(messages: readonly MessageView[]): void {
    const news: MessageView[] = [];
    for (let index = messages.length - 1; index >= 0; index -= 1) {
      const message = messages[index];
      if (message?.seq === undefined) continue;
      if (message.seq <= this.#shownSeq) break;
      news.unshift(message);
    }
    for (const message of news) this.#note(message);
  }

  #note({ seq = 0, key, text, isOwn }: MessageView): void {
    if (this.#shownKeys.has(key)) this.faults.push(`shown twice: ${text}`);
    if (this.#shownSeq !== 0 && seq !== this.#shownSeq + 1) this.faults.push(`${seq} shown after ${this.#shownSeq}`);
    this.#shownKeys.add(key);
    this.#shownSeq = seq;
    if (!isOwn) return;
    const before = this.acknowledged.get(text) ?? seq;
    if (before !== seq) this.faults.push(`${text} was ${before} and is ${seq}`);
    this.acknowledged.set(text, before);
  }
}
