import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { HostId, MediaSessionId, ParticipantId, ProducerId, type MediaSource } from '#contracts';
import { chooseHost, FULL_FROM_RATIO, LOAD_HYSTERESIS_RATIO } from './placement.js';
import { CAMERAS_MAX_COUNT, planFor, type Published } from './plan.js';
import { View } from './view.js';

const newId = () => ParticipantId.parse(randomUUID());
const ALL = { spokeAtMs: () => 0, known: 'untold' as const };
const THREE_LAYERS = { spatial: 3, temporal: 3 };

function published(owner: ParticipantId, source: MediaSource): Published {
  return {
    owner,
    source,
    producerId: ProducerId.parse(randomUUID()),
    sessionId: MediaSessionId.parse(randomUUID()),
    layerCounts: THREE_LAYERS,
  };
}

it('a viewer receives everything of the others and nothing of their own', () => {
  const [viewer, other] = [newId(), newId()];
  const theirs = (['microphone', 'camera', 'screen', 'screen-audio'] as const).map((source) =>
    published(other, source),
  );
  const plan = planFor({ ...ALL, viewer, published: [published(viewer, 'camera'), ...theirs] });
  expect(new Set(plan)).toEqual(new Set(theirs));
});

it('cameras stop at the bound, and who spoke last stays visible; sounds do not stop there', () => {
  const owners = Array.from({ length: CAMERAS_MAX_COUNT + 10 }, newId);
  const last = owners.at(-1)!;
  const all = owners.flatMap((owner) => [published(owner, 'camera'), published(owner, 'microphone')]);
  const plan = planFor({
    ...ALL,
    viewer: newId(),
    published: all,
    spokeAtMs: (owner) => (owner === last ? 1 : 0),
  });
  expect(plan.filter(({ source }) => source === 'camera')).toHaveLength(CAMERAS_MAX_COUNT);
  expect(plan.filter(({ source }) => source === 'microphone')).toHaveLength(owners.length);
  expect(plan.some(({ owner, source }) => owner === last && source === 'camera')).toBe(true);
});

it('who is on the page goes before who spoke, and who is off it comes last', () => {
  const owners = Array.from({ length: CAMERAS_MAX_COUNT + 2 }, newId);
  const [shown, hidden] = [owners[0]!, owners[1]!];
  const tile = { source: 'camera' as const, widthPx: 320, heightPx: 180 };
  const known = new View({
    tiles: [
      { ...tile, participantId: shown, isVisible: true },
      { ...tile, participantId: hidden, isVisible: false },
    ],
    pinnedIds: [],
  });
  const plan = planFor({
    viewer: newId(),
    published: owners.map((owner) => published(owner, 'camera')),
    spokeAtMs: (owner) => (owner === shown ? 0 : 1),
    known,
  });
  expect(plan).toHaveLength(CAMERAS_MAX_COUNT);
  expect(plan[0]?.owner).toBe(shown);
  expect(plan.some(({ owner }) => owner === hidden)).toBe(false);
});

it('a meeting goes to the less loaded host, unless the difference is noise: then to the one with fewer meetings', () => {
  const [a, b] = [
    HostId.parse('00000000-0000-4000-8000-00000000000a'),
    HostId.parse('00000000-0000-4000-8000-00000000000b'),
  ];
  const host = (hostId: HostId, loadRatio: number, meetingCount: number) => ({
    hostId,
    loadRatio,
    meetingCount,
    sessionCount: undefined,
  });
  expect(chooseHost([host(a, 0.8, 0), host(b, 0.2, 9)])?.hostId).toBe(b);
  expect(chooseHost([host(a, 0.2, 2), host(b, 0.2 + LOAD_HYSTERESIS_RATIO / 2, 1)])?.hostId).toBe(b);
  expect(chooseHost([host(b, 0.2, 1), host(a, 0.2, 1)])?.hostId).toBe(a);
  expect(chooseHost([])).toBeUndefined();
});

it('a meeting stays on its host until that is full, and goes to another one only when that is clearly less loaded', () => {
  const [a, b] = [
    HostId.parse('00000000-0000-4000-8000-00000000000a'),
    HostId.parse('00000000-0000-4000-8000-00000000000b'),
  ];
  const on = (loadRatio: number, sessionCount: number | undefined) => ({ loadRatio, sessionCount, meetingCount: 1 });
  const chosen = (here: ReturnType<typeof on>, there: ReturnType<typeof on>) =>
    chooseHost([
      { hostId: a, ...here },
      { hostId: b, ...there },
    ])?.hostId;
  expect(chosen(on(FULL_FROM_RATIO - 0.1, 40), on(0.1, undefined))).toBe(a);
  expect(chosen(on(FULL_FROM_RATIO + 0.05, 40), on(0.1, undefined))).toBe(b);
  expect(chosen(on(FULL_FROM_RATIO + 0.05, 40), on(FULL_FROM_RATIO, undefined))).toBe(a);
  // On both already: the less loaded.
  expect(chosen(on(0.6, 40), on(0.4, 1))).toBe(b);
});

it('told to spread over hosts, each next person goes to where the fewest of the meeting are', () => {
  const [a, b] = [
    HostId.parse('00000000-0000-4000-8000-00000000000a'),
    HostId.parse('00000000-0000-4000-8000-00000000000b'),
  ];
  const spread = (here: number | undefined, there: number | undefined) =>
    chooseHost(
      [
        { hostId: a, loadRatio: 0, meetingCount: 0, sessionCount: here },
        { hostId: b, loadRatio: 0.5, meetingCount: 9, sessionCount: there },
      ],
      'hosts',
    )?.hostId;
  expect([spread(undefined, undefined), spread(1, undefined), spread(1, 1), spread(2, 1)]).toEqual([a, b, a, b]);
});
