import type { TFunction } from 'i18next';
import type { Recurrence, Weekday } from '#contracts';
import { WEEK } from './schedule/schedule-draft.js';

/** Monday the 5th of January 1970 at noon, in UTC. */
const A_MONDAY_MS = 4.5 * 86_400_000;
const DAY_MS = 86_400_000;

/** The language in which dates are written; the one for testing has none of its own. */
export function localeOf(language: string): string {
  return language === 'ar-XB' ? 'en' : language;
}

/** This browser's own zone. */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Day and time of a meeting; in this browser's zone unless another is given. */
export function whenWords(
  locale: string,
  span: { readonly fromMs: number; readonly toMs: number },
  zone?: string,
): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    ...(zone !== undefined && { timeZone: zone, timeZoneName: 'short' }),
  }).formatRange(span.fromMs, span.toMs);
}

export function weekdayName(locale: string, day: Weekday, width: 'short' | 'long'): string {
  const format = new Intl.DateTimeFormat(locale, { weekday: width, timeZone: 'UTC' });
  return format.format(A_MONDAY_MS + WEEK.indexOf(day) * DAY_MS);
}

/** Such as "Every 2 weeks on Monday and Friday, 10 times". */
export function recurrenceWords(t: TFunction, recurrence: Recurrence, locale: string): string {
  const { frequency, interval, weekdays, count, untilMs } = recurrence;
  const every = t(`schedule.every.${frequency}`, { count: interval });
  const names = (weekdays ?? []).map((day) => weekdayName(locale, day, 'long'));
  const days = names.length === 0 ? '' : t('schedule.onDays', { days: new Intl.ListFormat(locale).format(names) });
  const end =
    untilMs === undefined
      ? t('schedule.times', { count: count ?? 1 })
      : t('schedule.untilDay', { day: new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(untilMs) });
  return [`${every}${days}`, end].join(', ');
}
