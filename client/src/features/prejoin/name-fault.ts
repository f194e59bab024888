import { DisplayName } from '#contracts';

/** What is wrong with a name, in the terms a person can act on. */
export type NameFault = 'empty' | 'tooLong' | 'invalid';

/** Undefined for a name that the meeting will take. */
export function nameFaultOf(name: string): NameFault | undefined {
  if (name.trim() === '') return 'empty';
  const parsed = DisplayName.safeParse(name);
  if (parsed.success) return undefined;
  return parsed.error.issues.some(({ code }) => code === 'too_big') ? 'tooLong' : 'invalid';
}
