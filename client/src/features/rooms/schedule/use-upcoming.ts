import { useEffect, useState } from 'react';
import type { Occurrence } from '#contracts';
import type { ScheduleActions } from '../rooms-actions.js';

const DAY_MS = 86_400_000;
const AHEAD_MS = 60 * DAY_MS;
/** How long a meeting that is over may still stand there, and one that was planned elsewhere be missing. */
const LOOK_EVERY_MS = 60_000;

export interface Upcoming {
  /** `undefined`: they are on their way. Those that go on now come first. */
  readonly meetings: readonly Occurrence[] | undefined;
  readonly hasFailed: boolean;
  /** When it was looked last. */
  readonly nowMs: number;
  readonly reload: () => void;
}

/** What begins within the next weeks, looked up again each minute. */
export function useUpcoming(schedule: Pick<ScheduleActions, 'within'>): Upcoming {
  const [found, setFound] = useState<Omit<Upcoming, 'reload'>>({ meetings: undefined, hasFailed: false, nowMs: 0 });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isWanted = turn >= 0; // Each turn asks anew.
    const nowMs = Date.now();
    schedule.within({ fromMs: nowMs, toMs: nowMs + AHEAD_MS }).then(
      (meetings) => isWanted && setFound({ meetings, hasFailed: false, nowMs }),
      // What was there stays: it is a minute old at most, or was told to have failed.
      () => isWanted && setFound((before) => ({ ...before, hasFailed: before.meetings === undefined, nowMs })),
    );
    const timer = setTimeout(() => setTurn((before) => before + 1), LOOK_EVERY_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [schedule, turn]);
  return { ...found, reload: () => setTurn((before) => before + 1) };
}
