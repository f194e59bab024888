import { describe, expect, it } from '@jest/globals';
import {
  cancelledOf,
  carriedOver,
  extentOf,
  occurrencesOf,
  withException,
  type Exception,
  type Series,
} from './occurrences.js';

const HOUR_MS = 3_600_000;
const utc = (text: string) => Date.parse(`${text}Z`);
const [first, second, third] = ['2031-03-26T08:00', '2031-04-02T07:00', '2031-04-09T07:00'].map(utc) as [
  number,
  number,
  number,
];

const series = (exceptions: readonly Exception[] = []): Series => ({
  title: 'Stand-up',
  description: undefined,
  startsAtMs: first,
  durationMs: HOUR_MS,
  timeZone: 'Europe/Berlin',
  recurrence: { frequency: 'weekly', interval: 1, count: 3 },
  exceptions,
});

const startsOf = (one: Series) => occurrencesOf(one).map(({ startsAtMs }) => startsAtMs);

describe('a series', () => {
  it('takes place without what was cancelled, and elsewhere where it was moved', () => {
    const moved = first - 5 * HOUR_MS;
    const changed = series([
      { originalStartsAtMs: second, change: 'cancelled' },
      { originalStartsAtMs: third, change: { startsAtMs: moved, title: 'Early' } },
    ]);
    expect(occurrencesOf(changed)).toMatchObject([
      { originalStartsAtMs: first, title: 'Stand-up', isChanged: false },
      { originalStartsAtMs: third, title: 'Early', startsAtMs: moved, durationMs: HOUR_MS, isChanged: true },
    ]);
    expect(extentOf(changed)).toEqual({ beginsAtMs: moved, endsAtMs: first + HOUR_MS });
  });

  it('of which all is cancelled takes place never', () => {
    const cancelled = [first, second, third].map((at) => ({ originalStartsAtMs: at, change: 'cancelled' as const }));
    expect(extentOf(series(cancelled))).toBeUndefined();
  });

  it('knows what was cancelled of it, in its order', () => {
    const out = [third, first].map((at) => ({ originalStartsAtMs: at, change: 'cancelled' as const }));
    expect(cancelledOf(series([...out, { originalStartsAtMs: second, change: { title: 'Early' } }]))).toEqual([
      first,
      third,
    ]);
  });

  it('forgets a change that makes a meeting like the others again', () => {
    const moved = series(
      withException(series(), { originalStartsAtMs: second, change: { startsAtMs: third, durationMs: HOUR_MS } }),
    );
    expect(moved.exceptions).toEqual([{ originalStartsAtMs: second, change: { startsAtMs: third } }]);
    const named = withException(moved, { originalStartsAtMs: second, change: { title: 'Other' } });
    expect(named).toEqual([{ originalStartsAtMs: second, change: { startsAtMs: third, title: 'Other' } }]);
    expect(withException(moved, { originalStartsAtMs: second, change: { startsAtMs: second } })).toEqual([]);
  });
});

describe('when a series changes', () => {
  const exceptions: Exception[] = [{ originalStartsAtMs: second, change: 'cancelled' }];
  const later = (change: Partial<Series>) => ({ ...series(), ...change });

  it('its time of day, what was cancelled stays so', () => {
    const after = later({ startsAtMs: first + 2 * HOUR_MS });
    expect(startsOf({ ...after, exceptions: carriedOver(exceptions, series(), after) })).toEqual([
      first + 2 * HOUR_MS,
      third + 2 * HOUR_MS,
    ]);
  });

  it('its day of the week, or is none any more, nothing is left of it', () => {
    const weekend = later({ startsAtMs: first + 72 * HOUR_MS });
    expect(carriedOver(exceptions, series(), weekend)).toEqual([]);
    expect(carriedOver(exceptions, series(), later({ startsAtMs: second, recurrence: undefined }))).toEqual([]);
  });
});
