import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { changesOf, offsetMsOf, wallMsOf } from '#kernel';
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
}

const METHODS = {
  publish: ICalCalendarMethod.PUBLISH,
  request: ICalCalendarMethod.REQUEST,
  cancel: ICalCalendarMethod.CANCEL,
};

/** A calendar file of one meeting or series. Source: RFC 5545. */
export function calendarOf({ schedule, use, organiser, url }: CalendarFacts): string {
  const { timeZone, startsAtMs, durationMs, recurrence, title, description } = schedule;
  const calendar = ical({
    prodId: { company: 'Parley', product: 'Parley', language: 'EN' },
    method: METHODS[use],
    timezone: { name: null, generator: (zone) => zoneOf(zone, schedule) },
  });
  calendar.createEvent({
    id: schedule.scheduleId,
    sequence: schedule.sequence,
    stamp: new Date(schedule.changedAtMs),
    start: inZone(startsAtMs),
    end: inZone(startsAtMs + durationMs),
    timezone: timeZone,
    summary: title,
    description: shownIn([description, url].filter((part) => part !== undefined && part !== '').join('\n\n')),
    location: url,
    url,
    organizer: { ...organiser, name: quotable(organiser.name) },
    status: use === 'cancel' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    attendees: schedule.invitees.map((email) => ({ email, rsvp: false })),
    ...(recurrence !== undefined && { repeating: rruleTextOf(recurrence) }),
  });
  return `${calendar.toString()}\r\n`;
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
  const fromMs = (starts[0] ?? 0) - 370 * DAY_MS;
  const toMs = (starts.at(-1) ?? 0) + schedule.durationMs + DAY_MS;
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
