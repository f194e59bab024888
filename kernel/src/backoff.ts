/** How long to wait before trying again, and how the wait grows. */
export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
  /** Share of each wait that is random, 0..1, so that many who failed together do not return together. */
  readonly jitterRatio: number;
}

/**
 * The wait before attempt `failedCount + 1`, in ms: doubling from `firstMs`, at most `maxMs`, jittered downward.
 *
 * @param random in 0..1; injected so that tests decide.
 */
export function backoffMs(options: BackoffOptions, failedCount: number, random: () => number = Math.random): number {
  const grownMs = Math.min(options.maxMs, options.firstMs * 2 ** Math.min(failedCount, 30));
  return grownMs * (1 - options.jitterRatio * random());
}
