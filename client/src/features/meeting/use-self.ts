import { useSyncExternalStore } from 'react';
import type { CallView, PersonView } from '../../engine/model.js';

/** Oneself; undefined while the meeting is being left. Drawn again only when something of oneself changes. */
export function useSelf({ people }: Pick<CallView, 'people'>): PersonView | undefined {
  return useSyncExternalStore(people.watch, () => people.get().find(({ isSelf }) => isSelf));
}

/** Whether one is host or co-host. */
export function useManages(call: Pick<CallView, 'people'>): boolean {
  const self = useSelf(call);
  return self !== undefined && self.role !== 'participant';
}
