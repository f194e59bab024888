import type { ConversationMember, IdentityId, Receipt } from '#contracts';
import type { MessageStatus } from './model.js';

/** How somebody is shown. */
export interface Looks {
  readonly name: string;
  /** True for somebody without an account. */
  readonly isGuest: boolean;
  readonly avatarUrl: string | undefined;
}

interface Marks {
  /** Undefined for who is known by marks alone. */
  readonly looks: Looks | undefined;
  readonly deliveredSeq: number;
  readonly readSeq: number;
}

/** How far everybody has received and read. Marks only ever rise, in whatever order they come. */
export class Receipts {
  readonly #marks = new Map<IdentityId, Marks>();

  /** Takes the server's list, but no mark back. */
  replace(members: readonly ConversationMember[]): void {
    this.raise(members);
    for (const { identityId, name, isGuest = false, avatarUrl } of members) {
      this.#look(identityId, { name, isGuest, avatarUrl });
    }
  }

  /** Tells whether anything rose. */
  raise(receipts: readonly Receipt[]): boolean {
    let hasRisen = false;
    for (const { identityId, deliveredSeq, readSeq } of receipts) {
      const before = this.#marks.get(identityId) ?? UNKNOWN;
      const read = Math.max(before.readSeq, readSeq);
      // Who has read it has received it, whichever of the two was told first.
      const delivered = Math.max(before.deliveredSeq, deliveredSeq, read);
      if (read === before.readSeq && delivered === before.deliveredSeq && this.#marks.has(identityId)) continue;
      this.#marks.set(identityId, { looks: before.looks, deliveredSeq: delivered, readSeq: read });
      hasRisen = true;
    }
    return hasRisen;
  }

  marksOf(identityId: IdentityId): Marks | undefined {
    return this.#marks.get(identityId);
  }

  nameOf(identityId: IdentityId): string | undefined {
    return this.#marks.get(identityId)?.looks?.name;
  }

  /** Everybody whose name is known. */
  get named(): readonly (Looks & { readonly identityId: IdentityId })[] {
    return [...this.#marks].flatMap(([identityId, { looks }]) =>
      looks === undefined ? [] : [{ identityId, ...looks }],
    );
  }

  /** True when somebody here is known to have an account. */
  get hasMembers(): boolean {
    return this.named.some(({ isGuest }) => !isGuest);
  }

  /** Notes how somebody is shown whom the server's list does not have. */
  meet(identityId: IdentityId, looks: Looks): void {
    if (this.#marks.get(identityId)?.looks === undefined) this.#look(identityId, looks);
  }

  /** Somebody looks otherwise by now; without a name, they are called as before. */
  change(identityId: IdentityId, { name, avatarUrl }: { readonly name?: string; readonly avatarUrl?: string }): void {
    const before = this.#marks.get(identityId)?.looks;
    if (before !== undefined) this.#look(identityId, { ...before, name: name ?? before.name, avatarUrl });
  }

  /** The highest marks of all but one. Together with a message's number they give its status. */
  highestBeside(selfId: IdentityId): { readonly deliveredSeq: number; readonly readSeq: number } {
    let [deliveredSeq, readSeq] = [0, 0];
    for (const [identityId, marks] of this.#marks) {
      if (identityId === selfId) continue;
      deliveredSeq = Math.max(deliveredSeq, marks.deliveredSeq);
      readSeq = Math.max(readSeq, marks.readSeq);
    }
    return { deliveredSeq, readSeq };
  }

  /** Names of the others who have read a message, as far as names are known. */
  readersOf(seq: number, selfId: IdentityId): readonly string[] {
    return [...this.#marks]
      .filter(([identityId, { readSeq }]) => identityId !== selfId && readSeq >= seq)
      .flatMap(([, { looks }]) => (looks === undefined ? [] : [looks.name]));
  }

  #look(identityId: IdentityId, looks: Looks): void {
    this.#marks.set(identityId, { ...(this.#marks.get(identityId) ?? UNKNOWN), looks });
  }
}

const UNKNOWN: Marks = { looks: undefined, deliveredSeq: 0, readSeq: 0 };

/** How far a stored message has come. */
export function statusOf(
  seq: number,
  { deliveredSeq, readSeq }: { readonly deliveredSeq: number; readonly readSeq: number },
): MessageStatus {
  if (seq <= readSeq) return 'read';
  return seq <= deliveredSeq ? 'delivered' : 'sent';
}
