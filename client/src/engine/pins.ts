import { ParticipantId, PINNED_MAX_COUNT, RoomId } from '#contracts';
import { z } from 'zod';
import type { PersonView, PinsView } from './model.js';
import type { KeyValues } from './storage.js';
import { Store, type Readable } from './store.js';

const STORAGE_KEY = 'parley.pins';

const Kept = z.strictObject({ roomId: RoomId, ids: z.array(ParticipantId).max(PINNED_MAX_COUNT) });

interface Parts {
  readonly roomId: RoomId;
  /** Of the tab: a reload keeps the pins, another tab has its own. */
  readonly storage: KeyValues;
  readonly people: Readable<readonly PersonView[]>;
}

/** Whom one has pinned on one's own screen, the last one first. Kept for the meeting: nobody who left ever has the same id. */
export class Pins implements PinsView {
  readonly ids: Store<readonly ParticipantId[]>;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.ids = new Store(this.#kept());
    parts.people.watch(() => this.#forgetGone());
  }

  toggle(participantId: ParticipantId): void {
    const before = this.ids.get();
    const others = before.filter((id) => id !== participantId);
    this.#set(others.length < before.length ? others : [participantId, ...others].slice(0, PINNED_MAX_COUNT));
  }

  #forgetGone(): void {
    const here = new Set(this.#parts.people.get().map(({ participantId }) => participantId));
    // Nobody at all is there only before a meeting and after it.
    if (here.size === 0 || this.ids.get().every((id) => here.has(id))) return;
    this.#set(this.ids.get().filter((id) => here.has(id)));
  }

  #set(ids: readonly ParticipantId[]): void {
    this.ids.set(ids);
    this.#parts.storage.setItem(STORAGE_KEY, JSON.stringify({ roomId: this.#parts.roomId, ids }));
  }

  #kept(): readonly ParticipantId[] {
    const text = this.#parts.storage.getItem(STORAGE_KEY);
    const parsed = Kept.safeParse(text === null ? undefined : jsonOf(text));
    return parsed.success && parsed.data.roomId === this.#parts.roomId ? parsed.data.ids : [];
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // Not ours, or half written; nobody is pinned then.
  }
}
