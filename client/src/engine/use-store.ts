import { useSyncExternalStore } from 'react';
import type { Readable } from './store.js';

/** Reads a store in a component. */
export function useStore<S>(store: Readable<S>): S {
  return useSyncExternalStore(store.watch, store.get);
}
