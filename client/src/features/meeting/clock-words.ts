import type { TFunction } from 'i18next';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** "00:30", "12:05", "1:00:00". A second that has begun counts, so that it ends at 00:00. */
export function clockOf(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND_MS));
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = `${String(m).padStart(2, '0')}:${String(s).padStart(2, '0')}`;
  return h === 0 ? tail : `${h}:${tail}`;
}

/** "30 seconds", "1 minute". */
export function durationWords(t: TFunction, ms: number): string {
  return ms % MINUTE_MS === 0
    ? t('timer.minutes', { count: ms / MINUTE_MS })
    : t('timer.seconds', { count: Math.round(ms / SECOND_MS) });
}
