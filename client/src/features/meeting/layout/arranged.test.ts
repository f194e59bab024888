import { describe, expect, it } from '@jest/globals';
import { arranged, withPins } from './arranged.js';

const NOTHING = { spotlightIds: [], tileOrderIds: [] };
const INPUT = { others: ['a', 'b', 'c', 'd'], speaker: 'b', layout: 'automatic' } as const;

it('leaves everything as it is without a host’s word', () => {
  expect(arranged(INPUT, NOTHING)).toEqual(INPUT);
});

it('shows who is in the spotlight large, whoever speaks and whatever the own layout', () => {
  const stage = { ...NOTHING, spotlightIds: ['gone', 'd', 'c'] };
  expect(arranged({ ...INPUT, layout: 'grid' }, stage)).toEqual({
    others: ['d', 'c', 'a', 'b'],
    speaker: 'd',
    layout: 'speaker',
  });
});

it('shows who is in the spotlight large in the sidebar layout too', () => {
  const stage = { ...NOTHING, spotlightIds: ['d'] };
  expect(arranged({ ...INPUT, layout: 'sidebar' }, stage)).toMatchObject({ speaker: 'd', layout: 'sidebar' });
  expect(arranged(INPUT, { ...stage, layout: 'sidebar' }).layout).toBe('sidebar');
});

it('puts those first whom a host put first, and each once', () => {
  const stage = { spotlightIds: ['c'], tileOrderIds: ['d', 'gone', 'c', 'a'] };
  expect(arranged(INPUT, stage).others).toEqual(['c', 'd', 'a', 'b']);
});

it.each([
  ['grid', 'grid'],
  ['speaker', 'speaker'],
  ['sidebar', 'sidebar'],
] as const)('takes the suggestion %s only from those without a choice of their own', (layout, shown) => {
  expect(arranged(INPUT, { ...NOTHING, layout }).layout).toBe(shown);
  expect(arranged({ ...INPUT, layout: 'grid' }, { ...NOTHING, layout }).layout).toBe('grid');
});

describe('whom oneself has pinned', () => {
  const arrangement = { others: ['a', 'b', 'c', 'd'], speaker: 'a', layout: 'automatic' } as const;

  it('is shown first, the last one pinned large, before whoever hosts put there', () => {
    expect(withPins(arrangement, { pinnedIds: ['d', 'b'], chosen: 'automatic' })).toEqual({
      others: ['d', 'b', 'a', 'c'],
      speaker: 'd',
      layout: 'speaker',
    });
  });

  it('only comes first in a grid that one has chosen', () => {
    expect(withPins(arrangement, { pinnedIds: ['c'], chosen: 'grid' })).toMatchObject({
      others: ['c', 'a', 'b', 'd'],
      layout: 'grid',
    });
  });

  it('changes nothing when they are not here', () => {
    expect(withPins(arrangement, { pinnedIds: ['z'], chosen: 'automatic' })).toBe(arrangement);
  });
});
