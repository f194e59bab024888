import type { TFunction } from 'i18next';
import type { FieldIssue } from '#contracts';
import { enFaults } from '../../i18n/en-faults.js';

type Field = keyof typeof enFaults.faults.fields;

/** What is wrong with what was entered, in the language of the page; '' when the server did not say. */
export function faultWords(t: TFunction, issue: FieldIssue | undefined): string {
  if (issue === undefined) return '';
  const why = t(`faults.${issue.issue}`, { limit: issue.limit ?? 0 });
  return t('faults.told', { field: t(`faults.fields.${fieldOf(issue)}`), why });
}

/** The innermost name that people know: `recurrence.count` is a count, `invitees.3` is one of the invitees. */
function fieldOf({ field }: FieldIssue): Field {
  const known = field.split('.').filter((name): name is Field => Object.hasOwn(enFaults.faults.fields, name));
  return known.at(-1) ?? 'input';
}
