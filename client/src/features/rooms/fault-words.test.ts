import { expect, it } from '@jest/globals';
import { createI18n } from '../../i18n/i18n.js';
import { faultWords } from './fault-words.js';

it('is said in the language of the page, by the innermost field that people know', async () => {
  const { t } = await createI18n('de');
  expect(faultWords(t, { field: 'recurrence.count', issue: 'missing' })).toBe('Anzahl der Termine: Das fehlt.');
  expect(faultWords(t, { field: 'invitees', issue: 'many', limit: 100 })).toBe(
    'Eingeladene: Es dürfen höchstens 100 sein.',
  );
  expect(faultWords(t, { field: 'toString', issue: 'other' })).toBe('Die Eingabe: Das passt nicht.');
  expect(faultWords(t, undefined)).toBe('');
});
