import { describe, expect, it } from '@jest/globals';
import { OCCURRENCES_MAX_COUNT } from '#contracts';
import { rruleTextOf, startsOf, withOwnDay } from './recurring.js';

const HOUR_MS = 3_600_000;
const utc = (text: string) => Date.parse(`${text}Z`);
const weekly = { frequency: 'weekly', interval: 1, count: 3 } as const;

describe('a series', () => {
  it.each([
    ['Europe/Berlin', '2026-10-21T08:00', ['2026-10-21T08:00', '2026-10-28T09:00', '2026-11-04T09:00']],
    ['America/New_York', '2026-10-21T13:00', ['2026-10-21T13:00', '2026-10-28T13:00', '2026-11-04T14:00']],
    ['Asia/Kolkata', '2026-10-21T04:30', ['2026-10-21T04:30', '2026-10-28T04:30', '2026-11-04T04:30']],
    ['Australia/Lord_Howe', '2026-09-29T22:30', ['2026-09-29T22:30', '2026-10-06T22:00', '2026-10-13T22:00']],
    ['UTC', '2026-10-21T08:00', ['2026-10-21T08:00', '2026-10-28T08:00', '2026-11-04T08:00']],
  ])('keeps its time of day in %s', (timeZone, first, all) => {
    const times = { startsAtMs: utc(first), durationMs: HOUR_MS, timeZone, recurrence: weekly };
    expect(startsOf(times)).toEqual(all.map(utc));
  });

  it('on several days counts them all, its own day among them', () => {
    const startsAtMs = utc('2026-01-07T09:00'); // a Wednesday
    const recurrence = withOwnDay({ ...weekly, weekdays: ['mo', 'fr'] }, startsAtMs, 'UTC');
    expect(recurrence.weekdays).toEqual(['mo', 'we', 'fr']);
    expect(startsOf({ startsAtMs, durationMs: HOUR_MS, timeZone: 'UTC', recurrence })).toEqual(
      ['2026-01-07T09:00', '2026-01-09T09:00', '2026-01-12T09:00'].map(utc),
    );
  });

  it('knows its own day by the zone’s calendar, not by ours', () => {
    const recurrence = withOwnDay({ ...weekly, weekdays: ['mo'] }, utc('2026-01-07T23:30'), 'Asia/Tokyo');
    expect(recurrence.weekdays).toEqual(['mo', 'th']);
  });

  it('can end by a date, the zone’s own', () => {
    const times = { startsAtMs: utc('2026-10-21T22:30'), durationMs: HOUR_MS, timeZone: 'Europe/Berlin' };
    const until = (untilMs: number) => startsOf({ ...times, recurrence: { frequency: 'daily', interval: 1, untilMs } });
    // Clocks are set back on the 25th: what began at 22:30 UTC begins at 23:30.
    const all = ['2026-10-21T22:30', '2026-10-22T22:30', '2026-10-23T22:30', '2026-10-24T22:30', '2026-10-25T23:30'];
    expect(until(utc('2026-10-25T23:30'))).toEqual(all.map(utc));
    expect(until(utc('2026-10-25T23:29'))).toEqual(all.slice(0, 4).map(utc));
    expect(until(utc('2199-01-01T00:00'))).toHaveLength(OCCURRENCES_MAX_COUNT + 1);
    expect(rruleTextOf({ frequency: 'daily', interval: 1, untilMs: utc('2026-10-25T23:30') })).toBe(
      'RRULE:FREQ=DAILY;INTERVAL=1;UNTIL=20261025T233000Z',
    );
  });

  it('every month on the 31st leaves out the months without one', () => {
    const recurrence = { frequency: 'monthly', interval: 1, count: 3 } as const;
    const times = { startsAtMs: utc('2026-01-31T09:00'), durationMs: HOUR_MS, timeZone: 'UTC', recurrence };
    expect(startsOf(times)).toEqual(['2026-01-31T09:00', '2026-03-31T09:00', '2026-05-31T09:00'].map(utc));
  });
});
