import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.js';
import { DEFAULT_LANGUAGE, type Language } from './languages.js';
import type { Messages } from './messages.js';

const NAMESPACE = 'translation';

/** English comes with the page; every other language is a file of its own, fetched when it is needed. */
const LOADERS: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Messages>>> = {
  de: async () => (await import('./de.js')).de,
  'ar-XB': async () => (await import('./pseudo-rtl.js')).pseudoRtl,
};

/** Makes the page's one translator. English stands in for a language that could not be fetched. */
export async function createI18n(language: Language): Promise<i18n> {
  const instance = createInstance();
  await instance.use(initReactI18next).init({
    lng: DEFAULT_LANGUAGE,
    fallbackLng: DEFAULT_LANGUAGE,
    resources: { en: { [NAMESPACE]: en } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await changeLanguage(instance, language);
  return instance;
}

/** Fetches the language if need be and shows it. Keeps the language shown when the fetch fails. Safe to repeat. */
export async function changeLanguage(instance: i18n, language: Language): Promise<void> {
  if (language !== 'en' && !instance.hasResourceBundle(language, NAMESPACE)) {
    const messages = await LOADERS[language]().catch(() => undefined);
    if (messages === undefined) return;
    instance.addResourceBundle(language, NAMESPACE, messages);
  }
  await instance.changeLanguage(language);
}

/** Keeps `lang` and `dir` of the page in step with what is shown. Returns the function that stops it. */
export function followLanguage(instance: i18n, root: HTMLElement): () => void {
  const follow = () => {
    root.lang = instance.language;
    root.dir = instance.dir();
  };
  follow();
  instance.on('languageChanged', follow);
  return () => instance.off('languageChanged', follow);
}
