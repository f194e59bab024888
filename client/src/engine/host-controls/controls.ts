import {
  EVERYTHING_ALLOWED,
  isAllowed,
  NO_CONTROLS,
  PERMISSIONS,
  type Asked,
  type HostView,
  type MediaSource,
  type MeetingControls,
  type MeetingId,
  type MeetingSnapshot,
  type Output,
  type ParticipantId,
  type Permissions,
  type SignallingRequests,
} from '#contracts';
import { Listeners, type Clock } from '#kernel';
import type { PersonView } from '../model.js';
import type { RosterFact } from '../roster/roster.js';
import type { Signal, SignalEvent } from '../signal/signal.js';
import { Store, type Readable } from '../store.js';
import type { ControlRequest, ControlsNews, ControlsView, NamedPerson, UnmuteWish } from './model.js';
import type { OwnSources } from './own-sources.js';
import { ServerClock } from './server-clock.js';

/** An event of the meeting's conduct that carries no number: it is true now, or was a moment ago. */
export type ControlsEvent = Extract<
  SignalEvent,
  { readonly name: 'host.acted' | 'unmute.asked' | 'speaking.measured' | 'lobby.changed' | 'reaction.sent' }
>;

const EVENTS: ReadonlySet<string> = new Set<ControlsEvent['name']>([
  'host.acted',
  'unmute.asked',
  'speaking.measured',
  'lobby.changed',
  'reaction.sent',
]);

export function isControlsEvent(event: SignalEvent): event is ControlsEvent {
  return EVENTS.has(event.name);
}

type Acted = Extract<ControlsEvent, { readonly name: 'host.acted' }>['payload'];

const NOTHING_FOR_HOSTS: HostView = { waiting: [], spoken: [] };

interface Parts {
  readonly signal: Pick<Signal, 'request'>;
  readonly clock: Clock;
  readonly people: Readable<readonly PersonView[]>;
  readonly sources: OwnSources;
  /** Asks the server for the whole meeting again. */
  readonly refresh: () => void;
  readonly onFault: (fault: unknown) => void;
}

/** How the meeting is held, as this browser knows it, and obedience to it: what may not be sent is turned off here as well. */
export class Controls implements ControlsView {
  readonly state = new Store<MeetingControls>(NO_CONTROLS);
  readonly host = new Store<HostView>(NOTHING_FOR_HOSTS);
  readonly rights = new Store<Permissions>(EVERYTHING_ALLOWED);
  readonly unmuteWish = new Store<UnmuteWish | undefined>(undefined);
  readonly #parts: Parts;
  readonly #clock: ServerClock;
  readonly #news: Listeners<ControlsNews>;
  #meetingId: MeetingId | undefined;
  #wasManaging = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#clock = new ServerClock(parts.clock);
    this.#news = new Listeners(parts.onFault);
    parts.people.watch(() => this.#onPeople());
    parts.sources.microphone.state.watch(() => this.#onMicrophone());
  }

  get meetingId(): MeetingId | undefined {
    return this.#meetingId;
  }

  nowMs(): number {
    return this.#clock.nowMs();
  }

  listen(listener: (news: ControlsNews) => void): () => void {
    return this.#news.listen(listener);
  }

  ask<K extends ControlRequest>(name: K, input: Asked<SignallingRequests, K>): Promise<Output<SignallingRequests, K>> {
    return this.#parts.signal.request(name, input);
  }

  answerWish(isGranted: boolean): void {
    if (this.unmuteWish.get() === undefined) return;
    this.unmuteWish.set(undefined);
    const { microphone } = this.#parts.sources;
    const { kind } = microphone.state.get();
    if (isGranted && kind !== 'live' && kind !== 'opening') void microphone.toggle();
  }

  /** A host, or a timer, turned a source of one's own off. */
  quiet(source: MediaSource): void {
    this.#parts.sources.quiet(source);
  }

  /** After the roster took the snapshot in. What it says of one's own sources is obeyed: a host may have acted meanwhile. */
  onSnapshot(snapshot: MeetingSnapshot, from: 'attach' | 'sync'): void {
    this.#meetingId = snapshot.meetingId;
    if (from === 'attach') this.#clock.reset(snapshot.nowMs);
    else this.#clock.hear(snapshot.nowMs);
    this.host.set(snapshot.host ?? NOTHING_FOR_HOSTS);
    this.#wasManaging = snapshot.host !== undefined;
    if (from === 'sync') this.#obeySnapshot(snapshot);
  }

  /** After the roster took the fact in. */
  onFact(fact: RosterFact, before: MeetingControls): void {
    if (fact.name === 'sources.paused') {
      const self = this.#self();
      if (self !== undefined && fact.payload.participantIds.includes(self.participantId))
        this.quiet(fact.payload.source);
    }
    if (fact.name === 'timer.ended' && fact.payload.reason === 'elapsed') {
      const timer = before.timers.find(({ timerId }) => timerId === fact.payload.timerId);
      if (timer !== undefined) this.#news.tell({ kind: 'time-up', timer });
    }
  }

  /** The roster's copy of what hosts have set. */
  show(state: MeetingControls): void {
    this.state.set(state);
    this.#judge();
  }

  take(event: ControlsEvent): void {
    switch (event.name) {
      case 'host.acted':
        return this.#onActed(event.payload);
      case 'unmute.asked':
        return this.#onAsked(event.payload.actorId);
      case 'speaking.measured':
        return this.host.set({ ...this.host.get(), spoken: event.payload.spoken });
      case 'lobby.changed':
        return this.host.set({ ...this.host.get(), waiting: event.payload.waiting });
      case 'reaction.sent':
        return this.#news.tell({ kind: 'reacted', ...event.payload });
    }
  }

  /** The meeting is over, or one is not in it any more. */
  clear(): void {
    this.#meetingId = undefined;
    this.#wasManaging = false;
    this.state.set(NO_CONTROLS);
    this.host.set(NOTHING_FOR_HOSTS);
    this.rights.set(EVERYTHING_ALLOWED);
    this.unmuteWish.set(undefined);
  }

  #self(): PersonView | undefined {
    return this.#parts.people.get().find(({ isSelf }) => isSelf);
  }

  /** Who becomes a host has to be told what hosts know; who is none any more forgets it. */
  #onPeople(): void {
    const self = this.#self();
    const isManaging = self !== undefined && self.role !== 'participant';
    if (isManaging && !this.#wasManaging) this.#parts.refresh();
    if (!isManaging) this.host.set(NOTHING_FOR_HOSTS);
    this.#wasManaging = isManaging;
    this.#judge();
  }

  #judge(): void {
    const self = this.#self();
    if (self === undefined) return;
    const before = this.rights.get();
    const all = this.state.get().permissions;
    const now = {
      speak: isAllowed(self, all, 'speak'),
      camera: isAllowed(self, all, 'camera'),
      share: isAllowed(self, all, 'share'),
      chat: isAllowed(self, all, 'chat'),
      reactions: isAllowed(self, all, 'reactions'),
      rename: isAllowed(self, all, 'rename'),
    };
    if (PERMISSIONS.every((permission) => before[permission] === now[permission])) return;
    this.rights.set(now);
    this.#parts.sources.allow(now);
  }

  #obeySnapshot({ participants }: MeetingSnapshot): void {
    const self = this.#self();
    const known = participants.find(({ participantId }) => participantId === self?.participantId);
    for (const { source, isPaused } of known?.sources ?? []) if (isPaused) this.quiet(source);
  }

  #onActed({ act, actorId, targetId, targetName, permission }: Acted): void {
    this.#news.tell({
      kind: 'acted',
      act,
      actor: this.#named(actorId),
      target: this.#named(targetId) ?? (targetName === undefined ? undefined : { name: targetName, isSelf: false }),
      permission,
    });
  }

  #onAsked(actorId: ParticipantId): void {
    const { kind } = this.#parts.sources.microphone.state.get();
    if (kind === 'live') return;
    this.unmuteWish.set({ actorName: this.#named(actorId)?.name ?? '' });
  }

  /** Who unmutes by any way has answered. */
  #onMicrophone(): void {
    if (this.#parts.sources.microphone.state.get().kind === 'live') this.unmuteWish.set(undefined);
  }

  #named(participantId: string | undefined): NamedPerson | undefined {
    const person = this.#parts.people.get().find((one) => one.participantId === participantId);
    return person === undefined ? undefined : { name: person.name, isSelf: person.isSelf };
  }
}
