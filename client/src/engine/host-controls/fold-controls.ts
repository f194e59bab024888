import type { MeetingControls, Participant, ParticipantId } from '#contracts';
import type { SignalEvent } from '../signal/signal.js';

/** A numbered fact about what hosts have set, or have done to somebody's sources. */
export type ControlsFact = Extract<
  SignalEvent,
  {
    readonly name:
      | 'access.changed'
      | 'permissions.changed'
      | 'stage.changed'
      | 'hands.changed'
      | 'timer.changed'
      | 'timer.ended'
      | 'agenda.changed'
      | 'sources.paused';
  }
>;

const CONTROLS_FACTS: ReadonlySet<string> = new Set<ControlsFact['name']>([
  'access.changed',
  'permissions.changed',
  'stage.changed',
  'hands.changed',
  'timer.changed',
  'timer.ended',
  'agenda.changed',
  'sources.paused',
]);

export function isControlsFact(event: SignalEvent): event is ControlsFact {
  return CONTROLS_FACTS.has(event.name);
}

/** What hosts have set, after a fact. Pure. */
export function foldedControls(before: MeetingControls, fact: ControlsFact): MeetingControls {
  switch (fact.name) {
    case 'access.changed':
      return { ...before, access: fact.payload.access };
    case 'permissions.changed':
      return { ...before, permissions: fact.payload.permissions };
    case 'stage.changed':
      return { ...before, stage: fact.payload.stage };
    case 'hands.changed':
      return { ...before, hands: fact.payload.hands };
    case 'agenda.changed':
      return { ...before, agenda: fact.payload.agenda };
    case 'timer.changed': {
      const { timer } = fact.payload;
      const isKnown = before.timers.some(({ timerId }) => timerId === timer.timerId);
      const timers = isKnown
        ? before.timers.map((known) => (known.timerId === timer.timerId ? timer : known))
        : [...before.timers, timer];
      return { ...before, timers };
    }
    case 'timer.ended':
      return { ...before, timers: before.timers.filter(({ timerId }) => timerId !== fact.payload.timerId) };
    case 'sources.paused':
      return before;
  }
}

/** The people, after a fact about what a host did to them. The same map when it was about something else. Pure. */
export function foldedPeople(
  before: ReadonlyMap<ParticipantId, Participant>,
  fact: ControlsFact,
): ReadonlyMap<ParticipantId, Participant> {
  switch (fact.name) {
    case 'sources.paused':
      return withPaused(before, fact.payload);
    case 'permissions.changed':
      return fact.payload.unsaid === undefined ? before : withUnsaid(before, fact.payload.unsaid);
    case 'access.changed':
    case 'stage.changed':
    case 'hands.changed':
    case 'timer.changed':
    case 'timer.ended':
    case 'agenda.changed':
      return before;
  }
}

function withPaused(
  before: ReadonlyMap<ParticipantId, Participant>,
  { participantIds, source }: Extract<ControlsFact, { readonly name: 'sources.paused' }>['payload'],
): ReadonlyMap<ParticipantId, Participant> {
  const after = new Map(before);
  for (const participantId of participantIds) {
    const person = before.get(participantId);
    if (person === undefined) continue;
    const sources = person.sources.map((sent) => (sent.source === source ? { ...sent, isPaused: true } : sent));
    after.set(participantId, { ...person, sources });
  }
  return after;
}

function withUnsaid(
  before: ReadonlyMap<ParticipantId, Participant>,
  unsaid: keyof Participant['permissions'],
): ReadonlyMap<ParticipantId, Participant> {
  const after = new Map(before);
  for (const [participantId, person] of before) {
    if (person.permissions[unsaid] === undefined) continue;
    const { [unsaid]: _, ...permissions } = person.permissions;
    after.set(participantId, { ...person, permissions });
  }
  return after;
}
