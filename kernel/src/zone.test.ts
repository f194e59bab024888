import { describe, expect, it } from '@jest/globals';
import { atMsOf, changesOf, isZone, wallMsOf } from './zone.js';

const HOUR_MS = 3_600_000;
const utc = (text: string) => Date.parse(`${text}Z`);

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
