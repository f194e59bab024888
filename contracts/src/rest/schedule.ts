import { z } from 'zod';
import { RoomId, ScheduleId } from '../ids.js';
import { AtMs, Email } from './common.js';
import { RoomTitle } from './rooms.js';
import { storable, unitsAtMost } from '../text.js';

export const INVITEES_MAX_COUNT = 100;
export const OCCURRENCES_MAX_COUNT = 366;
const MINUTE_MS = 60_000;

/** A zone of the IANA database, such as `Europe/Berlin`. Whether there is one is checked by the server. */
export const TimeZone = z
  .string()
  .max(64)
  .regex(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/, 'is no time zone');

export const Weekday = z.enum(['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su']);
export type Weekday = z.output<typeof Weekday>;

/**
 * At the same time of day in the meeting's own zone. Always ends: either by `count` or by `untilMs`. Source: RFC 5545 section
 * 3.3.10, the part people use.
 */
export const Recurrence = z
  .strictObject({
    frequency: z.enum(['daily', 'weekly', 'monthly']),
    /** 2 with `weekly`: every other week. */
    interval: z.int().min(1).max(52),
    /** With `weekly` only; the first meeting's own day when left out. */
    weekdays: z.array(Weekday).min(1).max(7).exactOptional(),
    /** How often in all, the first one included. */
    count: z.int().min(1).max(OCCURRENCES_MAX_COUNT).exactOptional(),
    /** The last moment at which one may begin. No more than 366 may by then. */
    untilMs: AtMs.exactOptional(),
  })
  .refine(({ count, untilMs }) => (count === undefined) !== (untilMs === undefined), 'needs either count or untilMs');
export type Recurrence = z.output<typeof Recurrence>;

const DurationMs = z
  .int()
  .min(5 * MINUTE_MS)
  .max(24 * 60 * MINUTE_MS);

export const DESCRIPTION_MAX_UNITS = 2_000;

/** What a meeting is about. As with messages, what cannot be stored comes back as U+FFFD. */
const Description = z
  .string()
  .trim()
  .max(DESCRIPTION_MAX_UNITS)
  .check(unitsAtMost(DESCRIPTION_MAX_UNITS))
  .overwrite(storable);

/** `POST /schedule`. */
export const ScheduleRequest = z.strictObject({
  /** One of one's own rooms; without it, a persistent room of the same title is opened. */
  roomId: RoomId.exactOptional(),
  title: RoomTitle,
  description: Description.exactOptional(),
  startsAtMs: AtMs,
  durationMs: DurationMs,
  timeZone: TimeZone,
  recurrence: Recurrence.exactOptional(),
  /** Each gets a mail with the calendar file. */
  invitees: z.array(Email).max(INVITEES_MAX_COUNT).exactOptional(),
});
export type ScheduleRequest = z.output<typeof ScheduleRequest>;

/** `PATCH /schedule/{scheduleId}`. What is left out stays; `recurrence: null` makes it a single meeting. */
export const ScheduleChange = z.strictObject({
  title: RoomTitle.exactOptional(),
  description: Description.exactOptional(),
  startsAtMs: AtMs.exactOptional(),
  durationMs: DurationMs.exactOptional(),
  timeZone: TimeZone.exactOptional(),
  recurrence: Recurrence.nullable().exactOptional(),
  invitees: z.array(Email).max(INVITEES_MAX_COUNT).exactOptional(),
});
export type ScheduleChange = z.output<typeof ScheduleChange>;

/** One meeting of a series, by when its series has it begin, wherever it was moved. */
export const OccurrenceName = z.strictObject({
  scheduleId: ScheduleId,
  originalStartsAtMs: z.coerce.number().pipe(AtMs),
});
export type OccurrenceName = z.output<typeof OccurrenceName>;

/** `PATCH /schedule/{scheduleId}/occurrences/{originalStartsAtMs}`. What is left out stays. */
export const OccurrenceChange = ScheduleChange.pick({
  title: true,
  description: true,
  startsAtMs: true,
  durationMs: true,
});
export type OccurrenceChange = z.output<typeof OccurrenceChange>;

/** Another scheduled meeting at the same time; a warning, no refusal. */
export const Clash = z.strictObject({ scheduleId: ScheduleId, title: RoomTitle, startsAtMs: AtMs });
export type Clash = z.output<typeof Clash>;

export const ScheduledMeeting = z.strictObject({
  scheduleId: ScheduleId,
  /** Of one meeting of a series, told by itself; it names the meeting. */
  originalStartsAtMs: AtMs.exactOptional(),
  roomId: RoomId,
  url: z.url().max(2_048),
  title: RoomTitle,
  description: z.string().max(DESCRIPTION_MAX_UNITS).check(unitsAtMost(DESCRIPTION_MAX_UNITS)).exactOptional(),
  startsAtMs: AtMs,
  durationMs: DurationMs,
  timeZone: TimeZone,
  recurrence: Recurrence.exactOptional(),
  /** Of a series: when those of its meetings would begin that were cancelled by themselves. */
  cancelledAtMs: z.array(AtMs).max(OCCURRENCES_MAX_COUNT).exactOptional(),
  invitees: z.array(Email).max(INVITEES_MAX_COUNT),
  /** True for its organiser, who alone may change it. */
  isMine: z.boolean(),
  /** The first few of the organiser's other meetings that overlap one of this one's. */
  clashes: z.array(Clash).max(5),
  /** False when there were invitees, but this server cannot send mail; hand them the calendar file instead. */
  isMailed: z.boolean(),
});
export type ScheduledMeeting = z.output<typeof ScheduledMeeting>;

/** `GET /schedule`: what begins or goes on within this time. */
export const ScheduleQuery = z.strictObject({
  fromMs: z.coerce.number().int().nonnegative(),
  /** At most 366 days later. */
  toMs: z.coerce.number().int().nonnegative(),
});
export type ScheduleQuery = z.output<typeof ScheduleQuery>;

/** One meeting of a series, or a single one. */
export const Occurrence = z.strictObject({
  scheduleId: ScheduleId,
  roomId: RoomId,
  title: RoomTitle,
  startsAtMs: AtMs,
  endsAtMs: AtMs,
  timeZone: TimeZone,
  isRecurring: z.boolean(),
  /** When its series has it begin; names it. The same as `startsAtMs` unless it was moved. */
  originalStartsAtMs: AtMs,
  /** True for a meeting of a series that is otherwise than the others. */
  isChanged: z.boolean(),
  /** True when others of its series, which would begin after `fromMs`, were cancelled by themselves. */
  hasCancelled: z.boolean(),
  /** True for its organiser, who alone may change it. */
  isMine: z.boolean(),
});
export type Occurrence = z.output<typeof Occurrence>;

/** In the order in which they begin; the first ones, when there are more. */
export const OccurrenceList = z.strictObject({ occurrences: z.array(Occurrence).max(OCCURRENCES_MAX_COUNT) });
export type OccurrenceList = z.output<typeof OccurrenceList>;
