import { useSyncExternalStore } from 'react';

const MINUTE_MS = 60_000;

/** The time, a step a minute: "today" becomes "yesterday" while one looks. */
export function useMinute(): number {
  return useSyncExternalStore(watchMinutes, currentMinute);
}

function watchMinutes(tick: () => void): () => void {
  const timer = setInterval(tick, MINUTE_MS);
  return () => clearInterval(timer);
}

function currentMinute(): number {
  return Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
}
