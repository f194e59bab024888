import { DisplayName, Email, NewPassword } from '#contracts';

export type PasswordFault = 'passwordShort' | 'passwordLong';

/** What is wrong with a new password; undefined when nothing is. Whether it is easily guessed, the server knows. */
export function passwordFaultOf(password: string): PasswordFault | undefined {
  const code = NewPassword.safeParse(password).error?.issues[0]?.code;
  if (code === undefined) return undefined;
  return code === 'too_small' ? 'passwordShort' : 'passwordLong';
}

export function isEmail(typed: string): boolean {
  return Email.safeParse(typed.trim()).success;
}

export function isName(typed: string): boolean {
  return DisplayName.safeParse(typed).success;
}
