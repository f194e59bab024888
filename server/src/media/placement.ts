import type { HostId } from '#contracts';

/** A media host that could take somebody of a meeting. */
export interface Candidate {
  readonly hostId: HostId;
  /** CPU in use, as an average over its workers, 0..1. */
  readonly loadRatio: number;
  readonly meetingCount: number;
  /** People of the meeting in question that are on it; undefined when the meeting is not there at all. */
  readonly sessionCount: number | undefined;
}

/** `hosts` spreads every meeting over all hosts: for tests of spreading, not for load. `workers` is the hosts' matter. */
export type Spread = 'auto' | 'workers' | 'hosts';

/**
 * Loads closer than this count as equal. One second's measurement wavers by about as much, and all meetings that begin
 * within that second would otherwise go to one host.
 */
export const LOAD_HYSTERESIS_RATIO = 0.1;
/** From here on a host takes no more people of a meeting that can go elsewhere. Source: GOALS of the media plane. */
export const FULL_FROM_RATIO = 0.8;

/**
 * Which host takes the next person of a meeting. A meeting stays together, since each relay costs on both sides: it goes
 * to another host only when those it is on are full, and the other is clearly less loaded. A new one goes to the least
 * loaded by measured CPU; among those, the one with the fewest meetings. Undefined when there is none to choose from.
 */
export function chooseHost<C extends Candidate>(candidates: readonly C[], spread: Spread = 'auto'): C | undefined {
  const leastRatio = Math.min(...candidates.map(({ loadRatio }) => loadRatio));
  const [least] = candidates
    .filter(({ loadRatio }) => loadRatio <= leastRatio + LOAD_HYSTERESIS_RATIO)
    .toSorted((a, b) => a.meetingCount - b.meetingCount || a.hostId.localeCompare(b.hostId));
  if (spread === 'hosts') {
    const byCount = (a: C, b: C) => (a.sessionCount ?? 0) - (b.sessionCount ?? 0);
    return candidates.toSorted((a, b) => byCount(a, b) || a.hostId.localeCompare(b.hostId))[0];
  }
  const [present] = candidates
    .filter(({ sessionCount }) => sessionCount !== undefined)
    .toSorted((a, b) => a.loadRatio - b.loadRatio);
  if (present === undefined || least === undefined) return least;
  const isFull = present.loadRatio >= FULL_FROM_RATIO;
  return isFull && present.loadRatio - least.loadRatio > LOAD_HYSTERESIS_RATIO ? least : present;
}
