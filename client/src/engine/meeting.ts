import type { EarlyMedia, MeetingControls, MeetingSnapshot, ParticipantId } from '#contracts';
import type { PersonView } from './model.js';
import { foreseenPeople, isFlowing, peopleOf } from './roster/people.js';
import { Roster, type RosterFact } from './roster/roster.js';
import type { ConsumerOffer } from '#contracts';
import type { Signal, SignalEvent } from './signal/signal.js';
import { Store } from './store.js';

type Speaking = Extract<SignalEvent, { readonly name: 'meeting.speaking' }>['payload'];

type Quality = Extract<SignalEvent, { readonly name: 'media.quality' }>['payload'];

interface Parts {
  readonly signal: Pick<Signal, 'request'>;
  /** People came or went. */
  readonly onChange: () => void;
  readonly controls: ControlsCopy;
}

/** Keeps what hosts have set. Hears of everything after the people are up to date. */
interface ControlsCopy {
  show(controls: MeetingControls): void;
  onFact(fact: RosterFact, before: MeetingControls): void;
  onSnapshot(snapshot: MeetingSnapshot, from: 'attach' | 'sync'): void;
  clear(): void;
}

/** Who is in the meeting and who speaks: a numbered copy that mends its own gaps. */
export class Meeting {
  readonly people = new Store<readonly PersonView[]>([]);
  readonly speaking = new Store<ReadonlySet<ParticipantId>>(new Set());
  readonly #parts: Parts;
  readonly #roster: Roster;
  #news: (readonly [RosterFact, MeetingControls])[] = [];
  #selfId: ParticipantId | undefined;
  readonly #qualities = new Map<ParticipantId, number>();
  #isSyncing = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#roster = new Roster((fact, before) => this.#news.push([fact, before]));
  }

  get selfId(): ParticipantId | undefined {
    return this.#selfId;
  }

  /** Who sends what is set up already: their places can be drawn, out of sight, before one is in and learns who they are. */
  foresee({ participantId, media }: EarlyMedia): void {
    if (this.#selfId !== undefined) return;
    this.people.set(foreseenPeople(participantId, media.consumers));
  }

  attach(snapshot: MeetingSnapshot, selfId: ParticipantId): void {
    this.#selfId = selfId;
    this.#roster.replace(snapshot, 'attach');
    this.#show();
    this.#parts.controls.onSnapshot(snapshot, 'attach');
  }

  /** Asks for the whole meeting again, as after a gap. */
  refresh(): void {
    void this.#sync();
  }

  take(fact: RosterFact): void {
    this.#roster.apply(fact);
    this.#show();
    if (this.#roster.hasGap) void this.#sync();
  }

  takeSpeaking({ speakers }: Speaking): void {
    const before = this.speaking.get();
    const now = new Set(speakers.map(({ participantId }) => participantId));
    const isSame = now.size === before.size && [...now].every((participantId) => before.has(participantId));
    if (!isSame) this.speaking.set(now);
  }

  /** Who is not told of is as they were. */
  takeQuality({ people }: Quality): void {
    for (const { participantId, score } of people) this.#qualities.set(participantId, score);
    this.#show();
  }

  has(participantId: ParticipantId): boolean {
    return this.#roster.participants.has(participantId) || this.#isForeseen(participantId);
  }

  /** True when its sender says that they send it and have not muted it. */
  isFlowing({ participantId, source }: ConsumerOffer): boolean {
    return isFlowing(this.#roster.participants.get(participantId), source);
  }

  clear(): void {
    this.#roster.clear();
    this.#qualities.clear();
    this.#selfId = undefined;
    this.speaking.set(new Set());
    this.#show();
    this.#parts.controls.clear();
  }

  #isForeseen(participantId: ParticipantId): boolean {
    return this.#selfId === undefined && this.people.get().some((person) => person.participantId === participantId);
  }

  /** Never rejects: when no answer comes, the next fact or the next connection leads here again. */
  async #sync(): Promise<void> {
    if (this.#isSyncing) return;
    this.#isSyncing = true;
    try {
      const snapshot = await this.#parts.signal.request('meeting.sync', {});
      if (this.#selfId === undefined) return;
      this.#roster.replace(snapshot, 'sync');
      this.#show();
      this.#parts.controls.onSnapshot(snapshot, 'sync');
    } catch {
      return; // Refused or silent: see above.
    } finally {
      this.#isSyncing = false;
    }
  }

  #show(): void {
    const before = this.people.get();
    const { participants } = this.#roster;
    for (const participantId of this.#qualities.keys())
      if (!participants.has(participantId)) this.#qualities.delete(participantId);
    this.people.set(peopleOf(participants, { selfId: this.#selfId, qualities: this.#qualities }, before));
    if (this.people.get() !== before) this.#parts.onChange();
    this.#parts.controls.show(this.#roster.controls);
    for (const [fact, controls] of this.#news.splice(0)) this.#parts.controls.onFact(fact, controls);
  }
}
