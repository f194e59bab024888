import {
  DESCRIPTION_MAX_UNITS,
  Email,
  INVITEES_MAX_COUNT,
  OCCURRENCES_MAX_COUNT,
  RoomTitle,
  type OccurrenceChange,
  type Recurrence,
  type RoomId,
  type ScheduleChange,
  type ScheduledMeeting,
  type ScheduleRequest,
  type Weekday,
} from '#contracts';
import { atMsOf, wallMsOf } from '#kernel';

export const WEEK: readonly Weekday[] = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];
export const INTERVAL_MAX_COUNT = 52;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Monday the 5th of January 1970, so that days of the week can be counted from it. */
const A_MONDAY_MS = 4 * 24 * HOUR_MS;

export type Repeat = 'never' | Recurrence['frequency'];

/** What the form shows, as it was typed. Date and time are of a clock on the wall in `timeZone`. */
export interface ScheduleDraft {
  /** Undefined for a room of the meeting's own, which is opened with it. */
  readonly roomId: RoomId | undefined;
  readonly title: string;
  readonly description: string;
  /** As in `2031-03-26`. */
  readonly date: string;
  /** As in `09:30`. */
  readonly time: string;
  readonly durationMs: number;
  readonly timeZone: string;
  readonly repeat: Repeat;
  readonly interval: string;
  /** Besides the first meeting's own day. */
  readonly weekdays: readonly Weekday[];
  readonly ends: 'count' | 'until';
  readonly count: string;
  /** The last day, as in `date`. */
  readonly until: string;
  /** Addresses with commas, semicolons, blanks or line ends between them. */
  readonly invitees: string;
}

/** A field, and what is wrong with what stands in it. */
export interface ScheduleFaults {
  readonly title?: 'invalid';
  readonly date?: 'invalid' | 'past';
  readonly time?: 'invalid';
  readonly interval?: 'invalid';
  readonly count?: 'invalid';
  readonly until?: 'invalid' | 'early';
  readonly description?: 'long';
  /** The first address that is none; '' when there are too many. */
  readonly invitees?: string;
}

/** What every part of the form is given. */
export interface FieldsProps {
  readonly draft: ScheduleDraft;
  /** Empty until somebody has tried to save. */
  readonly faults: ScheduleFaults;
  readonly onChange: (draft: ScheduleDraft) => void;
}

interface Beginning {
  readonly nowMs: number;
  readonly timeZone: string;
  readonly room?: { readonly roomId: RoomId; readonly title?: string | undefined } | undefined;
}

/** Begins at the next half hour and takes one. */
export function newDraft({ nowMs, timeZone, room }: Beginning): ScheduleDraft {
  const startsAtMs = Math.ceil((nowMs + 1) / (HOUR_MS / 2)) * (HOUR_MS / 2);
  return {
    roomId: room?.roomId,
    title: room?.title ?? '',
    description: '',
    ...wallOf(startsAtMs, timeZone),
    durationMs: HOUR_MS,
    timeZone,
    repeat: 'never',
    interval: '1',
    weekdays: [],
    ends: 'count',
    count: '10',
    until: wallOf(startsAtMs + 70 * 24 * HOUR_MS, timeZone).date,
    invitees: '',
  };
}

export function draftOf(meeting: ScheduledMeeting): ScheduleDraft {
  const { roomId, title, description = '', startsAtMs, durationMs, timeZone, recurrence, invitees } = meeting;
  const blank = newDraft({ nowMs: startsAtMs, timeZone });
  const untilMs = recurrence?.untilMs;
  return {
    ...blank,
    roomId,
    title,
    description,
    ...wallOf(startsAtMs, timeZone),
    durationMs,
    repeat: recurrence?.frequency ?? 'never',
    interval: String(recurrence?.interval ?? 1),
    weekdays: recurrence?.weekdays ?? [],
    ends: untilMs === undefined ? 'count' : 'until',
    count: String(recurrence?.count ?? blank.count),
    until: untilMs === undefined ? blank.until : wallOf(untilMs, timeZone).date,
    invitees: invitees.join('\n'),
  };
}

/** Undefined while date or time are not whole. */
export function startsAtMsOf({ date, time, timeZone }: ScheduleDraft): number | undefined {
  const wallMs = wallMsIn(date, time);
  return wallMs === undefined ? undefined : atMsOf(wallMs, timeZone);
}

/** The day of the week on which the first meeting is; a weekly series always takes place on it. */
export function ownDayOf({ date }: ScheduleDraft): Weekday | undefined {
  const wallMs = wallMsIn(date, '00:00');
  if (wallMs === undefined) return undefined;
  const dayCount = Math.floor((wallMs - A_MONDAY_MS) / (24 * HOUR_MS));
  return WEEK[((dayCount % 7) + 7) % 7];
}

/** Empty when everything can be sent. */
export function faultsOf(draft: ScheduleDraft, nowMs: number): ScheduleFaults {
  const startsAtMs = startsAtMsOf(draft);
  const isDate = wallMsIn(draft.date, '00:00') !== undefined;
  const wrongAddress = wrongInvitee(draft.invitees);
  return {
    ...(!RoomTitle.safeParse(draft.title).success && { title: 'invalid' }),
    ...(!isDate && { date: 'invalid' }),
    ...(isDate && startsAtMs === undefined && { time: 'invalid' }),
    // A series may have begun already when it is changed.
    ...(startsAtMs !== undefined && startsAtMs <= nowMs && draft.repeat === 'never' && { date: 'past' }),
    ...(draft.description.trim().length > DESCRIPTION_MAX_UNITS && { description: 'long' }),
    ...(wrongAddress !== undefined && { invitees: wrongAddress }),
    ...(draft.repeat !== 'never' && repeatFaults(draft)),
  };
}

function repeatFaults(draft: ScheduleDraft): ScheduleFaults {
  const untilMs = wallMsIn(draft.until, '00:00');
  const firstMs = wallMsIn(draft.date, '00:00');
  return {
    ...(!isCount(draft.interval, INTERVAL_MAX_COUNT) && { interval: 'invalid' }),
    ...(draft.ends === 'count' && !isCount(draft.count, OCCURRENCES_MAX_COUNT) && { count: 'invalid' }),
    ...(draft.ends === 'until' && untilMs === undefined && { until: 'invalid' }),
    ...(draft.ends === 'until' &&
      untilMs !== undefined &&
      firstMs !== undefined &&
      untilMs < firstMs && { until: 'early' }),
  };
}

/** For a draft without faults. */
export function requestOf(draft: ScheduleDraft): ScheduleRequest {
  const { title, description, durationMs, timeZone, roomId } = draft;
  const recurrence = recurrenceOf(draft);
  return {
    ...(roomId !== undefined && { roomId }),
    title: title.trim(),
    ...(description.trim() !== '' && { description: description.trim() }),
    startsAtMs: startsAtMsOf(draft) ?? 0,
    durationMs,
    timeZone,
    ...(recurrence !== undefined && { recurrence }),
    invitees: inviteesIn(draft.invitees),
  };
}

/** For a draft without faults: everything but the room, which a meeting keeps. */
export function changeOf(draft: ScheduleDraft): ScheduleChange {
  const { roomId: _kept, ...rest } = requestOf(draft);
  return { ...rest, description: draft.description.trim(), recurrence: recurrenceOf(draft) ?? null };
}

/** For a draft without faults: what one meeting of a series may have of its own. */
export function changeOfOne(draft: ScheduleDraft): OccurrenceChange {
  const { title, startsAtMs, durationMs } = requestOf(draft);
  return { title, startsAtMs, durationMs, description: draft.description.trim() };
}

function recurrenceOf(draft: ScheduleDraft): Recurrence | undefined {
  const { repeat: frequency, interval, ends, count, until, timeZone } = draft;
  if (frequency === 'never') return undefined;
  const own = ownDayOf(draft);
  const weekdays = WEEK.filter((day) => day === own || draft.weekdays.includes(day));
  // The last day counts whole.
  const lastMs = wallMsIn(until, '23:59');
  return {
    frequency,
    interval: Number(interval),
    ...(frequency === 'weekly' && { weekdays }),
    ...(ends === 'count' ? { count: Number(count) } : { untilMs: atMsOf(lastMs ?? 0, timeZone) }),
  };
}

export function inviteesIn(typed: string): string[] {
  return [...new Set(typed.split(/[\s,;]+/u).filter((part) => part !== ''))];
}

function wrongInvitee(typed: string): string | undefined {
  const all = inviteesIn(typed);
  if (all.length > INVITEES_MAX_COUNT) return '';
  return all.find((address) => !Email.safeParse(address).success);
}

function isCount(typed: string, maxCount: number): boolean {
  return /^\d{1,3}$/u.test(typed.trim()) && Number(typed) >= 1 && Number(typed) <= maxCount;
}

function wallOf(atMs: number, timeZone: string): Pick<ScheduleDraft, 'date' | 'time'> {
  const [date = '', time = ''] = new Date(wallMsOf(atMs, timeZone)).toISOString().split('T');
  return { date, time: time.slice(0, 5) };
}

function wallMsIn(date: string, time: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/u.test(date) || !/^\d\d:\d\d/u.test(time)) return undefined;
  const wallMs = Date.parse(`${date}T${time.slice(0, 5)}:00Z`);
  return Number.isNaN(wallMs) ? undefined : wallMs;
}
