import { useSyncExternalStore } from 'react';
import type { Agenda } from '#contracts';
import type { ControlsView } from '../../../engine/host-controls/model.js';

export type TopicInAgenda = Agenda['topics'][number];

/** How often the clock is looked at, in ms; it is drawn only when another second is to be shown. */
const LOOK_EVERY_MS = 200;

function watchClock(moved: () => void): () => void {
  const timer = setInterval(moved, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/** What is left of the current topic's time in whole seconds; negative once it is over its time. */
export function useSecondsLeft(controls: Pick<ControlsView, 'nowMs'>, topic: TopicInAgenda, sinceMs: number): number {
  return useSyncExternalStore(watchClock, () =>
    Math.ceil((topic.plannedMs - topic.spentMs - Math.max(0, controls.nowMs() - sinceMs)) / 1_000),
  );
}
