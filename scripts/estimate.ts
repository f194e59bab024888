// How long something has taken and will still take, in words for a terminal.

export interface Measured {
  readonly elapsedMs: number;
  /** How much is done, 0..1; undefined when that cannot be told. */
  readonly doneRatio?: number | undefined;
  /** What the work itself said last about how long it will still take; goes before the share that is done. */
  readonly leftMs?: number | undefined;
  /** How long it usually takes; used when nothing else is known. */
  readonly usualMs?: number | undefined;
}

/** Below this share the estimate would jump about too much to be of use. */
const leastDoneRatio = 0.05;

/** @returns undefined when nothing sensible can be said, or when it has taken longer than usual already */
export function remainingMs({ elapsedMs, doneRatio, leftMs, usualMs }: Measured): number | undefined {
  if (leftMs !== undefined) return Math.max(0, leftMs);
  if (doneRatio !== undefined) {
    if (doneRatio < leastDoneRatio) return undefined;
    return (elapsedMs * (1 - Math.min(doneRatio, 1))) / doneRatio;
  }
  if (usualMs === undefined || usualMs <= elapsedMs) return undefined;
  return usualMs - elapsedMs;
}

/** `0.4 s`, `12 s`, `3 min 5 s` */
export function inWords(durationMs: number): string {
  if (durationMs < 9_950) return `${(durationMs / 1000).toFixed(1)} s`;
  const totalS = Math.round(durationMs / 1000);
  if (totalS < 60) return `${totalS} s`;
  const s = totalS % 60;
  return s === 0 ? `${Math.floor(totalS / 60)} min` : `${Math.floor(totalS / 60)} min ${s} s`;
}

/** `12 s, about 20 s left` */
export function progressInWords(measured: Measured): string {
  const leftMs = remainingMs(measured);
  const elapsed = inWords(measured.elapsedMs);
  return leftMs === undefined
    ? elapsed
    : `${elapsed}, about ${inWords(Math.max(1000, Math.round(leftMs / 1000) * 1000))} left`;
}
