/** @jest-environment node */
import { expect, it } from '@jest/globals';
import { EVERYTHING_ALLOWED, NO_CONTROLS, Timer, type MeetingControls } from '#contracts';
import { person, personId } from '../fakes/samples.js';
import { foldedControls, foldedPeople } from './fold-controls.js';

const TIMER = Timer.parse({
  timerId: crypto.randomUUID(),
  presetId: crypto.randomUUID(),
  durationMs: 30_000,
  mutesAtEnd: false,
  state: { kind: 'running', endsAtMs: 90_000 },
});

it('replaces the part that a fact is about, and only that', () => {
  const access = { isLocked: true, isLobbyOn: true };
  const permissions = { ...EVERYTHING_ALLOWED, chat: false };
  const stage = { spotlightIds: [personId(2)], tileOrderIds: [] };
  const hands = { order: 'raised' as const, queue: [{ participantId: personId(1), raisedAtMs: 1 }] };
  const agenda = { topics: [], isAutoAdvancing: true };
  let controls: MeetingControls = NO_CONTROLS;
  controls = foldedControls(controls, { name: 'access.changed', payload: { seq: 1, access } });
  controls = foldedControls(controls, { name: 'permissions.changed', payload: { seq: 2, permissions } });
  controls = foldedControls(controls, { name: 'stage.changed', payload: { seq: 3, stage } });
  controls = foldedControls(controls, { name: 'hands.changed', payload: { seq: 4, hands } });
  controls = foldedControls(controls, { name: 'agenda.changed', payload: { seq: 5, agenda } });
  expect(controls).toEqual({ ...NO_CONTROLS, access, permissions, stage, hands, agenda });
});

it('keeps one timer of an id, until it ends', () => {
  const paused = { ...TIMER, state: { kind: 'paused' as const, remainingMs: 5_000 } };
  let controls = foldedControls(NO_CONTROLS, { name: 'timer.changed', payload: { seq: 1, timer: TIMER } });
  controls = foldedControls(controls, { name: 'timer.changed', payload: { seq: 2, timer: paused } });
  expect(controls.timers).toEqual([paused]);
  const ended = { seq: 3, timerId: TIMER.timerId, reason: 'elapsed' as const };
  expect(foldedControls(controls, { name: 'timer.ended', payload: ended }).timers).toEqual([]);
});

it('shows those as muted whom a host muted, and nobody else', () => {
  const sources = [
    { source: 'microphone' as const, isPaused: false },
    { source: 'camera' as const, isPaused: false },
  ];
  const people = new Map([1, 2].map((count) => [personId(count), person(count, { sources })]));
  const after = foldedPeople(people, {
    name: 'sources.paused',
    payload: { seq: 1, source: 'microphone', participantIds: [personId(2), personId(9)] },
  });
  expect(after.get(personId(1))).toBe(people.get(personId(1)));
  expect(after.get(personId(2))!.sources).toEqual([{ source: 'microphone', isPaused: true }, sources[1]]);
});

it('forgets what was said of single people about a permission that is set for all', () => {
  const people = new Map([
    [personId(1), person(1, { permissions: { speak: false, chat: false } })],
    [personId(2), person(2)],
  ]);
  const payload = { seq: 1, permissions: EVERYTHING_ALLOWED, unsaid: 'speak' as const };
  const after = foldedPeople(people, { name: 'permissions.changed', payload });
  expect(after.get(personId(1))!.permissions).toEqual({ chat: false });
  expect(after.get(personId(2))).toBe(people.get(personId(2)));
});
