import type { ChosenLanguage } from '../i18n/languages.js';
import type { KeyValueStore } from './theme.js';

const LANGUAGE_KEY = 'parley.language';

/** What was chosen on an earlier visit; it may name a language that we do not have any more. */
export function storedLanguage(storage: KeyValueStore): string | undefined {
  try {
    return storage.getItem(LANGUAGE_KEY) ?? undefined;
  } catch {
    return undefined; // Storage is blocked.
  }
}

export function storeLanguage(storage: KeyValueStore, language: ChosenLanguage): void {
  try {
    storage.setItem(LANGUAGE_KEY, language);
  } catch {
    // Storage is blocked or full; the choice holds for this visit.
  }
}
