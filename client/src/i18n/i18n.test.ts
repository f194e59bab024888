import { expect, it } from '@jest/globals';
import { de } from './de.js';
import { en } from './en.js';
import { changeLanguage, createI18n, followLanguage } from './i18n.js';
import { pseudoRtl } from './pseudo-rtl.js';

/** "home.join" → text, for all texts. */
function flat(messages: object, path = ''): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === 'string') texts.set(path + key, value);
    else for (const [inner, text] of flat(value as object, `${path}${key}.`)) texts.set(inner, text);
  }
  return texts;
}

const placeholders = (text: string) => (text.match(/\{\{?[^}]+\}\}?/gu) ?? []).toSorted();

it.each([
  ['German', de],
  ['the pseudo locale', pseudoRtl],
])('%s has the keys of English, with the same placeholders', (_, messages) => {
  const english = flat(en);
  const other = flat(messages);
  expect([...other.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  for (const [key, text] of english) {
    expect([key, placeholders(other.get(key)!)]).toEqual([key, placeholders(text)]);
    expect(other.get(key)!.trim()).not.toBe('');
  }
});

it('shows German once it is asked for, and English again', async () => {
  const i18n = await createI18n('en');
  expect(i18n.hasResourceBundle('de', 'translation')).toBe(false);
  await changeLanguage(i18n, 'de');
  expect(i18n.t('home.join')).toBe(de.home.join);
  await changeLanguage(i18n, 'en');
  expect(i18n.t('home.join')).toBe(en.home.join);
});

it('keeps the language and the direction of the page in step', async () => {
  const i18n = await createI18n('de');
  const root = { lang: '', dir: '' } as HTMLElement;
  const stop = followLanguage(i18n, root);
  expect(root).toEqual({ lang: 'de', dir: 'ltr' });
  await changeLanguage(i18n, 'ar-XB');
  expect(root).toEqual({ lang: 'ar-XB', dir: 'rtl' });
  stop();
  await changeLanguage(i18n, 'en');
  expect(root).toEqual({ lang: 'ar-XB', dir: 'rtl' });
});
