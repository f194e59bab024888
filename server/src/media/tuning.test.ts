import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { layerCountsOf, MediaSessionId, ParticipantId, ProducerId, type LayerCounts, type Tile } from '#contracts';
import { layersFor } from './layers.js';
import type { Published } from './plan.js';
import { tuningFor } from './tuning.js';
import { View } from './view.js';

const owner = ParticipantId.parse(randomUUID());
const other = ParticipantId.parse(randomUUID());
const CAMERA: LayerCounts = { spatial: 3, temporal: 3 };

function published(source: Published['source'], layerCounts = CAMERA): Published {
  const [producerId, sessionId] = [ProducerId.parse(randomUUID()), MediaSessionId.parse(randomUUID())];
  return { owner, source, producerId, sessionId, layerCounts };
}

function tile(given: Partial<Tile> = {}): Tile {
  return { participantId: owner, source: 'camera', widthPx: 640, heightPx: 360, isVisible: true, ...given };
}

it.each([
  { about: 'a stamp: the lowest layer, half the frames', longSidePx: 160, counts: CAMERA, layers: [0, 1] },
  { about: 'a small tile', longSidePx: 320, counts: CAMERA, layers: [0, 2] },
  { about: 'a little larger than the layer: not worth the next', longSidePx: 400, counts: CAMERA, layers: [0, 2] },
  { about: 'a quarter of a screen', longSidePx: 640, counts: CAMERA, layers: [1, 2] },
  { about: 'a whole screen', longSidePx: 1_920, counts: CAMERA, layers: [2, 2] },
  { about: 'a capture of two layers', longSidePx: 640, counts: { spatial: 2, temporal: 3 }, layers: [1, 2] },
  { about: 'a capture of one layer', longSidePx: 1_920, counts: { spatial: 1, temporal: 3 }, layers: [0, 2] },
  { about: 'without temporal layers', longSidePx: 100, counts: { spatial: 3, temporal: 1 }, layers: [0, 0] },
])('a camera in $about', ({ longSidePx, counts, layers: [spatial, temporal] }) => {
  expect(layersFor({ source: 'camera', counts, longSidePx })).toEqual({ spatial, temporal });
});

it('a shared screen stays readable: its thumbnail is small, anything larger is whole', () => {
  const counts = { spatial: 2, temporal: 3 };
  expect(layersFor({ source: 'screen', counts, longSidePx: 300 })).toEqual({ spatial: 0, temporal: 2 });
  expect(layersFor({ source: 'screen', counts, longSidePx: 1_300 })).toEqual({ spatial: 1, temporal: 2 });
});

it('a video in one piece has nothing to choose', () => {
  expect(layersFor({ source: 'camera', counts: { spatial: 1, temporal: 1 }, longSidePx: 100 })).toBeUndefined();
});

it.each([
  { about: 'simulcast', encodings: [{ scalabilityMode: 'L1T3' }, {}, {}], counts: { spatial: 3, temporal: 3 } },
  { about: 'simulcast without temporal layers', encodings: [{}, {}], counts: { spatial: 2, temporal: 1 } },
  { about: 'SVC', encodings: [{ scalabilityMode: 'L3T3_KEY' }], counts: { spatial: 3, temporal: 3 } },
  { about: 'one piece', encodings: [{}], counts: { spatial: 1, temporal: 1 } },
  { about: 'sound', encodings: undefined, counts: { spatial: 1, temporal: 1 } },
])('layers are counted from how a stream is described: $about', ({ encodings, counts }) => {
  expect(layerCountsOf(encodings === undefined ? {} : { encodings })).toEqual(counts);
});

it('what is off the page is held; what has no place yet comes small; what is shown comes as large as shown', () => {
  const camera = published('camera');
  const at = (tiles: Tile[]) => tuningFor(camera, new View({ tiles, pinnedIds: [] }));
  expect(at([tile({ isVisible: false })])).toMatchObject({ isHeld: true });
  expect(at([tile({ widthPx: 0 })])).toMatchObject({ isHeld: true });
  expect(at([])).toMatchObject({ isHeld: false, layers: { spatial: 0 } });
  expect(at([tile()])).toMatchObject({ isHeld: false, layers: { spatial: 1 } });
});

it('until a page speaks everything comes small, and all of it when it never does', () => {
  expect(tuningFor(published('camera'), 'awaited')).toMatchObject({ isHeld: false, layers: { spatial: 0 } });
  expect(tuningFor(published('camera'), 'untold')).toEqual({ isHeld: false, isAlwaysHeard: false, priority: 1 });
});

it('sound goes before a screen, that before who is looked at, and that before the rest', () => {
  const tiles = [tile({ widthPx: 1_280, heightPx: 720 }), tile({ participantId: other })];
  const main = new View({ tiles, pinnedIds: [] });
  const priorities = [
    tuningFor(published('microphone'), main),
    tuningFor(published('screen'), main),
    tuningFor(published('camera'), main),
    tuningFor({ ...published('camera'), owner: other }, main),
  ].map(({ priority }) => priority);
  expect(priorities).toEqual(priorities.toSorted((a, b) => b - a));
  expect(new Set(priorities).size).toBe(priorities.length);
});

it('among tiles of one size none is looked at more', () => {
  const even = new View({ tiles: [tile(), tile({ participantId: other })], pinnedIds: [] });
  expect(tuningFor(published('camera'), even).priority).toBe(1);
});

it('who is pinned is always heard, and seen before the rest', () => {
  const view = new View({ tiles: [tile(), tile({ participantId: other })], pinnedIds: [owner] });
  expect(tuningFor(published('microphone'), view).isAlwaysHeard).toBe(true);
  expect(tuningFor(published('camera'), view).priority).toBeGreaterThan(1);
  expect(tuningFor({ ...published('microphone'), owner: other }, view).isAlwaysHeard).toBe(false);
});
