import {
  Attachment,
  ATTACHMENTS_MAX_COUNT,
  CHAT_TEXT_MAX_UNITS,
  IdentityId,
  MENTIONS_MAX_COUNT,
  RefusalCodes,
  type RefusalCode,
} from '#contracts';
import { z } from 'zod';
import type { KeyValues } from '../storage.js';

/** Something that was written and that the server may not have yet. */
const Draft = z.strictObject({
  /** Made once; however often it is sent, it is one message. */
  key: z.uuid(),
  /** Empty for files without words. */
  text: z.string().max(CHAT_TEXT_MAX_UNITS),
  replyTo: z.int().positive().exactOptional(),
  mentions: z.array(IdentityId).max(MENTIONS_MAX_COUNT).exactOptional(),
  attachments: z.array(Attachment).max(ATTACHMENTS_MAX_COUNT).exactOptional(),
  queuedAtMs: z.int().nonnegative(),
  /** Refused for good; it stays until its writer gives it up. */
  refusal: z.enum(RefusalCodes).exactOptional(),
});
export type Draft = Readonly<z.output<typeof Draft>>;

/** More than that waits nowhere: a person cannot write so much in one outage. */
export const OUTBOX_MAX_COUNT = 500;
const Drafts = z.array(Draft).max(OUTBOX_MAX_COUNT);

/**
 * Keeps what was written until the server has it, over reloads and closed tabs. Each change reads what is kept first, since
 * another tab may keep its own messages in the same place; a message that both tabs send is still one, by its key.
 */
export class Outbox {
  readonly #storage: KeyValues;
  readonly #place: string;
  /** Also in memory, for browsers that keep nothing. */
  #drafts: readonly Draft[];

  constructor(storage: KeyValues, place: string) {
    this.#storage = storage;
    this.#place = `parley.outbox.${place}`;
    this.#drafts = this.#kept() ?? [];
  }

  /** In the order of writing. */
  get drafts(): readonly Draft[] {
    return this.#drafts;
  }

  /** The next one to send. */
  get next(): Draft | undefined {
    return this.#drafts.find(({ refusal }) => refusal === undefined);
  }

  /** False when too many are waiting already. */
  add(draft: Draft): boolean {
    if (this.#drafts.length >= OUTBOX_MAX_COUNT) return false;
    this.#write((kept) => [...kept, draft].slice(-OUTBOX_MAX_COUNT));
    return true;
  }

  /** It was taken, or given up. Safe to repeat. */
  remove(key: string): void {
    this.#write((kept) => kept.filter((draft) => draft.key !== key));
  }

  refuse(key: string, refusal: RefusalCode): void {
    this.#write((kept) => kept.map((draft) => (draft.key === key ? { ...draft, refusal } : draft)));
  }

  /** Lets one that was refused be sent again. */
  renew(key: string): void {
    this.#write((kept) => kept.map((draft) => (draft.key === key ? without(draft) : draft)));
  }

  #write(change: (kept: readonly Draft[]) => readonly Draft[]): void {
    const kept = this.#kept();
    const known = new Set(this.#drafts.map(({ key }) => key));
    const ofOthers = (kept ?? []).filter(({ key }) => !known.has(key));
    this.#drafts = change(this.#drafts);
    const all = [...ofOthers, ...this.#drafts];
    if (all.length === 0) this.#storage.removeItem(this.#place);
    else this.#storage.setItem(this.#place, JSON.stringify(all.slice(-OUTBOX_MAX_COUNT)));
  }

  #kept(): readonly Draft[] | undefined {
    const text = this.#storage.getItem(this.#place);
    if (text === null) return undefined;
    const parsed = Drafts.safeParse(jsonOf(text));
    return parsed.success ? parsed.data : undefined;
  }
}

function without({ refusal: _refusal, ...draft }: Draft): Draft {
  return draft;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // Half written, or not ours.
  }
}
