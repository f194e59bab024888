import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { changesOf, offsetMsOf, wallMsOf } from '#kernel';
import { cancelledOf, occurrencesOf, type PlannedOccurrence } from './occurrences.js';
import { rruleTextOf, startsOf } from './recurring.js';
import type { Schedule } from './schedule-records.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** What a calendar file is made for. `publish` is a download. Source: RFC 5546 section 1.4. */
export type CalendarUse = 'publish' | 'request' | 'cancel';

export interface CalendarFacts {
  readonly schedule: Schedule;
  readonly use: CalendarUse;
  readonly organiser: { readonly name: string; readonly email: string };
  readonly url: string;
  /** One meeting of the series alone, for who has the others in their calendar. */
  readonly only?: PlannedOccurrence | undefined;
}

const METHODS = {
  publish: ICalCalendarMethod.PUBLISH,
  request: ICalCalendarMethod.REQUEST,
  cancel: ICalCalendarMethod.CANCEL,
};

/** A calendar file of one meeting or series. Source: RFC 5545. */
export function calendarOf(facts: CalendarFacts): string {
  const { schedule, use, only } = facts;
  const calendar = ical({
    prodId: { company: 'Parley', product: 'Parley', language: 'EN' },
    method: METHODS[use],
    timezone: { name: null, generator: (zone) => zoneOf(zone, schedule) },
  });
  if (only === undefined) calendar.createEvent({ ...eventOf(facts, schedule), ...repeatingOf(schedule) });
  // The end of a series is the end of all its meetings.
  for (const one of only === undefined && use !== 'cancel' ? changedOf(schedule) : present(only)) {
    calendar.createEvent({ ...eventOf(facts, one), recurrenceId: inZone(one.originalStartsAtMs) });
  }
  return `${calendar.toString()}\r\n`;
}

function eventOf(
  { schedule, use, organiser, url }: CalendarFacts,
  { title, description, startsAtMs, durationMs }: Omit<PlannedOccurrence, 'originalStartsAtMs' | 'isChanged'>,
) {
  return {
    id: schedule.scheduleId,
    sequence: schedule.sequence,
    stamp: new Date(schedule.changedAtMs),
    start: inZone(startsAtMs),
    end: inZone(startsAtMs + durationMs),
    timezone: schedule.timeZone,
    summary: title,
    description: shownIn([description, url].filter((part) => part !== undefined && part !== '').join('\n\n')),
    location: url,
    url,
    organizer: { ...organiser, name: quotable(organiser.name) },
    status: use === 'cancel' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    attendees: schedule.invitees.map((email) => ({ email, rsvp: false })),
  };
}

/** The rule of a series, less the meetings that were cancelled. Source: RFC 5545 section 3.8.5.1. */
function repeatingOf({ recurrence, exceptions, timeZone }: Schedule) {
  if (recurrence === undefined) return {};
  const stamps = cancelledOf({ exceptions }).map((atMs) => stamp(wallMsOf(atMs, timeZone)));
  const left = stamps.length === 0 ? [] : [`EXDATE;TZID=${timeZone}:${stamps.join(',')}`];
  return { repeating: [rruleTextOf(recurrence), ...left].join('\n') };
}

function changedOf(schedule: Schedule): PlannedOccurrence[] {
  return occurrencesOf(schedule).filter(({ isChanged }) => isChanged);
}

function present<T>(one: T | undefined): T[] {
  return one === undefined ? [] : [one];
}

/** Control characters have no place in a calendar file, but for tabs and the ends of lines. Source: RFC 5545 section 3.1. */
function shownIn(text: string): string {
  return text.replaceAll(/[^\P{Cc}\t\r\n]/gu, '\uFFFD');
}

/** A name stands between quotation marks, and nothing can stand for one there. Source: RFC 5545 section 3.2. */
function quotable(name: string): string {
  return name.replaceAll('"', "'");
}

/** A moment in the form that the library can show in a zone; a plain `Date` it would show in the server's own. */
function inZone(atMs: number, zone = 'UTC') {
  return {
    isValid: true,
    zone: { type: 'iana' },
    setZone: (name?: string) => inZone(atMs, name?.toUpperCase() === 'UTC' ? 'UTC' : (name ?? 'UTC')),
    toFormat: (format: string) => {
      const [date, time] = stamp(wallMsOf(atMs, zone)).split('T');
      return (format === 'HHmmss' ? time : date) ?? '';
    },
    toJSDate: () => new Date(atMs),
    toJSON: () => new Date(atMs).toISOString(),
  };
}

/** Every offset of the zone from before the first meeting to after the last. Source: RFC 5545 section 3.6.5. */
function zoneOf(zone: string, schedule: Schedule): string {
  const starts = startsOf(schedule);
  const fromMs = Math.min(schedule.beginsAtMs, schedule.startsAtMs) - 370 * DAY_MS;
  const toMs = Math.max(schedule.endsAtMs, starts.at(-1) ?? 0) + DAY_MS;
  const changes = [fromMs, ...changesOf(zone, fromMs, toMs)];
  // Daylight saving is whatever is ahead of the least offset there is.
  const least = Math.min(...changes.map((atMs) => offsetMsOf(atMs, zone)));
  const parts = changes.map((atMs) => {
    const [from, to] = [offsetMsOf(atMs - MINUTE_MS, zone), offsetMsOf(atMs, zone)];
    const name = to > least ? 'DAYLIGHT' : 'STANDARD';
    const begins = stamp(atMs + from);
    return `BEGIN:${name}\r\nDTSTART:${begins}\r\nTZOFFSETFROM:${offset(from)}\r\nTZOFFSETTO:${offset(to)}\r\nEND:${name}`;
  });
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...parts, 'END:VTIMEZONE'].join('\r\n');
}

function stamp(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}

function offset(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / MINUTE_MS);
  const digits = (count: number) => String(count).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${digits(Math.floor(minutes / 60))}${digits(minutes % 60)}`;
}
