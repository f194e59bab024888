/** @jest-environment node */
import { expect, it } from '@jest/globals';
import { ContentWatch } from './content-watch.js';

/** Looks once a second at a share that changes so often. */
function watch(...perSecond: readonly number[]): string[] {
  const content = new ContentWatch();
  let framesCount = 0;
  content.look(framesCount);
  return perSecond.map((count) => content.look((framesCount += count)));
}

const seconds = (count: number, perSecond: number) => Array.from({ length: count }, () => perSecond);

it('begins with text, and takes what goes on moving for a film', () => {
  expect(watch(...seconds(2, 30), ...seconds(1, 30))).toEqual(['text', 'text', 'motion']);
});

it('does not take a page that scrolls for one', () => {
  expect(new Set(watch(...seconds(2, 30), 1, ...seconds(2, 30), 0, 3))).toEqual(new Set(['text']));
});

it('waits before it takes a film that pauses for text', () => {
  const seen = watch(...seconds(3, 25), ...seconds(7, 0), ...seconds(1, 25), ...seconds(8, 2));
  expect(seen.slice(3, -1).every((profile) => profile === 'motion')).toBe(true);
  expect(seen.at(-1)).toBe('text');
});

it('stays with text where the browser does not tell', () => {
  const content = new ContentWatch();
  expect([content.look(undefined), content.look(30), content.look(undefined)]).toEqual(['text', 'text', 'text']);
});
