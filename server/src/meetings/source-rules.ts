import { permissionFor, type MediaSource, type ParticipantId, type SourceState } from '#contracts';
import type { Outcome } from './command.js';
import type { Change, MeetingFact } from './meeting-fact.js';
import type { MeetingParts } from './meeting-parts.js';
import { pausedOf } from './moderation.js';
import { viewOf, type Seat } from './seats.js';

/** What is being published, from before the media host is asked until it has answered. */
export interface Publishing {
  readonly source: MediaSource;
  /** What to ask the host for: a source that a host has stopped begins silent, whatever its owner wished. */
  readonly isPaused: boolean;
  readonly stopCount: number;
}

/** What people publish. A source that a host has stopped opens only by its owner's own word, and only while they may. */
export class SourceRules {
  readonly #parts: Pick<MeetingParts, 'seats' | 'moderation'>;
  readonly #numbered: (outcome: Outcome) => MeetingFact[];

  constructor(parts: Pick<MeetingParts, 'seats' | 'moderation'>, numbered: (outcome: Outcome) => MeetingFact[]) {
    this.#parts = parts;
    this.#numbered = numbered;
  }

  /**
   * Before the media host is asked for a source.
   *
   * @throws {Refusal} `forbidden` when a host has withheld it; `seat-lost`.
   */
  start(participantId: ParticipantId, { source, isPaused }: SourceState): Publishing {
    const seat = this.#parts.seats.own(participantId);
    this.#parts.moderation.require(seat, permissionFor(source));
    return { source, isPaused: isPaused || seat.held.has(source), stopCount: stopCountOf(seat, source) };
  }

  /**
   * Notes what a participant publishes now. What a host stopped meanwhile is paused, and must be paused at the media
   * host: read `isSourcePaused` after this. The same state twice is no news.
   *
   * @throws {Refusal} `seat-lost` when the seat was given up meanwhile.
   */
  finish(participantId: ParticipantId, { source, isPaused, stopCount }: Publishing): MeetingFact[] {
    const seat = this.#parts.seats.own(participantId);
    const wasStopped = stopCountOf(seat, source) !== stopCount;
    if (wasStopped && !isPaused) seat.held.add(source);
    const isHeld = seat.held.has(source);
    const changes = note(seat, { source, isPaused: isPaused || isHeld });
    return this.#numbered([...changes, ...(isHeld ? pausedOf([seat], source) : [])]);
  }

  /**
   * Somebody's own word on a source of theirs: nothing else opens one. The same state twice is no news. With the
   * `stopCount` of when they gave it, a word that a host's stop has overtaken opens nothing.
   *
   * @throws {Refusal} `forbidden` when a host has withheld it; `seat-lost` when the seat was given up meanwhile.
   */
  set(participantId: ParticipantId, state: SourceState, stopCount?: number): MeetingFact[] {
    const seat = this.#parts.seats.own(participantId);
    if (!state.isPaused) {
      this.#parts.moderation.require(seat, permissionFor(state.source));
      if (stopCount !== undefined && stopCount !== stopCountOf(seat, state.source)) return [];
      seat.held.delete(state.source);
    }
    return this.#numbered(note(seat, state));
  }

  /** How often hosts have stopped this source so far. */
  stopCount(participantId: ParticipantId, source: MediaSource): number {
    const seat = this.#parts.seats.get(participantId);
    return seat === undefined ? 0 : stopCountOf(seat, source);
  }

  /** Notes what was found at a media host after a server's death. What may not flow is noted as paused. */
  found(participantId: ParticipantId, { source, isPaused }: SourceState): MeetingFact[] {
    const seat = this.#parts.seats.own(participantId);
    const mayFlow = this.#parts.moderation.may(seat, permissionFor(source)) && !seat.held.has(source);
    return this.#numbered(note(seat, { source, isPaused: isPaused || !mayFlow }));
  }

  /** Notes that a participant stopped publishing a source. Safe to repeat, and after they have left. */
  clear(participantId: ParticipantId, source: MediaSource): MeetingFact[] {
    const seat = this.#parts.seats.get(participantId);
    return seat?.sources.delete(source) === true ? this.#numbered(changesOf(seat)) : [];
  }
}

function stopCountOf(seat: Seat, source: MediaSource): number {
  return seat.stopCounts.get(source) ?? 0;
}

function note(seat: Seat, { source, isPaused }: SourceState): Change[] {
  if (seat.sources.get(source) === isPaused) return [];
  seat.sources.set(source, isPaused);
  return changesOf(seat);
}

/** Somebody who is not shown yet will be shown whole when they are admitted. */
export function changesOf(seat: Seat): Change[] {
  return seat.state === 'arriving' ? [] : [{ kind: 'participant.changed', participant: viewOf(seat) }];
}
