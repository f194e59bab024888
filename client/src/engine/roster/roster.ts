import {
  NO_CONTROLS,
  type MeetingControls,
  type MeetingSnapshot,
  type Participant,
  type ParticipantId,
} from '#contracts';
import { foldedControls, foldedPeople, isControlsFact, type ControlsFact } from '../host-controls/fold-controls.js';
import type { SignalEvent } from '../signal/signal.js';

type PeopleFact = Extract<SignalEvent, { readonly name: `participant.${string}` }>;

/** A numbered fact about who is there, or about what hosts have set. */
export type RosterFact = PeopleFact | ControlsFact;

export function isRosterFact(event: SignalEvent): event is RosterFact {
  return event.name.startsWith('participant.') || isControlsFact(event);
}

/** Facts kept for after a gap. More than this and the snapshot that is on its way will hold them anyway. */
const PENDING_MAX_COUNT = 1_000;

/**
 * Who is in the meeting and what hosts have set there: a copy of the server's own, numbered by its facts. Each fact makes a new
 * map, so that whoever holds an old one can compare. Facts may come early, twice or with gaps between; the numbers decide.
 */
export class Roster {
  #participants: ReadonlyMap<ParticipantId, Participant> = new Map();
  #controls: MeetingControls = NO_CONTROLS;
  readonly #onFact: (fact: RosterFact, before: MeetingControls) => void;
  #seq = 0;
  readonly #pending = new Map<number, RosterFact>();

  /** `onFact` hears of each fact once, in order, after it was taken in; not of what a snapshot held already. */
  constructor(onFact: (fact: RosterFact, before: MeetingControls) => void = () => undefined) {
    this.#onFact = onFact;
  }

  get controls(): MeetingControls {
    return this.#controls;
  }

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
    this.#controls = snapshot.controls;
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
    this.#controls = NO_CONTROLS;
    this.#pending.clear();
    this.#seq = 0;
  }

  #fold(fact: RosterFact): void {
    if (isControlsFact(fact)) {
      this.#controls = foldedControls(this.#controls, fact);
      this.#participants = foldedPeople(this.#participants, fact);
    } else {
      this.#participants = folded(this.#participants, fact);
    }
  }

  #catchUp(): void {
    for (const seq of this.#pending.keys()) if (seq <= this.#seq) this.#pending.delete(seq);
    for (let next = this.#pending.get(this.#seq + 1); next !== undefined; next = this.#pending.get(this.#seq + 1)) {
      this.#seq = next.payload.seq;
      this.#pending.delete(this.#seq);
      const before = this.#controls;
      this.#fold(next);
      this.#onFact(next, before);
    }
  }
}

function folded(
  before: ReadonlyMap<ParticipantId, Participant>,
  fact: PeopleFact,
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
