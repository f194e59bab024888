import { z } from 'zod';

/** What can be wrong with a field. */
export const FIELD_ISSUES = [
  'missing',
  'kind',
  'short',
  'long',
  'small',
  'large',
  'few',
  'many',
  'form',
  'choice',
  'unknown',
  'guessable',
  'past',
  'early',
  'other',
] as const;

/** The first thing that does not fit, in a form that a page can put into its own language. */
export const FieldIssue = z.strictObject({
  /** Names and numbers with dots between them; `input` for the whole. */
  field: z.string().max(128),
  issue: z.enum(FIELD_ISSUES),
  /** What must not be undercut or passed: characters of a text, items of a list, or a number itself. */
  limit: z.number().exactOptional(),
});
export type FieldIssue = z.output<typeof FieldIssue>;
type Kind = FieldIssue['issue'];

const TOO_SMALL: Readonly<Record<string, Kind>> = { string: 'short', array: 'few' };
const TOO_BIG: Readonly<Record<string, Kind>> = { string: 'long', array: 'many' };

/** Of an error that was made with `reportInput`, by which what is missing is told from what is of the wrong kind. */
export function fieldIssueOf({ issues: [first] }: z.ZodError): FieldIssue {
  const field = first === undefined || first.path.length === 0 ? 'input' : first.path.map(String).join('.');
  return { field: field.slice(0, 128), ...kindOf(first) };
}

const BY_CODE: Readonly<Record<string, Kind>> = {
  invalid_format: 'form',
  invalid_value: 'choice',
  unrecognized_keys: 'unknown',
};

function kindOf(issue: z.core.$ZodIssue | undefined): Omit<FieldIssue, 'field'> {
  if (issue?.code === 'too_small') return { issue: TOO_SMALL[issue.origin] ?? 'small', limit: Number(issue.minimum) };
  if (issue?.code === 'too_big') return { issue: TOO_BIG[issue.origin] ?? 'large', limit: Number(issue.maximum) };
  if (issue?.code === 'invalid_type') return { issue: issue.input === undefined ? 'missing' : 'kind' };
  return { issue: BY_CODE[issue?.code ?? ''] ?? 'other' };
}
