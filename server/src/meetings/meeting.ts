import {
  Refusal,
  type AvatarUrl,
  type HostView,
  type IdentityId,
  type LeaveReason,
  type MediaSource,
  type MeetingControls,
  type MeetingId,
  type MeetingSnapshot,
  type ParticipantId,
  type Permission,
  type RoomId,
  type SourceState,
  type Timer,
  type TimerId,
  type WaitingId,
} from '#contracts';
import { canStep, step } from '#kernel';
import type { PersonChange } from '../wire/person-changes.js';
import { requireMay, type Outcome, type Scene } from './command.js';
import type { Knock } from './door.js';
import { HOST_COMMANDS } from './host-commands.js';
import { isChange, type Aside, type Change, type EndReason, type MeetingFact } from './meeting-fact.js';
import { newParts, type MeetingParts } from './meeting-parts.js';
import { DEFAULT_RULES } from './meeting-rules.js';
import type { MeetingState } from './meeting-state.js';
import type { Arrival, CommandName, CommandOf, MeetingTerms, Standing } from './meeting-terms.js';
import { restoreState, stateOf } from './meeting-state-of.js';
import { SEAT_LIFECYCLE, type SeatState } from './seat-lifecycle.js';
import { isSteward, newSeat, viewOf, type KeptSeat, type Seat, type Seats } from './seats.js';
import { changesOf, SourceRules } from './source-rules.js';
import { TOOL_COMMANDS } from './tool-commands.js';

export { firstSeqOf, type Arrival, type CommandName, type MeetingTerms, type Standing } from './meeting-terms.js';
export type { KeptSeat } from './seats.js';

const COMMANDS = { ...HOST_COMMANDS, ...TOOL_COMMANDS };
const STRANGER: Standing = { role: 'participant', isGuest: true };

/**
 * The rules of one meeting. Holds no socket, no timer and no media object: each method checks, changes its own state
 * and returns what happened, synchronously. Whoever calls it carries the facts onward, in the order they were returned.
 */
export class Meeting {
  readonly meetingId: MeetingId;
  readonly roomId: RoomId;
  /** What people publish, and what hosts have stopped of it. */
  readonly sources: SourceRules;
  readonly #terms: MeetingTerms;
  readonly #parts: MeetingParts;
  #seq: number;
  #state: 'running' | 'ended' = 'running';

  constructor(terms: MeetingTerms) {
    this.meetingId = terms.meetingId;
    this.roomId = terms.roomId;
    this.#terms = terms;
    this.#seq = terms.seq;
    this.#parts = newParts(terms.rules ?? DEFAULT_RULES, terms.memberNames);
    this.sources = new SourceRules(this.#parts, (outcome) => this.#numbered(outcome));
  }

  get isEnded(): boolean {
    return this.#state === 'ended';
  }

  /** True while somebody is here, on the way in, expected back, or waiting in the lobby. */
  get isOccupied(): boolean {
    return this.#seats.count > 0 || this.#parts.door.queue().length > 0;
  }

  /**
   * Holds a seat for somebody who is on the way in. Nobody is told before `admit`. A second arrival of the same
   * identity with the same key is given the seat of the first, whatever state that is in.
   *
   * @throws {Refusal} `meeting-ended`; `removed`, `lobby` or `locked` at the door; `room-full` when every seat is
   *   taken: absent people and arriving ones keep theirs.
   */
  arrive(arrival: Arrival): ParticipantId {
    this.#requireRunning();
    const before = this.#seatOf(arrival);
    if (before !== undefined) return before.participantId;
    const standing = this.requireWelcome(arrival);
    const { participantId, identityId, name, joinKey, atMs } = arrival;
    const seat = newSeat(
      { participantId, identityId, name, ...standing, joinedAtMs: atMs },
      { joinKey, state: 'arriving', wasLetIn: this.#parts.door.wasAdmitted(identityId) },
    );
    if (this.#parts.rules.isMutedOnEntry && !isSteward(seat)) seat.held.add('microphone');
    this.#seats.add(seat);
    return participantId;
  }

  /** Whether they could take a seat at this moment, and as what. @throws {Refusal} as `arrive` does. */
  requireWelcome({ identityId, standing: shown }: Pick<Arrival, 'identityId' | 'standing'>): Standing {
    this.#requireRunning();
    const standing = this.#standingOf({ identityId, standing: shown });
    this.#requireDoor(identityId, standing);
    if (this.#seats.count >= this.#terms.capacityCount) throw new Refusal('room-full', 'This meeting is full.');
    return standing;
  }

  /** Before a stranger is told whether they wait. @throws {Refusal} as `arrive` does at the door, but for `lobby`. */
  knock(knock: Knock & Pick<Arrival, 'standing'>): { readonly waitingId?: WaitingId; readonly facts: MeetingFact[] } {
    this.#requireRunning();
    try {
      this.#requireDoor(knock.identityId, this.#standingOf(knock));
      return { facts: [] };
    } catch (thrown) {
      if (!(thrown instanceof Refusal) || thrown.code !== 'lobby') throw thrown;
    }
    const { standing: _standing, ...visitor } = knock;
    const isLookAlike = visitor.isGuest && this.#parts.looks.isTaken(visitor.name);
    const { waitingId, facts } = this.#parts.door.knock({ ...visitor, isLookAlike });
    return { waitingId, facts: this.#numbered(facts) };
  }

  /** Gives up waiting. Safe to repeat. */
  stopWaiting(waitingId: WaitingId): MeetingFact[] {
    return this.#numbered(this.#parts.door.leave(waitingId));
  }

  /**
   * Seats who arrived, and brings back who was absent, with the picture they have by now. Safe to repeat: who is present already is no news.
   *
   * @throws {Refusal} `seat-lost` when the seat was given up meanwhile.
   */
  admit(participantId: ParticipantId, avatarUrl?: AvatarUrl): MeetingFact[] {
    const seat = this.#seats.own(participantId);
    if (seat.state === 'present') return [];
    seat.avatarUrl = avatarUrl;
    if (seat.state === 'absent') return this.#numbered([...this.#step(seat, 'return'), ...this.#succeed()]);
    seat.state = step(SEAT_LIFECYCLE, seat.state, 'admit');
    const marked = this.#parts.looks.meet(seat);
    return this.#numbered([{ kind: 'participant.joined', participant: viewOf(seat) }, ...marked, ...this.#succeed()]);
  }

  /** Somebody has another picture, or none any more; who waits has the new name as well. Safe to repeat. */
  portray(change: PersonChange): MeetingFact[] {
    const seats = this.#seats.of(change.identityId).filter(({ avatarUrl }) => avatarUrl !== change.avatarUrl);
    for (const seat of seats) seat.avatarUrl = change.avatarUrl;
    const shown = seats.filter(({ state }) => state !== 'arriving').flatMap(changesOf);
    return this.#numbered([...shown, ...this.#parts.door.rename(change.identityId, change)]);
  }

  /** Takes up a seat of the run before. Nobody is told: whoever comes back is given a snapshot. */
  restore(kept: KeptSeat): void {
    const seat = newSeat(kept, { joinKey: undefined, state: 'absent', wasLetIn: false });
    this.#seats.add(seat);
    this.#parts.looks.meet(seat);
  }

  /** Takes up what hosts had set in the run before, once its seats are back. Nobody is told. */
  restoreState(state: MeetingState): void {
    restoreState(this.#parts, state);
  }

  /** What must outlive this node. */
  state(): MeetingState {
    return stateOf(this.#parts);
  }

  /** The connection was lost; the seat stays. Safe to call for a seat that is not present. */
  lose(participantId: ParticipantId): MeetingFact[] {
    const seat = this.#seats.get(participantId);
    if (seat === undefined || !canStep(SEAT_LIFECYCLE, seat.state, 'lose')) return [];
    return this.#numbered(this.#step(seat, 'lose'));
  }

  /** Gives a seat up. Safe to repeat. Somebody who was still on the way in leaves unnoticed. */
  leave(participantId: ParticipantId, reason: LeaveReason): MeetingFact[] {
    const seat = this.#seats.get(participantId);
    return seat === undefined ? [] : this.#numbered([...this.#vacate(seat, reason), ...this.#succeed()]);
  }

  /** @throws as `SourceRules.set`. */
  setSource(participantId: ParticipantId, state: SourceState): MeetingFact[] {
    return this.sources.set(participantId, state);
  }

  /** As `SourceRules.clear`. */
  clearSource(participantId: ParticipantId, source: MediaSource): MeetingFact[] {
    return this.sources.clear(participantId, source);
  }

  /** True or false for a source that is published, undefined for one that is off. */
  isSourcePaused(participantId: ParticipantId, source: MediaSource): boolean | undefined {
    return this.#seats.get(participantId)?.sources.get(source);
  }

  sourcesOf(participantId: ParticipantId): readonly MediaSource[] {
    return [...(this.#seats.get(participantId)?.sources.keys() ?? [])];
  }

  /** @throws {Refusal} `forbidden` when a host has withheld it; `seat-lost` when the seat was given up. */
  requireMay(participantId: ParticipantId, permission: Permission): void {
    this.#parts.moderation.require(this.#seats.own(participantId), permission);
  }

  /** @throws {Refusal} `forbidden` for anybody but a host; `seat-lost` when the seat was given up. */
  requireHost(participantId: ParticipantId): void {
    requireMay(this.#seats.own(participantId), 'hosts');
  }

  /** The seats of one person, who may have come with several devices. */
  seatsOf(identityId: IdentityId): readonly Readonly<Seat>[] {
    return this.#seats.of(identityId);
  }

  seatIds(): readonly ParticipantId[] {
    return this.#seats.all().map(({ participantId }) => participantId);
  }

  /** Hosts and co-hosts. */
  stewardIds(): readonly ParticipantId[] {
    return this.#seats
      .shown()
      .filter(isSteward)
      .map(({ participantId }) => participantId);
  }

  /**
   * What a participant asks of the meeting and its people.
   *
   * @throws {Refusal} `forbidden`, `not-found`, `conflict`, `limit-reached` or `invalid-input`, and then nothing changed.
   */
  command<K extends CommandName>(participantId: ParticipantId, { name, input, atMs, newId }: CommandOf<K>) {
    const by = this.#seats.own(participantId);
    const { may, run } = COMMANDS[name];
    requireMay(by, may);
    const scene: Scene = { parts: this.#parts, by, atMs, newId, vacate: (seat, reason) => this.#vacate(seat, reason) };
    const outcome = (run as (scene: Scene, input: unknown) => Outcome)(scene, input);
    return this.#numbered([...outcome, ...this.#succeed()]);
  }

  /** Time has passed: what was due by now happens. */
  elapse(nowMs: number): MeetingFact[] {
    const { timers, moderation, agenda } = this.#parts;
    const { facts, elapsed } = timers.elapse(nowMs);
    return this.#numbered([...facts, ...moderation.timeIsUp(elapsed), ...agenda.elapse(nowMs)]);
  }

  /** When `elapse` has something to do next; undefined when nothing is due. */
  nextDueMs(): number | undefined {
    const due = [this.#parts.timers.nextDueMs(), this.#parts.agenda.nextDueMs()].filter((atMs) => atMs !== undefined);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  /** These people speak from now on, until told otherwise. */
  heard(speakers: readonly ParticipantId[], nowMs: number): void {
    this.#parts.spoken.heard(speakers, nowMs);
  }

  /** Speaking times have moved on. */
  resortHands(): MeetingFact[] {
    return this.#numbered(this.#parts.hands.resort());
  }

  /** A timer that has not ended. */
  timer(timerId: TimerId): Timer | undefined {
    return this.#parts.timers.find(timerId);
  }

  /** What the meeting is about now; undefined while the agenda rests. */
  get topic(): string | undefined {
    return this.#parts.agenda.title;
  }

  spokenMs(participantId: ParticipantId): number {
    return Math.round(this.#parts.spoken.of(participantId));
  }

  /** Ends the meeting and every seat in it. Safe to repeat. Who may do so is asked before, with `requireHost`. */
  end(reason: EndReason, by?: ParticipantId): MeetingFact[] {
    if (this.isEnded) return [];
    const actor = by === undefined ? undefined : this.#seats.get(by);
    const act: Aside[] =
      actor === undefined
        ? []
        : [{ kind: 'host.acted', act: 'ended', actorId: actor.participantId, actorName: actor.name }];
    this.#state = 'ended';
    for (const seat of this.#seats.all()) seat.state = step(SEAT_LIFECYCLE, seat.state, 'leave');
    this.#seats.clear();
    return this.#numbered([...act, ...this.#parts.door.close(), { kind: 'meeting.ended', reason }]);
  }

  stateOf(participantId: ParticipantId): SeatState {
    return this.#seats.get(participantId)?.state ?? 'gone';
  }

  /** Whose seat it is; undefined once it was given up. */
  seat(participantId: ParticipantId): Readonly<Seat> | undefined {
    return this.#seats.get(participantId);
  }

  /** The meeting as one participant may see it; without one, as everybody in it may. */
  view(nowMs: number, viewerId?: ParticipantId): MeetingSnapshot {
    const viewer = viewerId === undefined ? undefined : this.#seats.get(viewerId);
    return {
      seq: this.#seq,
      meetingId: this.meetingId,
      roomId: this.roomId,
      startedAtMs: this.#terms.startedAtMs,
      nowMs,
      participants: this.#seats.shown().map(viewOf),
      controls: this.#controls(),
      ...(viewer !== undefined && isSteward(viewer) && { host: this.hostView() }),
    };
  }

  /** What only hosts and co-hosts may see. */
  hostView(): HostView {
    const spoken = this.#parts.spoken.view().filter(({ participantId }) => this.#seats.get(participantId));
    return { waiting: this.#parts.door.view(), spoken };
  }

  /** For logs and debugging. */
  snapshot() {
    return {
      meetingId: this.meetingId,
      roomId: this.roomId,
      state: this.#state,
      seq: this.#seq,
      access: this.#parts.door.access,
      waitingCount: this.#parts.door.queue().length,
      seats: this.#seats.all().map(({ participantId, state, role, isActing, sources }) => ({
        participantId,
        state,
        role,
        isActing,
        sources: [...sources.keys()],
      })),
    };
  }

  get #seats(): Seats {
    return this.#parts.seats;
  }

  #controls(): MeetingControls {
    const { door, moderation, stage, hands, timers, agenda } = this.#parts;
    return {
      access: door.access,
      permissions: moderation.forAll,
      stage: stage.view(),
      hands: hands.view(),
      timers: timers.view(),
      timerPresets: [...timers.presets],
      agenda: agenda.view(),
    };
  }

  #vacate(seat: Seat, reason: LeaveReason): Change[] {
    const { participantId } = seat;
    const wasSeen = seat.state !== 'arriving';
    seat.state = step(SEAT_LIFECYCLE, seat.state, 'leave');
    this.#seats.delete(participantId);
    if (!wasSeen) return [];
    const { hands, timers, stage } = this.#parts;
    return [
      { kind: 'participant.left', participantId, identityId: seat.identityId, reason },
      ...hands.lower(participantId),
      ...timers.forget(participantId),
      ...stage.forget(participantId),
    ];
  }

  /** Who came or went may be a host. Whoever hands back is bound by what is withheld from everybody again. */
  #succeed(): Outcome {
    const outcome = this.#parts.succession.look();
    return outcome.length === 0 ? outcome : [...outcome, ...this.#parts.moderation.silence(this.#seats.all())];
  }

  #step(seat: Seat, event: 'lose' | 'return'): Change[] {
    seat.state = step(SEAT_LIFECYCLE, seat.state, event);
    return changesOf(seat);
  }

  #seatOf({ identityId, joinKey }: Arrival): Seat | undefined {
    return this.#seats.of(identityId).find((seat) => seat.joinKey === joinKey);
  }

  #standingOf({ identityId, standing = STRANGER }: Pick<Arrival, 'identityId' | 'standing'>): Standing {
    return identityId === this.#terms.hostIdentityId ? { ...standing, role: 'host' } : standing;
  }

  #requireDoor(identityId: IdentityId, { role }: Standing): void {
    const isInside = this.#seats.of(identityId).length > 0;
    this.#parts.door.require({ identityId, isSteward: role !== 'participant', isInside });
  }

  #requireRunning(): void {
    if (this.isEnded) throw new Refusal('meeting-ended', 'This meeting has ended.');
  }

  #numbered(outcome: Outcome): MeetingFact[] {
    return outcome.map((one) => (isChange(one) ? { ...one, seq: (this.#seq += 1) } : one));
  }
}
