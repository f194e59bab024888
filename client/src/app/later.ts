import { createElement, lazy, useState, type FunctionComponent } from 'react';

export interface Later<P> extends FunctionComponent<P> {
  /** Fetches it before it is needed. Rejects when it cannot be had now; drawing it tries again. */
  readonly load: () => Promise<unknown>;
}

/**
 * A component whose script comes when it is drawn, or before. As React's `lazy`, but for one thing: who has the script by then
 * sees no fallback, not for a moment. React shows a fallback once begun for 300 ms at least.
 */
export function later<P extends object>(fetch: () => Promise<FunctionComponent<P>>): Later<P> {
  let fetched: FunctionComponent<P> | undefined;
  const load = async () => ({ default: (fetched ??= await fetch()) });
  const Lazy = lazy(load);
  function Drawn(props: P) {
    // Chosen once for each place that it is drawn in: another one later would take all of it down.
    const [component] = useState<FunctionComponent<P>>(() => fetched ?? Lazy);
    return createElement(component, props);
  }
  return Object.assign(Drawn, { load });
}
