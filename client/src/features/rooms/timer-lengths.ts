import { RoomSettings } from '#contracts';

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

/** "20, 1:30": minutes, and seconds where there are any. */
export function lengthsInWords(lengthsMs: readonly number[]): string {
  return lengthsMs.map(oneInWords).join(', ');
}

/** What was typed, in ms; undefined for what no room takes: other words, too short, too long, too many. */
export function lengthsFrom(typed: string): number[] | undefined {
  const words = typed
    .split(/[,;\s]+/u)
    .filter((word) => word !== '')
    .map(oneFrom);
  const lengthsMs = words.filter((lengthMs) => lengthMs !== undefined);
  const distinct = [...new Set(lengthsMs)].toSorted((a, b) => a - b);
  const isFit = lengthsMs.length === words.length && RoomSettings.shape.timerPresetsMs.safeParse(distinct).success;
  return isFit ? distinct : undefined;
}

function oneInWords(lengthMs: number): string {
  const minutes = Math.floor(lengthMs / MINUTE_MS);
  const seconds = Math.round((lengthMs % MINUTE_MS) / SECOND_MS);
  return seconds === 0 ? String(minutes) : `${minutes}:${String(seconds).padStart(2, '0')}`;
}

function oneFrom(word: string): number | undefined {
  const [, minutes, seconds = '0'] = /^(\d{1,4})(?::([0-5]\d))?$/u.exec(word) ?? [];
  return minutes === undefined ? undefined : Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS;
}
