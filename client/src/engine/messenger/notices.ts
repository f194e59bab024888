import type { KeyValues } from '../storage.js';
import { Store, type Readable } from '../store.js';

const WISH_KEY = 'parley.notices';

/**
 * Whether notices may be shown outside the page. `unasked`: nobody was asked yet, which only a press of theirs may do;
 * `blocked`: the browser was told no, and only its own settings can change that; `off`: allowed, but not wished now.
 */
export type NoticesState = 'unsupported' | 'unasked' | 'blocked' | 'off' | 'on';

export interface Notice {
  readonly title: string;
  readonly body: string;
  /** A later one of the same tag takes the place of the one before, in whatever tab it was made. */
  readonly tag: string;
  /** It stays until somebody does something about it. */
  readonly isUrgent: boolean;
  readonly onPress: () => void;
  /** Where a press leads when the page that showed it is gone by then; undefined for the first page. */
  readonly href: string | undefined;
}

export interface NoticesView {
  readonly state: Readable<NoticesState>;
  /** Asks the browser for leave where it must. Call it at a press of the person only. Never rejects. */
  turnOn(): Promise<void>;
  turnOff(): void;
  /** Shows one, if it may; returns what takes it away. */
  show(notice: Notice): () => void;
}

/** The part of the browser that shows notices. */
export interface NoticeBoard {
  /** Undefined where there is none. */
  readonly permission: () => 'default' | 'granted' | 'denied' | undefined;
  readonly ask: () => Promise<unknown>;
  readonly post: (notice: Notice) => () => void;
}

export class Notices implements NoticesView {
  readonly state: Store<NoticesState>;
  readonly #board: NoticeBoard;
  readonly #storage: KeyValues;

  constructor(board: NoticeBoard, storage: KeyValues) {
    this.#board = board;
    this.#storage = storage;
    this.state = new Store(this.#now());
  }

  async turnOn(): Promise<void> {
    this.#storage.setItem(WISH_KEY, 'on');
    if (this.#board.permission() === 'default') await this.#board.ask().catch(() => undefined); // Closed unanswered.
    this.state.set(this.#now());
  }

  turnOff(): void {
    this.#storage.setItem(WISH_KEY, 'off');
    this.state.set(this.#now());
  }

  show(notice: Notice): () => void {
    // Changed in another tab or in the browser's settings meanwhile, perhaps.
    if (this.#now() !== 'on') return () => undefined;
    return this.#board.post(notice);
  }

  #now(): NoticesState {
    const permission = this.#board.permission();
    if (permission === undefined) return 'unsupported';
    if (permission === 'denied') return 'blocked';
    if (permission === 'default') return 'unasked';
    return this.#storage.getItem(WISH_KEY) === 'off' ? 'off' : 'on';
  }
}
