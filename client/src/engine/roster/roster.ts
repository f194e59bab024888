import type { MeetingSnapshot, Participant, ParticipantId } from '#contracts';
import type { SignalEvent } from '../signal/signal.js';

/** A numbered fact about who is there. */
export type RosterFact = Extract<SignalEvent, { readonly name: `participant.${string}` }>;

/** Facts kept for after a gap. More than this and the snapshot that is on its way will hold them anyway. */
const PENDING_MAX_COUNT = 1_000;

/**
 * Who is in the meeting: a copy of the server's list, numbered by its facts. Each fact makes a new map, so that whoever holds
 * an old one can compare. Facts may come early, twice or with gaps between; the numbers decide.
 */
export class Roster {
  #participants: ReadonlyMap<ParticipantId, Participant> = new Map();
  #seq = 0;
  readonly #pending = new Map<number, RosterFact>();

  get participants(): ReadonlyMap<ParticipantId, Participant> {
    return this.#participants;
  }

  get seq(): number {
    return this.#seq;
  }

  /** True while facts are missing between what is known and what came: time to ask `meeting.sync`. */
  get hasGap(): boolean {
    return this.#pending.size > 0;
  }

  /**
   * Takes the server's word for everything, and then what came after it. A snapshot older than what is known is ignored, since
   * its answer was overtaken; `from: 'attach'` never is, for a server that lost its memory may count anew.
   */
  replace(snapshot: MeetingSnapshot, from: 'attach' | 'sync'): void {
    if (from === 'sync' && snapshot.seq < this.#seq) return;
    if (from === 'attach') this.#pending.clear();
    this.#participants = new Map(snapshot.participants.map((participant) => [participant.participantId, participant]));
    this.#seq = snapshot.seq;
    this.#catchUp();
  }

  apply(fact: RosterFact): void {
    if (fact.payload.seq <= this.#seq) return;
    if (this.#pending.size < PENDING_MAX_COUNT) this.#pending.set(fact.payload.seq, fact);
    this.#catchUp();
  }

  /** Back to knowing nobody. */
  clear(): void {
    this.#participants = new Map();
    this.#pending.clear();
    this.#seq = 0;
  }

  #catchUp(): void {
    for (const seq of this.#pending.keys()) if (seq <= this.#seq) this.#pending.delete(seq);
    for (let next = this.#pending.get(this.#seq + 1); next !== undefined; next = this.#pending.get(this.#seq + 1)) {
      this.#seq = next.payload.seq;
      this.#pending.delete(this.#seq);
      this.#participants = folded(this.#participants, next);
    }
  }
}

function folded(
  before: ReadonlyMap<ParticipantId, Participant>,
  fact: RosterFact,
): ReadonlyMap<ParticipantId, Participant> {
  const after = new Map(before);
  switch (fact.name) {
    case 'participant.joined':
    case 'participant.changed':
      after.set(fact.payload.participant.participantId, fact.payload.participant);
      return after;
    case 'participant.left':
      after.delete(fact.payload.participantId);
      return after;
  }
}
