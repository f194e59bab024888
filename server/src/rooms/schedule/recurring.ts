// Its build for Node.js is CommonJS whose names Node.js cannot see; the linter reads the one for bundlers.
// oxlint-disable-next-line import/default
import rrule from 'rrule';
import { OCCURRENCES_MAX_COUNT, type Recurrence, type Weekday } from '#contracts';
import { atMsOf, wallMsOf } from '#kernel';

// oxlint-disable-next-line import/no-named-as-default-member
const { RRule } = rrule;
const FREQUENCY = { daily: RRule.DAILY, weekly: RRule.WEEKLY, monthly: RRule.MONTHLY };
const DAYS = { mo: RRule.MO, tu: RRule.TU, we: RRule.WE, th: RRule.TH, fr: RRule.FR, sa: RRule.SA, su: RRule.SU };
/** As `Date.getUTCDay` counts. */
const WEEK: readonly Weekday[] = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];

/** When a meeting or a series takes place. */
export interface Times {
  readonly startsAtMs: number;
  readonly durationMs: number;
  readonly timeZone: string;
  readonly recurrence: Recurrence | undefined;
}

/**
 * When each meeting begins, in order; a series keeps its time of day however the zone's clocks are set. At most one more than
 * a series may have, by which one without a fit end is known.
 */
export function startsOf({ startsAtMs, timeZone, recurrence }: Times): number[] {
  if (recurrence === undefined) return [startsAtMs];
  const wall = new Date(wallMsOf(startsAtMs, timeZone));
  // Within the milliseconds of the first one, which the zone's clocks do not show.
  const restMs = startsAtMs % 1_000;
  return ruleOf(recurrence, wall, timeZone)
    .all((_, index) => index <= OCCURRENCES_MAX_COUNT)
    .map((at) => atMsOf(at.getTime(), timeZone) + restMs);
}

/** The days of a weekly series with the first meeting's own day, which always takes place. */
export function withOwnDay(recurrence: Recurrence, startsAtMs: number, timeZone: string): Recurrence {
  if (recurrence.weekdays === undefined) return recurrence;
  const own = WEEK[new Date(wallMsOf(startsAtMs, timeZone)).getUTCDay()] ?? 'mo';
  return { ...recurrence, weekdays: WEEK.filter((day) => day === own || recurrence.weekdays?.includes(day)) };
}

/** As it stands in a calendar file. Source: RFC 5545 section 3.3.10. */
export function rruleTextOf({ frequency, interval, weekdays, count, untilMs }: Recurrence): string {
  const days = weekdays === undefined ? '' : `;BYDAY=${weekdays.map((day) => day.toUpperCase()).join(',')}`;
  const end = untilMs === undefined ? `COUNT=${count}` : `UNTIL=${utcStamp(untilMs)}`;
  return `RRULE:FREQ=${frequency.toUpperCase()};INTERVAL=${interval};${end}${days}`;
}

/** Where the start has a zone, the end is in UTC. Source: RFC 5545 section 3.3.10, UNTIL. */
function utcStamp(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

function ruleOf({ frequency, interval, weekdays, count, untilMs }: Recurrence, dtstart: Date, timeZone: string) {
  return new RRule({
    freq: FREQUENCY[frequency],
    interval,
    dtstart,
    ...(weekdays && { byweekday: weekdays.map((day) => DAYS[day]) }),
    ...(count !== undefined && { count }),
    ...(untilMs !== undefined && { until: new Date(wallMsOf(untilMs, timeZone)) }),
  });
}
