import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { InvalidInput, parseInput } from './errors.js';
import { RegisterRequest, ScheduleRequest } from './rest/index.js';

function issueOf(schema: z.ZodType, raw: unknown) {
  try {
    parseInput(schema, raw);
  } catch (thrown) {
    if (thrown instanceof InvalidInput) return thrown.issue;
    throw thrown;
  }
  return undefined;
}

const account = { email: 'ada@example.org', password: 'three words together', name: 'Ada' };
const meeting = { title: 'Talk', startsAtMs: 1, durationMs: 3_600_000, timeZone: 'UTC' };
const series = { frequency: 'weekly', interval: 1, count: 2 };

describe('what is wrong with a field', () => {
  it.each([
    [RegisterRequest, { ...account, name: undefined }, { field: 'name', issue: 'missing' }],
    [RegisterRequest, { ...account, name: 7 }, { field: 'name', issue: 'kind' }],
    [RegisterRequest, { ...account, name: '' }, { field: 'name', issue: 'short', limit: 1 }],
    [RegisterRequest, { ...account, email: 'ada' }, { field: 'email', issue: 'form' }],
    [RegisterRequest, { ...account, admin: true }, { field: 'input', issue: 'unknown' }],
    [ScheduleRequest, { ...meeting, durationMs: 1 }, { field: 'durationMs', issue: 'small', limit: 300_000 }],
    [ScheduleRequest, { ...meeting, invitees: ['x'] }, { field: 'invitees.0', issue: 'form' }],
    [
      ScheduleRequest,
      { ...meeting, recurrence: { ...series, count: 400 } },
      { field: 'recurrence.count', issue: 'large', limit: 366 },
    ],
    [
      ScheduleRequest,
      { ...meeting, recurrence: { ...series, frequency: 'hourly' } },
      { field: 'recurrence.frequency', issue: 'choice' },
    ],
    [
      ScheduleRequest,
      { ...meeting, recurrence: { frequency: 'daily', interval: 1 } },
      { field: 'recurrence', issue: 'other' },
    ],
    [RegisterRequest, undefined, { field: 'input', issue: 'missing' }],
  ])('is told without words, case %#', (schema, raw, issue) => {
    expect(issueOf(schema, raw)).toEqual(issue);
  });
});
