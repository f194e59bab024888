/** The languages a person may choose, each named in itself. */
export const LANGUAGE_NAMES = { en: 'English', de: 'Deutsch' } as const;

/** English letters in right-to-left order, to see whether a page holds up. Only `?lang=ar-XB` leads to it. */
export const PSEUDO_RTL = 'ar-XB';

export type ChosenLanguage = keyof typeof LANGUAGE_NAMES;
export type Language = ChosenLanguage | typeof PSEUDO_RTL;

export const CHOSEN_LANGUAGES = Object.keys(LANGUAGE_NAMES) as readonly ChosenLanguage[];
export const DEFAULT_LANGUAGE = 'en' satisfies ChosenLanguage;

/** Where to look, first to last. */
export interface LanguageWishes {
  /** The page's query string; `?lang=` there forces a language for this visit. */
  readonly search: string;
  /** What was chosen on an earlier visit. */
  readonly stored: string | undefined;
  /** What the browser asks for, best first. */
  readonly browser: readonly string[];
}

export function chooseLanguage({ search, stored, browser }: LanguageWishes): Language {
  const forced = new URLSearchParams(search).get('lang');
  if (forced?.toLowerCase() === PSEUDO_RTL.toLowerCase()) return PSEUDO_RTL;
  for (const wish of [forced, stored, ...browser]) {
    const known = CHOSEN_LANGUAGES.find((language) => language === primaryOf(wish));
    if (known !== undefined) return known;
  }
  return DEFAULT_LANGUAGE;
}

/** "de-AT" → "de". */
function primaryOf(tag: string | null | undefined): string | undefined {
  return tag?.toLowerCase().split('-')[0];
}
