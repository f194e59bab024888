import { useSyncExternalStore } from 'react';

/** A phone held upright. The style sheets know the same width. */
const NARROW = '(max-width: 30rem)';

/** Whether the window is so narrow that not everything finds room in one row. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(watch, read);
}

/** Undefined where there are no media queries, as in tests. */
function query(): MediaQueryList | undefined {
  return typeof globalThis.matchMedia === 'function' ? globalThis.matchMedia(NARROW) : undefined;
}

function watch(onChange: () => void): () => void {
  const list = query();
  list?.addEventListener('change', onChange);
  return () => list?.removeEventListener('change', onChange);
}

function read(): boolean {
  return query()?.matches ?? false;
}
