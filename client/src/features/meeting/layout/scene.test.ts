import { expect, it } from '@jest/globals';
import { capacityFor, sceneFor, type SceneInput } from './scene.js';

const DESKTOP = { widthPx: 1_400, heightPx: 780 };
const PHONE = { widthPx: 374, heightPx: 776 };
const ME = 'me';

function others(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `p${at + 1}`);
}

function scene(input: Partial<SceneInput<string>>) {
  return sceneFor<string>({
    others: [],
    self: ME,
    sharers: [],
    speaker: undefined,
    layout: 'automatic',
    pageSizeCount: 9,
    page: 0,
    area: DESKTOP,
    ...input,
  });
}

it('shows oneself large while alone', () => {
  const { tiles, floating } = scene({});
  expect([...tiles.keys()]).toEqual([ME]);
  expect(tiles.get(ME)!.widthPx).toBeGreaterThan(1_000);
  expect(floating).toBeUndefined();
});

it('shows the other one large and oneself small inside, with two', () => {
  const { tiles, floating } = scene({ others: ['p1'] });
  const large = tiles.get('p1')!;
  const small = tiles.get(ME)!;
  expect(floating).toBe(ME);
  expect(small.widthPx).toBeLessThan(large.widthPx / 3);
  expect(small.xPx + small.widthPx).toBeLessThan(large.xPx + large.widthPx);
  expect(small.yPx + small.heightPx).toBeLessThan(large.yPx + large.heightPx);
});

it('treats both alike with two, where somebody wants a grid', () => {
  const { tiles, floating } = scene({ others: ['p1'], layout: 'grid' });
  expect(floating).toBeUndefined();
  expect(tiles.get('p1')!.widthPx).toBe(tiles.get(ME)!.widthPx);
});

it('pages a crowd, with oneself on the first page only and nobody twice', () => {
  const crowd = others(29);
  const pages = [0, 1, 2, 3].map((page) => scene({ others: crowd, page }));
  expect(pages.map(({ pageCount }) => pageCount)).toEqual([4, 4, 4, 4]);
  expect(pages.map(({ tiles }) => tiles.size)).toEqual([9, 9, 9, 3]);
  expect(pages[0]!.tiles.has(ME)).toBe(true);
  expect(new Set(pages.flatMap(({ tiles }) => [...tiles.keys()])).size).toBe(30);
});

it('falls back to the last page when the crowd shrinks', () => {
  expect(scene({ others: others(10), page: 3 })).toMatchObject({ page: 1, pageCount: 2 });
});

it('shows six on a phone and up to twenty-five on a desktop', () => {
  expect(capacityFor(PHONE, 25)).toBe(6);
  expect(capacityFor(DESKTOP, 25)).toBe(25);
  expect(scene({ others: others(29), pageSizeCount: 25 }).tiles.size).toBe(25);
});

it('shows a screen large with people beside it, and counts whom the strip has no room for', () => {
  const { tiles, shares, hidden } = scene({ others: others(20), sharers: ['p3'] });
  const share = shares.get('p3')!;
  expect(share.widthPx).toBeGreaterThan(900);
  for (const box of tiles.values()) expect(box.xPx).toBeGreaterThanOrEqual(share.xPx + share.widthPx);
  expect(tiles.has(ME)).toBe(true);
  expect(hidden!.count + tiles.size).toBe(21);
});

it('stands people on top of a screen on an upright phone', () => {
  const { tiles, shares } = scene({ others: others(3), sharers: ['p1'], area: PHONE });
  const share = shares.get('p1')!;
  expect(share.widthPx).toBe(PHONE.widthPx);
  for (const box of tiles.values()) expect(box.yPx + box.heightPx).toBeLessThanOrEqual(share.yPx);
});

it('shows two screens side by side', () => {
  const { shares } = scene({ others: others(4), sharers: ['p1', 'p2'] });
  const [first, second] = [shares.get('p1')!, shares.get('p2')!];
  expect(first.widthPx).toBe(second.widthPx);
  expect(first.xPx + first.widthPx <= second.xPx || first.yPx + first.heightPx <= second.yPx).toBe(true);
});

it('gives the stage to who speaks in the speaker layout, and shows them once', () => {
  const { tiles } = scene({ others: others(4), layout: 'speaker', speaker: 'p3' });
  expect(tiles.size).toBe(5);
  const [large] = [...tiles].toSorted(([, a], [, b]) => b.widthPx - a.widthPx);
  expect(large![0]).toBe('p3');
});

it('shows more of the others, and larger, in the sidebar layout', () => {
  const input = { others: others(12), speaker: 'p3' } as const;
  const [strip, side] = [scene({ ...input, layout: 'speaker' }), scene({ ...input, layout: 'sidebar' })];
  expect(side.tiles.size).toBe(13);
  expect(side.tiles.size).toBeGreaterThan(strip.tiles.size);
  const large = side.tiles.get('p3')!;
  expect(large.widthPx).toBeGreaterThan(800);
  for (const [id, box] of side.tiles) {
    if (id === 'p3') continue;
    expect(box.xPx).toBeGreaterThanOrEqual(large.xPx + large.widthPx);
    expect(box.xPx + box.widthPx).toBeLessThanOrEqual(DESKTOP.widthPx);
    expect(box.yPx + box.heightPx).toBeLessThanOrEqual(DESKTOP.heightPx);
  }
});

it('keeps the sidebar beside a shared screen, and counts whom it has no room for', () => {
  const { tiles, shares, hidden } = scene({ others: others(30), sharers: ['p1'], layout: 'sidebar' });
  const share = shares.get('p1')!;
  for (const box of tiles.values()) expect(box.xPx).toBeGreaterThanOrEqual(share.xPx + share.widthPx);
  expect(hidden!.count + tiles.size).toBe(31);
});
