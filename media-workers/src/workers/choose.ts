/** A worker that a session could go to. */
export interface WorkerChoice {
  /** Share of a core it is taken to use, 0..1. */
  readonly expectedRatio: number;
  readonly routerCount: number;
  /** Sessions of the room in question that are on it; undefined when the room is not there at all. */
  readonly sessionCount: number | undefined;
}

/** `workers` spreads every room over all workers: for tests of spreading, not for load. `hosts` is the servers' matter. */
export type Spread = 'auto' | 'workers' | 'hosts';

/**
 * From here on a worker takes no more people of a room that can go elsewhere. The goal is that nobody new comes to one from
 * 0.8 on; loads are told a second late, and those who came in that second cost something too.
 */
export const FULL_FROM_RATIO = 0.7;
/** CPU shares that differ by less than this are taken as equal, and the number of routers decides. */
export const EQUAL_WITHIN_RATIO = 0.1;

/**
 * The worker for a room's next session. A room stays together, since each pipe costs on both sides: it goes to another
 * worker only when those it is on are full, and the other is clearly less loaded. Undefined when there is none.
 */
export function chooseWorker<C extends WorkerChoice>(choices: readonly C[], spread: Spread): C | undefined {
  const byLoad = choices.toSorted((a, b) => rank(a) - rank(b) || a.routerCount - b.routerCount);
  if (spread === 'workers') return byLoad.toSorted((a, b) => (a.sessionCount ?? 0) - (b.sessionCount ?? 0))[0];
  const least = byLoad[0];
  const present = byLoad.find(({ sessionCount }) => sessionCount !== undefined);
  if (present === undefined || least === undefined) return least;
  const isFull = present.expectedRatio >= FULL_FROM_RATIO;
  return isFull && present.expectedRatio - least.expectedRatio > EQUAL_WITHIN_RATIO ? least : present;
}

function rank({ expectedRatio }: WorkerChoice): number {
  return Math.round(expectedRatio / EQUAL_WITHIN_RATIO);
}
