import { I18nextProvider } from 'react-i18next';
import type { ReactElement } from 'react';
import { createI18n } from '../i18n/i18n.js';
import type { Language } from '../i18n/languages.js';

/** For tests: puts a component under a translator. */
export async function inLanguage(element: ReactElement, language: Language = 'en'): Promise<ReactElement> {
  return <I18nextProvider i18n={await createI18n(language)}>{element}</I18nextProvider>;
}
