import type { KeyValues } from '../storage.js';

const MARK_KEY = 'parley.signedIn';

/**
 * Whether this browser has a session's cookie, as far as it knows: no script can see the cookie itself. Without the mark, nobody
 * asks for a session in vain.
 */
export function wasSignedIn(storage: Pick<KeyValues, 'getItem'>): boolean {
  return storage.getItem(MARK_KEY) !== null;
}

export function markSignedIn(storage: KeyValues, isSignedIn: boolean): void {
  if (isSignedIn) storage.setItem(MARK_KEY, '1');
  else storage.removeItem(MARK_KEY);
}
