import { z } from 'zod';
import { AccountId, AvatarId, IdentityId } from '../ids.js';
import { AvatarUrl, DisplayName } from '../signalling/participant.js';
import { AtMs, Email, MailedToken } from './common.js';
import { AccessToken } from './guests.js';
import { unitsAtMost } from '../text.js';

/** Shortest password, in code points, for one that stands alone. Source: NIST SP 800-63B-4 section 3.1.1.2. */
export const ACCOUNT_PASSWORD_MIN_CHARACTERS = 15;
/** NIST asks for at least 64 to be let through. */
export const ACCOUNT_PASSWORD_MAX_UNITS = 256;

/** A password somebody wants to have. No rules of composition; what is easily guessed is refused by the server. */
export const NewPassword = z
  .string()
  .min(ACCOUNT_PASSWORD_MIN_CHARACTERS, `needs at least ${ACCOUNT_PASSWORD_MIN_CHARACTERS} characters`)
  .max(ACCOUNT_PASSWORD_MAX_UNITS, `may have at most ${ACCOUNT_PASSWORD_MAX_UNITS} characters`)
  .check(unitsAtMost(ACCOUNT_PASSWORD_MAX_UNITS));

/** A password as somebody claims it to be. */
export const ShownPassword = z
  .string()
  .min(1)
  .max(ACCOUNT_PASSWORD_MAX_UNITS)
  .check(unitsAtMost(ACCOUNT_PASSWORD_MAX_UNITS));

/** A language's tag, such as `en` or `de-AT`. Source: RFC 5646. */
export const Language = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'is no language tag');

/** Largest picture that may be uploaded, in bytes. */
export const AVATAR_MAX_BYTES = 4 * 1024 * 1024;

/** Somebody's own account, as they see it. */
export const AccountView = z.strictObject({
  accountId: AccountId,
  email: Email,
  name: DisplayName,
  language: Language.exactOptional(),
  /** Within this server; absent while they have no picture. */
  avatarUrl: AvatarUrl.exactOptional(),
  /** False for somebody who only signs in with the operator's provider. */
  hasPassword: z.boolean(),
  createdAtMs: AtMs,
});
export type AccountView = z.output<typeof AccountView>;

/** Signed in. `token` is used like a guest's; the refresh token travels in a cookie that no script can read. */
export const SessionIssued = z.strictObject({
  identityId: IdentityId,
  token: AccessToken,
  expiresAtMs: AtMs,
  account: AccountView,
});
export type SessionIssued = z.output<typeof SessionIssued>;

/** `POST /accounts`. */
export const RegisterRequest = z.strictObject({
  email: Email,
  password: NewPassword,
  name: DisplayName,
  language: Language.exactOptional(),
});

/** `POST /accounts/confirm`: what the link in the mail led to. */
export const ConfirmRequest = z.strictObject({ token: MailedToken });

/** `POST /password-resets`. */
export const ResetRequest = z.strictObject({ email: Email, language: Language.exactOptional() });

/** `POST /password-resets/finish`. */
export const ResetFinishRequest = z.strictObject({ token: MailedToken, password: NewPassword });

/** `PATCH /account`. What is left out stays. */
export const AccountChange = z.strictObject({
  name: DisplayName.exactOptional(),
  language: Language.exactOptional(),
});
export type AccountChange = z.output<typeof AccountChange>;

/** `PUT /account/password`. `current` is left out by somebody who has none yet. */
export const PasswordChange = z.strictObject({ current: ShownPassword.exactOptional(), password: NewPassword });

/** `PUT /account/avatar`. */
export const AvatarStored = z.strictObject({ avatarId: AvatarId, avatarUrl: AvatarUrl });
export type AvatarStored = z.output<typeof AvatarStored>;

/** `POST /rooms/{roomId}/claim`: the token of the guest who opened the room on this device. */
export const ClaimRequest = z.strictObject({ guestToken: AccessToken });
