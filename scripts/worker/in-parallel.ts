interface Options {
  /** How many items may be under way at once. */
  readonly limitCount: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Works through `items` in order, at most `limitCount` at once.
 * @throws the first failure, after the work already begun has been told to stop through its signal and has ended.
 */
export async function inParallel<T>(
  items: readonly T[],
  work: (item: T, signal: AbortSignal) => Promise<void>,
  { limitCount, signal }: Options,
): Promise<void> {
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([stop.signal, signal]) : stop.signal;
  const queue = items.values();
  const failures: unknown[] = [];
  const drain = async (): Promise<void> => {
    for (const item of queue) {
      if (either.aborted) return;
      try {
        await work(item, either);
      } catch (error) {
        failures.push(error);
        stop.abort(error);
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limitCount, items.length) }, drain));
  signal?.throwIfAborted();
  if (failures.length > 0) throw failures[0];
}
