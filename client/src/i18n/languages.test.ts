import { expect, it } from '@jest/globals';
import { chooseLanguage } from './languages.js';

const wishes = { search: '', stored: undefined, browser: [] };

it.each([
  ['English when nobody asks', wishes, 'en'],
  ['what the browser asks for first, of what there is', { ...wishes, browser: ['fr-FR', 'de-AT', 'en-GB'] }, 'de'],
  ['what was chosen before, over the browser', { ...wishes, stored: 'en', browser: ['de'] }, 'en'],
  ['what the address forces, over all', { search: '?lang=de', stored: 'en', browser: ['en'] }, 'de'],
  [
    'the next wish when the address asks for something unknown',
    { search: '?lang=xx', stored: 'de', browser: [] },
    'de',
  ],
  ['the pseudo locale from the address', { ...wishes, search: '?x=1&lang=ar-xb' }, 'ar-XB'],
  ['no pseudo locale from storage or browser', { search: '', stored: 'ar-XB', browser: ['ar'] }, 'en'],
])('chooses %s', (_, from, expected) => {
  expect(chooseLanguage(from)).toBe(expected);
});
