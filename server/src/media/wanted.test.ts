import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from '@jest/globals';
import { MediaSessionId, ParticipantId, ProducerId } from '#contracts';
import { ManualClock } from '#kernel';
import type { Published } from './plan.js';
import { UNWATCHED_KEPT_MS, Wanted, type Watched } from './wanted.js';

let clock: ManualClock;
let told: { readonly owner: ParticipantId; readonly sources: unknown }[];
let wanted: Wanted;
const owner = ParticipantId.parse(randomUUID());
const camera = publishedBy('camera');
const screen = publishedBy('screen');

function publishedBy(source: 'camera' | 'screen'): Published {
  const [producerId, sessionId] = [ProducerId.parse(randomUUID()), MediaSessionId.parse(randomUUID())];
  return { owner, source, producerId, sessionId, layerCounts: { spatial: 3, temporal: 3 } };
}

beforeEach(() => {
  clock = new ManualClock();
  told = [];
  wanted = new Wanted({ clock, tell: (to, sources) => told.push({ owner: to, sources }) });
});

const watch = (now: Watched) => wanted.update(new Map([[camera, now]]));
const lastOf = () => told.at(-1)?.sources;

it('says nothing while everything is watched', () => {
  watch(2);
  clock.advance(UNWATCHED_KEPT_MS * 2);
  expect(told).toEqual([]);
});

it('switches a layer off only once nobody has watched it for a while', () => {
  watch(1);
  clock.advance(UNWATCHED_KEPT_MS - 1);
  expect(told).toEqual([]);
  clock.advance(1);
  expect(told).toEqual([{ owner, sources: [{ source: 'camera', isWanted: true, maxSpatialLayer: 1 }] }]);
});

it('keeps on what somebody looks away from for a moment', () => {
  watch('none');
  clock.advance(UNWATCHED_KEPT_MS - 1);
  watch(2);
  watch('none');
  clock.advance(UNWATCHED_KEPT_MS - 1);
  expect(told).toEqual([]);
});

it('switches all of it off, and on again with the first watcher at once', () => {
  watch('none');
  clock.advance(UNWATCHED_KEPT_MS);
  expect(lastOf()).toEqual([{ source: 'camera', isWanted: false, maxSpatialLayer: 0 }]);
  wanted.raise(camera, 0);
  expect(lastOf()).toEqual([{ source: 'camera', isWanted: true, maxSpatialLayer: 0 }]);
  watch(2);
  expect(lastOf()).toEqual([{ source: 'camera', isWanted: true, maxSpatialLayer: 2 }]);
  expect(told).toHaveLength(3);
});

it('tells all videos of a publisher together, and again when they come back', () => {
  wanted.update(
    new Map<Published, Watched>([
      [camera, 0],
      [screen, 2],
    ]),
  );
  clock.advance(UNWATCHED_KEPT_MS);
  const both = [
    { source: 'camera', isWanted: true, maxSpatialLayer: 0 },
    { source: 'screen', isWanted: true, maxSpatialLayer: 2 },
  ];
  expect(lastOf()).toEqual(both);
  wanted.retell(owner);
  expect(told).toEqual([
    { owner, sources: both },
    { owner, sources: both },
  ]);
});

it('begins anew with a stream that is published again, and ends with its meeting', () => {
  watch('none');
  clock.advance(UNWATCHED_KEPT_MS);
  wanted.update(new Map([[{ ...camera }, 2]]));
  expect(told).toHaveLength(1);
  watch('none');
  wanted.close();
  clock.advance(UNWATCHED_KEPT_MS * 2);
  expect(told).toHaveLength(1);
});
