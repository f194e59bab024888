import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isAllowed, permissionFor, type MeetingSnapshot, type MediaSource, type Participant } from '#contracts';
import { isForStewards, type MeetingFact } from './meeting-fact.js';
import { MeetingState } from './meeting-state.js';
import type { CommandName } from './meeting-terms.js';
import { identity, person, presetId, TestMeeting, timerId, topicId, uuid } from './testing-meeting.js';

type Step =
  | { readonly do: 'arrive' | 'admit' | 'lose' | 'leave'; readonly who: number }
  | { readonly do: 'publish' | 'unmute' | 'mute' | 'unpublish'; readonly who: number; readonly source: MediaSource }
  | { readonly do: 'command'; readonly who: number; readonly name: CommandName; readonly input: unknown }
  | { readonly do: 'pass'; readonly byMs: number }
  | { readonly do: 'end' };

const PEOPLE_COUNT = 5;
const who = fc.integer({ min: 1, max: PEOPLE_COUNT });
const source = fc.constantFrom<MediaSource>('microphone', 'camera', 'screen', 'screen-audio');
const participantId = who.map(person);
const flag = fc.boolean();
const timer = fc.integer({ min: 1, max: 3 }).map(timerId);
const preset = fc.constantFrom(15_000, 30_000, 77_000).map(presetId);
const permission = fc.constantFrom('speak', 'camera', 'share', 'chat', 'reactions', 'rename');
const topics = fc
  .subarray([1, 2, 3])
  .map((all) => all.map((n) => ({ topicId: topicId(n), title: `T${n}`, plannedMs: n * 1_000 })));

const COMMANDS: Partial<Record<CommandName, fc.Arbitrary<unknown>>> = {
  'host.mute': fc.record({ participantId, mayUnmute: flag }),
  'host.muteAll': fc.record({ mayUnmute: flag }),
  'host.askToUnmute': fc.record({ participantId }),
  'host.stopCamera': fc.record({ participantId }),
  'host.stopShare': fc.record({ participantId }),
  'host.setPermission': fc.record(
    { permission, isAllowed: flag, participantId },
    { requiredKeys: ['permission', 'isAllowed'] },
  ),
  'host.setRole': fc.record({ participantId, role: fc.constantFrom('cohost', 'participant') }),
  'host.remove': fc.record({ participantId }),
  'host.setAccess': fc.record({ isLocked: flag, isLobbyOn: flag }, { requiredKeys: [] }),
  'host.emergency': fc.constant({}),
  'host.setStage': fc.record({ spotlightIds: fc.array(participantId, { maxLength: 2 }) }),
  'lobby.admitAll': fc.constant({}),
  'lobby.sendBack': fc.record({ participantId }),
  'hand.raise': fc.constant({}),
  'hand.lower': fc.record({ participantId }, { requiredKeys: [] }),
  'hands.callNext': participantId.map((expectedId) => ({ expectedId })),
  'hands.move': fc.record({ participantId, toIndex: fc.integer({ min: 0, max: 4 }) }),
  'hands.setOrder': fc.record({ order: fc.constantFrom('raised', 'least-spoken') }),
  'timer.start': fc.record(
    { timerId: timer, presetId: preset, targetId: participantId, mutesAtEnd: flag },
    { requiredKeys: ['timerId', 'presetId', 'mutesAtEnd'] },
  ),
  'timer.pause': fc.record({ timerId: timer }),
  'timer.resume': fc.record({ timerId: timer }),
  'timer.extend': fc.record({ timerId: timer, presetId: preset }),
  'timer.cancel': fc.record({ timerId: timer }),
  'agenda.set': fc.record({ topics, isAutoAdvancing: flag }),
  'agenda.go': fc.record({ topicId: fc.integer({ min: 1, max: 3 }).map(topicId) }, { requiredKeys: [] }),
};

const command = fc.oneof(
  ...Object.entries(COMMANDS).map(([name, input]) =>
    fc.record({ do: fc.constant('command'), who, name: fc.constant(name), input }),
  ),
);

const steps = fc.array(
  fc.oneof(
    { weight: 16, arbitrary: fc.record({ do: fc.constantFrom('arrive', 'admit', 'admit', 'lose', 'leave'), who }) },
    {
      weight: 12,
      arbitrary: fc.record({ do: fc.constantFrom('publish', 'unmute', 'mute', 'unpublish'), who, source }),
    },
    { weight: 20, arbitrary: command },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('pass'), byMs: fc.integer({ min: 1, max: 40_000 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('end') }) },
  ) as fc.Arbitrary<Step>,
  { maxLength: 80 },
);

/** Everybody is here at first, the host among them. */
function newMeeting(): TestMeeting {
  const meeting = new TestMeeting({ capacityCount: PEOPLE_COUNT });
  for (let n = 1; n <= PEOPLE_COUNT; n += 1) meeting.seated(n);
  return meeting;
}

/** Ids are fresh outside of tests, and nobody has transports before they are admitted. */
function isPossible(meeting: TestMeeting, step: Step): boolean {
  if (step.do === 'arrive') return meeting.stateOf(person(step.who)) === 'gone';
  return step.do !== 'publish' || meeting.stateOf(person(step.who)) !== 'arriving';
}

function take(meeting: TestMeeting, step: Step): MeetingFact[] {
  switch (step.do) {
    case 'arrive':
      meeting.arrive({
        participantId: person(step.who),
        identityId: identity(step.who),
        name: 'P',
        joinKey: `again-${step.who}`,
        atMs: 1,
      });
      return [];
    case 'admit':
      return meeting.admit(person(step.who));
    case 'lose':
      return meeting.lose(person(step.who));
    case 'leave':
      return meeting.leave(person(step.who), 'left');
    case 'publish':
      return meeting.sources.finish(
        person(step.who),
        meeting.sources.start(person(step.who), { source: step.source, isPaused: false }),
      );
    case 'unmute':
    case 'mute':
      if (meeting.isSourcePaused(person(step.who), step.source) === undefined) return [];
      return meeting.setSource(person(step.who), { source: step.source, isPaused: step.do === 'mute' });
    case 'unpublish':
      return meeting.clearSource(person(step.who), step.source);
    case 'command':
      return meeting.give(step.who, step.name, step.input as never);
    case 'pass':
      meeting.nowMs += step.byMs;
      return meeting.elapse(meeting.nowMs);
    case 'end':
      return meeting.end('by-host');
  }
}

type Fold<K extends MeetingFact['kind']> = (
  known: MeetingSnapshot,
  fact: Extract<MeetingFact, { kind: K }>,
) => MeetingSnapshot;

const FOLDS: { readonly [K in MeetingFact['kind']]: Fold<K> } = {
  'participant.joined': (known, { participant }) => ({ ...known, participants: [...known.participants, participant] }),
  'participant.changed': (known, { participant }) =>
    people(known, (one) => (one.participantId === participant.participantId ? participant : one)),
  'participant.left': (known, fact) => ({
    ...known,
    participants: known.participants.filter((one) => one.participantId !== fact.participantId),
  }),
  'meeting.ended': (known) => ({ ...known, participants: [] }),
  'sources.paused': (known, { participantIds, source: stopped }) =>
    people(known, (one) => {
      const isTheirs = (sent: { source: MediaSource }) =>
        participantIds.includes(one.participantId) && sent.source === stopped;
      return { ...one, sources: one.sources.map((sent) => (isTheirs(sent) ? { ...sent, isPaused: true } : sent)) };
    }),
  'permissions.changed': (known, { permissions, unsaid }) =>
    people(part(known, { permissions }), (one) => ({
      ...one,
      permissions: Object.fromEntries(Object.entries(one.permissions).filter(([name]) => name !== unsaid)),
    })),
  'access.changed': (known, { access }) => part(known, { access }),
  'stage.changed': (known, { stage }) => part(known, { stage }),
  'hands.changed': (known, { hands }) => part(known, { hands }),
  'timer.changed': (known, fact) =>
    part(known, {
      timers: [...known.controls.timers.filter((one) => one.timerId !== fact.timer.timerId), fact.timer],
    }),
  'timer.ended': (known, fact) =>
    part(known, { timers: known.controls.timers.filter((one) => one.timerId !== fact.timerId) }),
  'agenda.changed': (known, { agenda }) => part(known, { agenda }),
  'host.acted': (known) => known,
  'lobby.changed': (known) => known,
  'waiting.told': (known) => known,
  'waiting.entered': (known) => known,
  'unmute.asked': (known) => known,
};

function part(known: MeetingSnapshot, change: Partial<MeetingSnapshot['controls']>): MeetingSnapshot {
  return { ...known, controls: { ...known.controls, ...change } };
}

function people(known: MeetingSnapshot, change: (one: Participant) => Participant): MeetingSnapshot {
  return { ...known, participants: known.participants.map(change) };
}

/** A client: knows a snapshot, and nothing but the facts after it. */
function fold(known: MeetingSnapshot, fact: MeetingFact): MeetingSnapshot {
  return (FOLDS[fact.kind] as Fold<MeetingFact['kind']>)(known, fact);
}

/** Order within lists that have none does not count. */
function comparable({ participants, controls }: MeetingSnapshot) {
  const byId = <T>(all: readonly T[], id: (one: T) => string) => new Map(all.map((one) => [id(one), one]));
  const sources = (one: Participant) => ({ ...one, sources: byId(one.sources, (sent) => sent.source) });
  return {
    participants: byId(participants.map(sources), ({ participantId: id }) => id),
    controls: { ...controls, timers: byId(controls.timers, ({ timerId: id }) => id) },
  };
}

function expectNothingForbiddenFlows({ participants, controls }: MeetingSnapshot): void {
  for (const one of participants) {
    for (const sent of one.sources.filter(({ isPaused }) => !isPaused)) {
      expect(isAllowed(one, controls.permissions, permissionFor(sent.source))).toBe(true);
    }
  }
}

it('whatever happens in whatever order: no gaps, facts add up to the snapshot, nothing forbidden flows, state comes back', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const meeting = newMeeting();
      let known = meeting.view(0);
      for (const step of all) {
        const before = JSON.stringify([meeting.view(0), meeting.hostView()]);
        let facts: MeetingFact[] = [];
        try {
          if (isPossible(meeting, step)) facts = take(meeting, step);
        } catch (thrown) {
          expect(thrown).toMatchObject({ name: 'Refusal' });
          // What was refused left no trace.
          expect(JSON.stringify([meeting.view(0), meeting.hostView()])).toBe(before);
        }
        for (const fact of facts) {
          if ('seq' in fact) {
            expect(fact.seq).toBe(known.seq + 1);
            known = { ...known, seq: fact.seq };
          }
          known = fold(known, fact);
        }
        const view = meeting.view(0);
        expect(view.seq).toBe(known.seq);
        expect(comparable(view)).toEqual(comparable(known));
        expect(view.participants.length).toBeLessThanOrEqual(PEOPLE_COUNT);
        expectNothingForbiddenFlows(view);
        expectOnlyOwnWordsOpen(before, view, step);
      }
      expectComesBack(meeting);
    }),
    { numRuns: 400 },
  );
});

/** Nobody is ever unmuted but by what they did themselves. */
function expectOnlyOwnWordsOpen(before: string, after: MeetingSnapshot, step: Step): void {
  const [{ participants }] = JSON.parse(before) as [MeetingSnapshot];
  const isOpen = (all: readonly Participant[], id: string, name: string) =>
    all.find((one) => one.participantId === id)?.sources.some((sent) => sent.source === name && !sent.isPaused) ??
    false;
  for (const one of after.participants) {
    for (const sent of one.sources) {
      const hasOpened = !sent.isPaused && !isOpen(participants, one.participantId, sent.source);
      if (!hasOpened) continue;
      expect(step).toMatchObject({ source: sent.source });
      expect(one.participantId).toBe(person((step as { readonly who: number }).who));
    }
  }
}

/** As after a server's death: through the records and back, with everybody's connection lost. */
function expectComesBack(meeting: TestMeeting): void {
  const state = MeetingState.parse(JSON.parse(JSON.stringify(meeting.state())));
  const next = new TestMeeting({ capacityCount: PEOPLE_COUNT });
  for (const participantId of meeting.view(0).participants.map((one) => one.participantId)) {
    next.restore(meeting.seat(participantId)!);
  }
  next.restoreState(state);
  const seen = (view: MeetingSnapshot) => [
    view.controls,
    view.participants.map(({ role, name, permissions }) => [role, name, permissions]),
  ];
  expect(seen(next.view(0))).toEqual(seen(meeting.view(0)));
}

it('what is for hosts only is marked so, whoever waits', () => {
  const meeting = newMeeting();
  meeting.give(1, 'host.setAccess', { isLobbyOn: true });
  const { facts } = meeting.knock({
    waitingId: uuid('9', 1) as never,
    identityId: identity(9),
    name: 'Secret',
    isGuest: true,
    joinKey: uuid('8', 1),
    atMs: 1,
  });
  const admitted = meeting.give(1, 'lobby.admitAll', {});
  const open = [...facts, ...admitted].filter((fact) => !isForStewards(fact));
  expect(JSON.stringify(open)).not.toContain('Secret');
  expect(JSON.stringify(admitted)).toContain('Secret');
});
