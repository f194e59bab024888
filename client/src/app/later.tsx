import { lazy, useState, type ComponentType, type FunctionComponent, type JSX } from 'react';

export interface Later<P> extends FunctionComponent<P> {
  /** Fetches it before it is needed. Rejects when it cannot be had now; drawing it tries again. */
  readonly load: () => Promise<unknown>;
}

/**
 * A component whose script comes when it is drawn, or before. As React's `lazy`, but for one thing: who has the script by then
 * sees no fallback, not for a moment. React shows a fallback once begun for 300 ms at least.
 */
export function later<P extends JSX.IntrinsicAttributes>(fetch: () => Promise<ComponentType<P>>): Later<P> {
  let fetched: ComponentType<P> | undefined;
  const load = async () => ({ default: (fetched ??= await fetch()) });
  const Lazy = lazy(load) as unknown as ComponentType<P>;
  function Drawn(props: P) {
    // Chosen once for each place that it is drawn in: another one later would take all of it down.
    const [Component] = useState<ComponentType<P>>(() => fetched ?? Lazy);
    return <Component {...props} />;
  }
  return Object.assign(Drawn, { load });
}
