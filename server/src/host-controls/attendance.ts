import type { Attendance, Attendee } from '#contracts';
import type { MeetingTime, SeatTime } from './attendance-records.js';
import { moment, tableOf } from './csv.js';

type Interval = Attendee['intervals'][number];

/** Who was there and for how long: one line per person, with the times of all their seats put together. */
export function attendanceOf(meeting: MeetingTime, seats: readonly SeatTime[], nowMs: number): Attendance {
  const { meetingId, roomId, startedAtMs, endedAtMs } = meeting;
  const people = Map.groupBy(seats, ({ identityId }) => identityId);
  return {
    meetingId,
    roomId,
    startedAtMs,
    ...(endedAtMs !== undefined && { endedAtMs }),
    attendees: [...people.values()].map((own) => attendeeOf(own, nowMs)),
  };
}

/** @param own is never empty, and in the order the seats were taken. */
function attendeeOf(own: readonly SeatTime[], nowMs: number): Attendee {
  const last = own.at(-1);
  if (last === undefined) throw new Error('Nobody without a seat was there.');
  const intervals = merged(own);
  return {
    name: last.name,
    isGuest: last.isGuest,
    role: last.role,
    intervals,
    presentMs: sum(intervals.map(({ fromMs, toMs = nowMs }) => Math.max(0, toMs - fromMs))),
    spokenMs: sum(own.map(({ spokenMs }) => spokenMs)),
  };
}

/** Two tabs at the same time, or a seat taken before the other one ended, are one interval. */
function merged(own: readonly SeatTime[]): Interval[] {
  const intervals: Interval[] = [];
  for (const seat of own.toSorted((a, b) => a.joinedAtMs - b.joinedAtMs)) {
    const next = intervalOf(seat);
    const before = intervals.at(-1);
    if (before === undefined || (before.toMs ?? Number.POSITIVE_INFINITY) < next.fromMs) intervals.push(next);
    else intervals[intervals.length - 1] = { ...later(before, next), fromMs: before.fromMs };
  }
  return intervals;
}

function intervalOf({ joinedAtMs, leftAtMs, leaveReason }: SeatTime): Interval {
  return {
    fromMs: joinedAtMs,
    ...(leftAtMs !== undefined && { toMs: leftAtMs }),
    ...(leaveReason !== undefined && { leaveReason }),
  };
}

function later(a: Interval, b: Interval): Interval {
  return (a.toMs ?? Number.POSITIVE_INFINITY) >= (b.toMs ?? Number.POSITIVE_INFINITY) ? a : b;
}

function sum(all: readonly number[]): number {
  return all.reduce((total, one) => total + one, 0);
}

/** The same as a table for spreadsheets. */
export function csvOf({ attendees }: Attendance): string {
  const header = ['name', 'role', 'guest', 'first joined', 'last left', 'minutes present', 'minutes spoken'];
  const rows = attendees.map(({ name, role, isGuest, intervals, presentMs, spokenMs }) => [
    name,
    role,
    isGuest ? 'yes' : 'no',
    moment(intervals.at(0)?.fromMs),
    moment(intervals.at(-1)?.toMs),
    minutes(presentMs),
    minutes(spokenMs),
  ]);
  return tableOf([header, ...rows]);
}

function minutes(durationMs: number): string {
  return (durationMs / 60_000).toFixed(1);
}
