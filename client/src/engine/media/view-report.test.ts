/** @jest-environment node */
import { beforeEach, expect, it } from '@jest/globals';
import type { ParticipantId } from '#contracts';
import { ManualClock } from '#kernel';
import { FakeSignal, refusing } from '../fakes/fake-signal.js';
import { person, personId } from '../fakes/samples.js';
import { turns } from '../fakes/turns.js';
import type { PersonView, PlayoutState } from '../model.js';
import { peopleOf } from '../roster/people.js';
import { Store } from '../store.js';
import { ViewReport } from './view-report.js';

let clock: ManualClock;
let signal: FakeSignal;
let people: Store<readonly PersonView[]>;
let isHidden: Store<boolean>;
let playout: Store<PlayoutState>;
let pinnedIds: Store<readonly ParticipantId[]>;
let report: ViewReport;

const PLACE = { widthPx: 640, heightPx: 360, isVisible: true };

/** Everybody sends a camera; the first one is oneself. */
function seen(...counts: readonly number[]): readonly PersonView[] {
  const sources = [{ source: 'camera' as const, isPaused: false }];
  const all = new Map(counts.map((count) => [personId(count), person(count, { sources })]));
  return peopleOf(all, { selfId: personId(1), qualities: new Map() }, []);
}

async function pass(byMs = 100): Promise<void> {
  clock.advance(byMs);
  await turns();
}

const views = () => signal.inputsOf('media.view').map(({ tiles }) => tiles);

beforeEach(() => {
  clock = new ManualClock();
  signal = new FakeSignal();
  signal.open();
  people = new Store(seen(1, 2, 3));
  isHidden = new Store(false);
  playout = new Store<PlayoutState>('playing');
  pinnedIds = new Store<readonly ParticipantId[]>([]);
  report = new ViewReport({ signal, clock, people, sight: isHidden, playout, pinnedIds });
});

it('tells what has a place and what is out of sight, in one message for many changes', async () => {
  report.attached();
  for (let widthPx = 100; widthPx <= 640; widthPx += 20) report.place(personId(2), 'camera', { ...PLACE, widthPx });
  await pass();
  expect(views()).toEqual([
    [
      { participantId: personId(2), source: 'camera', ...PLACE },
      { participantId: personId(3), source: 'camera', widthPx: 0, heightPx: 0, isVisible: false },
    ],
  ]);
});

it('is silent while nothing changes, and says everything again on a new seat', async () => {
  report.place(personId(2), 'camera', PLACE);
  await pass(1_000);
  expect(views()).toEqual([]);
  report.attached();
  await pass();
  report.place(personId(2), 'camera', { ...PLACE });
  await pass(1_000);
  expect(views()).toHaveLength(1);
  report.detached();
  report.attached();
  await pass();
  expect(views()).toHaveLength(2);
});

it('wants no picture while the page is hidden', async () => {
  report.place(personId(2), 'camera', PLACE);
  report.attached();
  await pass();
  isHidden.set(true);
  await pass();
  expect(
    views()
      .at(-1)
      ?.map(({ isVisible }) => isVisible),
  ).toEqual([false, false]);
  isHidden.set(false);
  await pass();
  expect(
    views()
      .at(-1)
      ?.map(({ isVisible }) => isVisible),
  ).toEqual([true, false]);
});

it('follows tiles and people that come and go, and never names oneself', async () => {
  report.attached();
  report.place(personId(1), 'camera', PLACE);
  report.place(personId(2), 'camera', PLACE);
  await pass();
  report.place(personId(2), 'camera', undefined);
  people.set(seen(1, 2));
  await pass();
  expect(views().at(-1)).toEqual([
    { participantId: personId(2), source: 'camera', widthPx: 0, heightPx: 0, isVisible: false },
  ]);
});

it('tells that sound is blocked here, and when it is heard', async () => {
  report.place(personId(2), 'camera', PLACE);
  report.attached();
  await pass();
  expect(signal.inputsOf('media.playout')).toEqual([]);
  playout.set('blocked');
  await pass();
  playout.set('playing');
  await pass();
  expect(signal.inputsOf('media.playout')).toEqual([{ state: 'blocked' }, { state: 'playing' }]);
});

it('tells again what was not taken', async () => {
  signal.answers['media.view'] = refusing('unavailable');
  report.place(personId(2), 'camera', PLACE);
  report.attached();
  await pass();
  delete signal.answers['media.view'];
  await pass(2_000);
  await pass(2_000);
  expect(views()).toHaveLength(2);
});

it('tells whom the person has pinned', async () => {
  report.place(personId(2), 'camera', PLACE);
  report.attached();
  await pass();
  pinnedIds.set([personId(3)]);
  await pass();
  expect(signal.inputsOf('media.view').map((view) => view.pinnedIds)).toEqual([[], [personId(3)]]);
});

it('waits for the page to be drawn before it says that nothing is in sight, but not for ever', async () => {
  report.attached();
  await pass();
  expect(views()).toEqual([]);
  report.place(personId(2), 'camera', PLACE);
  await pass();
  expect(views()).toHaveLength(1);
  report.place(personId(2), 'camera', undefined);
  report.attached();
  for (let lookCount = 0; lookCount < 12; lookCount += 1) await pass();
  expect(
    views()
      .at(-1)
      ?.some(({ isVisible }) => isVisible),
  ).toBe(false);
});
