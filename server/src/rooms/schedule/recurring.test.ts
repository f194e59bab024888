import { describe, expect, it } from '@jest/globals';
import { startsOf, withOwnDay } from './recurring.js';
import { atMsOf, changesOf, isZone, wallMsOf } from './zone.js';

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

  it('every month on the 31st leaves out the months without one', () => {
    const recurrence = { frequency: 'monthly', interval: 1, count: 3 } as const;
    const times = { startsAtMs: utc('2026-01-31T09:00'), durationMs: HOUR_MS, timeZone: 'UTC', recurrence };
    expect(startsOf(times)).toEqual(['2026-01-31T09:00', '2026-03-31T09:00', '2026-05-31T09:00'].map(utc));
  });
});

describe('a clock on the wall', () => {
  it('that is set forward skips an hour, which is read as before', () => {
    expect(atMsOf(utc('2026-03-29T02:30'), 'Europe/Berlin')).toBe(utc('2026-03-29T01:30'));
  });

  it('that is set back shows an hour twice, of which the first counts', () => {
    expect(atMsOf(utc('2026-10-25T02:30'), 'Europe/Berlin')).toBe(utc('2026-10-25T00:30'));
  });

  it.each(['Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia', 'UTC'])(
    'can be read in %s',
    (zone) => {
      for (let atMs = utc('2026-01-01T00:00'); atMs < utc('2027-01-01T00:00'); atMs += 7.3 * HOUR_MS) {
        const wholeMs = Math.floor(atMs / 60_000) * 60_000;
        expect(wallMsOf(atMsOf(wallMsOf(wholeMs, zone), zone), zone)).toBe(wallMsOf(wholeMs, zone));
      }
    },
  );

  it('is set twice a year, to the minute', () => {
    expect(changesOf('Europe/Berlin', utc('2026-01-01T00:00'), utc('2026-12-31T00:00'))).toEqual(
      ['2026-03-29T01:00', '2026-10-25T01:00'].map(utc),
    );
    expect(changesOf('UTC', utc('2026-01-01T00:00'), utc('2026-12-31T00:00'))).toEqual([]);
  });
});

it('knows which zones there are', () => {
  expect(['Europe/Berlin', 'UTC', 'Mars/Olympus', 'x'].map(isZone)).toEqual([true, true, false, false]);
});
