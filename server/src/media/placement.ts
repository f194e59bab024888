import type { HostId } from '#contracts';

/** A media host that could take a meeting. */
export interface Candidate {
  readonly hostId: HostId;
  /** CPU in use, as an average over its workers, 0..1. */
  readonly loadRatio: number;
  readonly meetingCount: number;
}

/**
 * Loads closer than this count as equal. One second's measurement wavers by about as much, and all meetings that begin
 * within that second would otherwise go to one host.
 */
export const LOAD_HYSTERESIS_RATIO = 0.1;

/**
 * Which host takes the next meeting: the least loaded by measured CPU; among those, the one with the fewest meetings.
 * Asked once per meeting, which then stays where it is. Undefined when there is none to choose from.
 */
export function chooseHost<C extends Candidate>(candidates: readonly C[]): C | undefined {
  const leastRatio = Math.min(...candidates.map(({ loadRatio }) => loadRatio));
  return candidates
    .filter(({ loadRatio }) => loadRatio <= leastRatio + LOAD_HYSTERESIS_RATIO)
    .toSorted((a, b) => a.meetingCount - b.meetingCount || a.hostId.localeCompare(b.hostId))[0];
}
