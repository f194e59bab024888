import type { Person } from './person.js';
import type { Arrival } from './probe.js';

export interface Quality {
  /** Of the sound that was played; the worst of all voices. */
  readonly concealedRatio: number;
  /** Of the time; the worst of all pictures. */
  readonly frozenRatio: number;
  /** Of the best picture. */
  readonly framesPerSecond: number;
}

/** What `person` heard and saw over so many seconds, by the browser's own statistics. */
export async function qualityOver(person: Person, seconds: number): Promise<Quality> {
  const before = await person.arrivals();
  const beganMs = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 1_000 * seconds));
  const tookMs = performance.now() - beganMs;
  const flows = (await person.arrivals()).map((now) => growth(now, before));
  const sound = flows.filter(({ kind, sampleCount }) => kind === 'audio' && sampleCount > 0);
  const pictures = flows.filter(({ kind, frameCount }) => kind === 'video' && frameCount > 0);
  return {
    concealedRatio: Math.max(0, ...sound.map(({ concealedCount, sampleCount }) => concealedCount / sampleCount)),
    frozenRatio: Math.max(0, ...pictures.map(({ freezesMs }) => freezesMs / tookMs)),
    framesPerSecond: Math.max(0, ...pictures.map(({ frameCount }) => (1_000 * frameCount) / tookMs)),
  };
}

function growth(now: Arrival, before: readonly Arrival[]): Arrival {
  const then = before.find(({ trackId }) => trackId === now.trackId);
  if (then === undefined) return now;
  return {
    ...now,
    concealedCount: now.concealedCount - then.concealedCount,
    sampleCount: now.sampleCount - then.sampleCount,
    freezesMs: now.freezesMs - then.freezesMs,
    frameCount: now.frameCount - then.frameCount,
  };
}

export function inWords({ concealedRatio, frozenRatio, framesPerSecond }: Quality): string {
  const percent = (ratio: number): string => `${(100 * ratio).toFixed(1)} %`;
  return `made-up sound ${percent(concealedRatio)}, frozen ${percent(frozenRatio)}, ${framesPerSecond.toFixed(1)} frames/s`;
}
