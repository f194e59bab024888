import { expect, it } from '@jest/globals';
import { arranged } from './arranged.js';

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

it('puts those first whom a host put first, and each once', () => {
  const stage = { spotlightIds: ['c'], tileOrderIds: ['d', 'gone', 'c', 'a'] };
  expect(arranged(INPUT, stage).others).toEqual(['c', 'd', 'a', 'b']);
});

it.each([
  ['grid', 'grid'],
  ['speaker', 'speaker'],
  ['sidebar', 'speaker'],
] as const)('takes the suggestion %s only from those without a choice of their own', (layout, shown) => {
  expect(arranged(INPUT, { ...NOTHING, layout }).layout).toBe(shown);
  expect(arranged({ ...INPUT, layout: 'grid' }, { ...NOTHING, layout }).layout).toBe('grid');
});
