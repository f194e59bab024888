import type { AccountApi } from '../../engine/account/account-api.js';

/** What the account pages ask of the server. */
export type AccountActions = Pick<
  AccountApi,
  | 'state'
  | 'load'
  | 'options'
  | 'register'
  | 'confirm'
  | 'signIn'
  | 'signOut'
  | 'signOutEverywhere'
  | 'beginReset'
  | 'finishReset'
  | 'change'
  | 'changePassword'
  | 'sessions'
  | 'endSession'
  | 'beginWithProvider'
  | 'finishWithProvider'
  | 'setAvatar'
  | 'removeAvatar'
  | 'guestRooms'
  | 'claim'
  | 'forgetGuestRoom'
>;
