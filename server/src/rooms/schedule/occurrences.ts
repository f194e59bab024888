import { wallMsOf } from '#kernel';
import type { OccurrenceChange } from '#contracts';
import { startsOf, type Times } from './recurring.js';

const DAY_MS = 86_400_000;

/** One meeting of a series that is otherwise than the others. */
export interface Exception {
  /** When the series has it begin; names it. */
  readonly originalStartsAtMs: number;
  readonly change: OccurrenceChange | 'cancelled';
}

/** A series, or a single meeting, with what is otherwise in it. */
export interface Series extends Times {
  readonly title: string;
  readonly description: string | undefined;
  readonly exceptions: readonly Exception[];
}

/** One meeting as it takes place. */
export interface PlannedOccurrence {
  readonly originalStartsAtMs: number;
  readonly title: string;
  readonly description: string | undefined;
  readonly startsAtMs: number;
  readonly durationMs: number;
  readonly isChanged: boolean;
}

/** Each meeting that takes place, in the order of the series. */
export function occurrencesOf(series: Series): PlannedOccurrence[] {
  const changes = new Map(series.exceptions.map(({ originalStartsAtMs, change }) => [originalStartsAtMs, change]));
  return startsOf(series).flatMap((originalStartsAtMs) => {
    const change = changes.get(originalStartsAtMs);
    if (change === 'cancelled') return [];
    const { title, description, durationMs } = series;
    const plain = { originalStartsAtMs, title, description, startsAtMs: originalStartsAtMs, durationMs };
    return [{ ...plain, ...change, isChanged: change !== undefined }];
  });
}

/** When those would begin that were cancelled, in the order of the series. */
export function cancelledOf({ exceptions }: Pick<Series, 'exceptions'>): number[] {
  return exceptions
    .filter(({ change }) => change === 'cancelled')
    .map(({ originalStartsAtMs }) => originalStartsAtMs)
    .toSorted((one, another) => one - another);
}

/** From the first beginning to the last end; undefined when nothing takes place. */
export function extentOf(series: Series): { readonly beginsAtMs: number; readonly endsAtMs: number } | undefined {
  const occurrences = occurrencesOf(series);
  if (occurrences.length === 0) return undefined;
  return {
    beginsAtMs: Math.min(...occurrences.map(({ startsAtMs }) => startsAtMs)),
    endsAtMs: Math.max(...occurrences.map(({ startsAtMs, durationMs }) => startsAtMs + durationMs)),
  };
}

/** The exceptions with one more. What a change says as the series says it anyway is no exception. */
export function withException(series: Series, { originalStartsAtMs, change }: Exception): readonly Exception[] {
  const others = series.exceptions.filter((one) => one.originalStartsAtMs !== originalStartsAtMs);
  if (change === 'cancelled') return [...others, { originalStartsAtMs, change }];
  const { title, description = '', durationMs } = series;
  const plain: OccurrenceChange = { title, description, durationMs, startsAtMs: originalStartsAtMs };
  const before = series.exceptions.find((one) => one.originalStartsAtMs === originalStartsAtMs)?.change;
  const wished = Object.entries({ ...(before === 'cancelled' ? {} : before), ...change });
  const own = wished.filter(([field, value]) => value !== plain[field as keyof OccurrenceChange]);
  return own.length === 0 ? others : [...others, { originalStartsAtMs, change: Object.fromEntries(own) }];
}

/**
 * What was otherwise stays so when the series changes, as long as it takes place on that day: whoever calls off the meeting at
 * Christmas does so whether the others are at nine or at ten.
 */
export function carriedOver(exceptions: readonly Exception[], before: Times, after: Times): readonly Exception[] {
  if (after.recurrence === undefined) return [];
  const starts = new Map(startsOf(after).map((startsAtMs) => [dayOf(startsAtMs, after.timeZone), startsAtMs]));
  return exceptions.flatMap(({ originalStartsAtMs, change }) => {
    const startsAtMs = starts.get(dayOf(originalStartsAtMs, before.timeZone));
    return startsAtMs === undefined ? [] : [{ originalStartsAtMs: startsAtMs, change }];
  });
}

/** A series has at most one meeting a day. */
function dayOf(atMs: number, timeZone: string): number {
  return Math.floor(wallMsOf(atMs, timeZone) / DAY_MS);
}
