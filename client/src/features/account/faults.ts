import { DisplayName, Email, ACCOUNT_PASSWORD_MAX_UNITS, ACCOUNT_PASSWORD_MIN_CHARACTERS } from '#contracts';

export type PasswordFault = 'passwordShort' | 'passwordLong';

/** What is wrong with a new password; undefined when nothing is. Whether it is easily guessed, the server knows. */
export function passwordFaultOf(password: string): PasswordFault | undefined {
  if ([...password].length < ACCOUNT_PASSWORD_MIN_CHARACTERS) return 'passwordShort';
  return password.length > ACCOUNT_PASSWORD_MAX_UNITS ? 'passwordLong' : undefined;
}

export function isEmail(typed: string): boolean {
  return Email.safeParse(typed.trim()).success;
}

export function isName(typed: string): boolean {
  return DisplayName.safeParse(typed).success;
}
