/** @jest-environment jsdom */
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { beforeEach, expect, it } from '@jest/globals';
import { THEME_KEY, ThemeChoice, type KeyValueStore } from './theme.js';

/** Storage as it is where cookies and site data are blocked. */
const blocked: KeyValueStore = {
  getItem: () => {
    throw new Error('blocked');
  },
  setItem: () => {
    throw new Error('blocked');
  },
  removeItem: () => {
    throw new Error('blocked');
  },
};

const shown = () => document.documentElement.getAttribute('data-theme');
const frameColors = () =>
  [...document.querySelectorAll('meta[name="theme-color"]')].map((meta) => meta.getAttribute('content'));

beforeEach(() => {
  localStorage.clear();
  document.documentElement.removeAttribute('data-theme');
  document.head.innerHTML = `
    <meta name="theme-color" content="#f6f8f7" media="(prefers-color-scheme: light)">
    <meta name="theme-color" content="#0f1416" media="(prefers-color-scheme: dark)">`;
});

it('follows the device until something is chosen', () => {
  const choice = new ThemeChoice(localStorage, document);
  expect([choice.theme.get(), shown()]).toEqual(['system', null]);
});

it('shows a choice at once, tells who watches, and remembers it', () => {
  const choice = new ThemeChoice(localStorage, document);
  const told: string[] = [];
  choice.theme.watch(() => told.push(choice.theme.get()));

  choice.choose('dark');

  expect([shown(), told]).toEqual(['dark', ['dark']]);
  expect(frameColors()).toEqual(['#0f1416', '#0f1416']);
  expect(new ThemeChoice(localStorage, document).theme.get()).toBe('dark');
});

it('goes back to the device and forgets', () => {
  const choice = new ThemeChoice(localStorage, document);
  choice.choose('dark');
  choice.choose('system');
  expect([shown(), localStorage.getItem(THEME_KEY)]).toEqual([null, null]);
  expect(frameColors()).toEqual(['#f6f8f7', '#0f1416']);
});

it('takes a stored value it does not know for none', () => {
  localStorage.setItem(THEME_KEY, 'sepia');
  expect(new ThemeChoice(localStorage, document).theme.get()).toBe('system');
});

it('works for this visit where storage is blocked', () => {
  const choice = new ThemeChoice(blocked, document);
  choice.choose('light');
  expect(shown()).toBe('light');
});

it('is shown before the first paint by the early script', () => {
  const early = readFileSync(new URL('../../public/theme-early.js', import.meta.url), 'utf8');
  new ThemeChoice(localStorage, document).choose('dark');
  document.documentElement.removeAttribute('data-theme');

  const contrast = Object.assign(new EventTarget(), { matches: true });
  runInNewContext(early, { document, localStorage, matchMedia: () => contrast });

  expect(shown()).toBe('dark');
  expect(document.documentElement.dataset['contrast']).toBe('more');
  contrast.matches = false;
  contrast.dispatchEvent(new Event('change'));
  expect(document.documentElement.dataset['contrast']).toBe('normal');
});
