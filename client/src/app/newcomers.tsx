import type { ReactNode } from 'react';
import type { AccountActions } from '../features/account/account-actions.js';
import { GuestRooms } from '../features/account/guest-rooms.js';

type Account = Pick<AccountActions, 'guestRooms' | 'claim' | 'forgetGuestRoom'>;

/** Draws what was opened here before its owner signed in, where rooms stand. */
export function newcomersFrom(account: Account): (onKept: () => void) => ReactNode {
  return (onKept) => <GuestRooms account={account} onKept={onKept} />;
}
