import { Refusal, WAITING_MAX_COUNT, type Access, type IdentityId, type Waiting, type WaitingId } from '#contracts';
import type { PersonChange } from '../wire/person-changes.js';
import type { Aside, Change } from './meeting-fact.js';

/** Somebody before the door. */
export interface Visitor {
  readonly identityId: IdentityId;
  /** True for hosts and co-hosts of the room: no lock and no lobby holds them up. */
  readonly isSteward: boolean;
  /** True for somebody who has a seat already, such as in another tab. */
  readonly isInside: boolean;
}

/** Somebody who asks to be let in. */
export interface Knock {
  readonly waitingId: WaitingId;
  readonly identityId: IdentityId;
  readonly name: string;
  readonly isGuest: boolean;
  readonly isLookAlike?: boolean | undefined;
  readonly joinKey: string;
  readonly atMs: number;
}

/** Who may come in, who waits, and who may not come back. Nobody who waits is told anything of the meeting. */
export class Door {
  readonly #waiting = new Map<WaitingId, Knock>();
  readonly #admitted = new Set<IdentityId>();
  readonly #mustWait = new Set<IdentityId>();
  readonly #removed = new Set<IdentityId>();
  #access: Access;

  constructor(access: Access = { isLocked: false, isLobbyOn: false }) {
    this.#access = access;
  }

  get access(): Access {
    return this.#access;
  }

  /** @throws {Refusal} `removed`, `lobby` or `locked`. */
  require(visitor: Visitor): void {
    if (this.#removed.has(visitor.identityId)) throw removed();
    if (visitor.isSteward) return;
    if (this.#mustWait.has(visitor.identityId)) throw mustWait();
    if (visitor.isInside || this.#admitted.has(visitor.identityId)) return;
    if (this.#access.isLobbyOn) throw mustWait();
    if (this.#access.isLocked) throw new Refusal('locked', 'The host has locked this meeting.');
  }

  wasAdmitted(identityId: IdentityId): boolean {
    return this.#admitted.has(identityId);
  }

  /** Seats nobody: the visitor waits until a host says so. The same key finds its place of before. */
  knock(knock: Knock): { readonly waitingId: WaitingId; readonly facts: Aside[] } {
    const before = [...this.#waiting.values()].find(({ identityId }) => identityId === knock.identityId);
    if (before !== undefined) return { waitingId: before.waitingId, facts: [] };
    if (this.#waiting.size >= WAITING_MAX_COUNT) throw new Refusal('room-full', 'The waiting room is full.');
    this.#waiting.set(knock.waitingId, knock);
    return { waitingId: knock.waitingId, facts: [this.#queued()] };
  }

  /** Who knocked by their account's name goes by its new one. Safe to repeat. */
  rename(identityId: IdentityId, { name, nameBefore }: Pick<PersonChange, 'name' | 'nameBefore'>): Aside[] {
    const knock = this.queue().find((one) => one.identityId === identityId);
    if (knock?.name !== nameBefore || name === nameBefore) return [];
    this.#waiting.set(knock.waitingId, { ...knock, name });
    return [this.#queued()];
  }

  /** Guests who wait are marked from now on where their name is taken. Safe to repeat. */
  mark(isTaken: (name: string) => boolean): Aside[] {
    const fresh = this.queue().filter(
      ({ isGuest, isLookAlike, name }) => isGuest && isLookAlike !== true && isTaken(name),
    );
    for (const knock of fresh) this.#waiting.set(knock.waitingId, { ...knock, isLookAlike: true });
    return fresh.length === 0 ? [] : [this.#queued()];
  }

  /** Gives up waiting. Safe to repeat. */
  leave(waitingId: WaitingId): Aside[] {
    return this.#waiting.delete(waitingId) ? [this.#queued()] : [];
  }

  /** @throws {Refusal} `not-found`. */
  waiting(waitingId: WaitingId): Knock {
    const knock = this.#waiting.get(waitingId);
    if (knock === undefined) throw new Refusal('not-found', 'This person is not waiting any more.');
    return knock;
  }

  admit(knocks: readonly Knock[]): Aside[] {
    if (knocks.length === 0) return [];
    for (const { waitingId, identityId } of knocks) {
      this.#waiting.delete(waitingId);
      this.#mustWait.delete(identityId);
      this.#admitted.add(identityId);
    }
    return [
      ...knocks.map(({ waitingId }): Aside => ({ kind: 'waiting.told', waitingId, news: 'admitted' })),
      this.#queued(),
    ];
  }

  /** Turns somebody away for the rest of this meeting. */
  deny({ waitingId, identityId }: Knock): Aside[] {
    this.#waiting.delete(waitingId);
    this.bar(identityId);
    return [{ kind: 'waiting.told', waitingId, news: 'denied' }, this.#queued()];
  }

  tell(knocks: readonly Knock[], text: string): Aside[] {
    return knocks.map(({ waitingId }) => ({ kind: 'waiting.told', waitingId, news: 'told', text }));
  }

  /** Everybody who waits, in the order they came. */
  queue(): Knock[] {
    return [...this.#waiting.values()];
  }

  /** From now on this identity waits, whether newcomers do or not. */
  makeWait(identityId: IdentityId): void {
    this.#admitted.delete(identityId);
    this.#mustWait.add(identityId);
  }

  /** This identity does not come back to this meeting. */
  bar(identityId: IdentityId): void {
    this.#admitted.delete(identityId);
    this.#removed.add(identityId);
  }

  /** A lock also holds for those who were let in before it and are not here now. */
  setAccess(change: Partial<Access>): Change[] {
    const next = { ...this.#access, ...change };
    if (next.isLocked === this.#access.isLocked && next.isLobbyOn === this.#access.isLobbyOn) return [];
    if (next.isLocked && !this.#access.isLocked) this.#admitted.clear();
    this.#access = next;
    return [{ kind: 'access.changed', access: next }];
  }

  /** As hosts see it. */
  view(): Waiting[] {
    return this.queue().map(({ waitingId, name, isGuest, isLookAlike, atMs }) => ({
      waitingId,
      name,
      isGuest,
      ...(isLookAlike === true && { isLookAlike }),
      sinceMs: atMs,
    }));
  }

  /** The meeting is over, for those who waited for it as well. */
  close(): Aside[] {
    const facts = this.queue().map(({ waitingId }): Aside => ({ kind: 'waiting.told', waitingId, news: 'closed' }));
    this.#waiting.clear();
    return facts;
  }

  /** Everything but who waits: they knock again, and find their decision. */
  state() {
    return {
      access: this.#access,
      admitted: [...this.#admitted],
      mustWait: [...this.#mustWait],
      removed: [...this.#removed],
    };
  }

  restore(state: ReturnType<Door['state']>): void {
    this.#access = state.access;
    for (const identityId of state.admitted) this.#admitted.add(identityId);
    for (const identityId of state.mustWait) this.#mustWait.add(identityId);
    for (const identityId of state.removed) this.#removed.add(identityId);
  }

  #queued(): Aside {
    return { kind: 'lobby.changed', waiting: this.view() };
  }
}

function mustWait(): Refusal {
  return new Refusal('lobby', 'A host lets people into this meeting. Please ask to join.');
}

function removed(): Refusal {
  return new Refusal('removed', 'A host has closed this meeting to you.');
}
