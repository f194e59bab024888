import type { TFunction } from 'i18next';
import type { PersonView } from '../../engine/model.js';

/** What is said of somebody without an account where others have one, wherever their name stands. */
export function guestWordsOf(t: TFunction, { guestMark }: Pick<PersonView, 'guestMark'>): string | undefined {
  if (guestMark === undefined) return undefined;
  return t(guestMark === 'guest' ? 'account.guest' : 'account.lookAlike');
}
