import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { AVATAR_HUE_COUNT, hueIndexOf, initialsOf } from './avatar-look.js';

it.each([
  ['Ada Lovelace', 'AL'],
  ['Ada King Lovelace', 'AL'],
  ['ada', 'A'],
  ['  Ada   Lovelace  ', 'AL'],
  ["Sean O'Neill", 'SO'],
  ['Jean-Luc Picard', 'JP'],
  ['Márta Kovács', 'MK'],
  ['E\u0301va', 'É'],
  ['李雷', '李'],
  ['👩‍💻 Dev', '👩‍💻D'],
  ['Ada (she/her)', 'AS'],
])('takes the initials of %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

it.each(['', '   ', '…', '()'])('finds none in %j', (name) => {
  expect(initialsOf(name)).toBeUndefined();
});

it('gives one id one colour, and many ids all colours', () => {
  expect(hueIndexOf('0198c0de')).toBe(hueIndexOf('0198c0de'));
  const hues = new Set(Array.from({ length: 500 }, (_, at) => hueIndexOf(`person ${at}`)));
  expect(hues.size).toBe(AVATAR_HUE_COUNT);
});

/** Relative luminance. Source: WCAG 2.2, "relative luminance". */
function luminanceOf(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

it('has a colour for every hue, each dark enough for white letters', () => {
  const css = readFileSync(new URL('avatar.module.css', import.meta.url), 'utf8');
  const fills = [...css.matchAll(/data-hue='(\d+)'\] \{\s*--avatar-fill: (#[0-9a-f]{6});/gu)];
  expect(fills.map(([, hue]) => Number(hue))).toEqual(Array.from({ length: AVATAR_HUE_COUNT }, (_, at) => at));
  for (const [, , color] of fills) expect(1.05 / (luminanceOf(color!) + 0.05)).toBeGreaterThanOrEqual(4.5);
});
