import type { ConversationMember, IdentityId, Receipt } from '#contracts';
import type { MessageStatus } from './model.js';

interface Marks {
  readonly name: string | undefined;
  readonly deliveredSeq: number;
  readonly readSeq: number;
}

/** How far everybody has received and read. Marks only ever rise, in whatever order they come. */
export class Receipts {
  readonly #marks = new Map<IdentityId, Marks>();

  /** Takes the server's list, but no mark back. */
  replace(members: readonly ConversationMember[]): void {
    this.raise(members);
    for (const { identityId, name } of members) {
      const marks = this.#marks.get(identityId);
      if (marks !== undefined) this.#marks.set(identityId, { ...marks, name });
    }
  }

  /** Tells whether anything rose. */
  raise(receipts: readonly Receipt[]): boolean {
    let hasRisen = false;
    for (const { identityId, deliveredSeq, readSeq } of receipts) {
      const before = this.#marks.get(identityId) ?? { name: undefined, deliveredSeq: 0, readSeq: 0 };
      const read = Math.max(before.readSeq, readSeq);
      // Who has read it has received it, whichever of the two was told first.
      const delivered = Math.max(before.deliveredSeq, deliveredSeq, read);
      if (read === before.readSeq && delivered === before.deliveredSeq && this.#marks.has(identityId)) continue;
      this.#marks.set(identityId, { name: before.name, deliveredSeq: delivered, readSeq: read });
      hasRisen = true;
    }
    return hasRisen;
  }

  marksOf(identityId: IdentityId): Marks | undefined {
    return this.#marks.get(identityId);
  }

  nameOf(identityId: IdentityId): string | undefined {
    return this.#marks.get(identityId)?.name;
  }

  /** Everybody whose name is known. */
  get named(): readonly { readonly identityId: IdentityId; readonly name: string }[] {
    return [...this.#marks].flatMap(([identityId, { name }]) => (name === undefined ? [] : [{ identityId, name }]));
  }

  /** Notes what somebody is called whom the server's list does not have. */
  call(identityId: IdentityId, name: string): void {
    const marks = this.#marks.get(identityId) ?? { name: undefined, deliveredSeq: 0, readSeq: 0 };
    if (marks.name === undefined) this.#marks.set(identityId, { ...marks, name });
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
      .flatMap(([, { name }]) => (name === undefined ? [] : [name]));
  }
}

/** How far a stored message has come. */
export function statusOf(
  seq: number,
  { deliveredSeq, readSeq }: { readonly deliveredSeq: number; readonly readSeq: number },
): MessageStatus {
  if (seq <= readSeq) return 'read';
  return seq <= deliveredSeq ? 'delivered' : 'sent';
}
