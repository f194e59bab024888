import type { Readable } from './store.js';

/** True while nobody can see the page: another tab is in front, or the window is minimised. */
export type PageSight = Readable<boolean>;

export const browserPageSight: PageSight = {
  get: () => document.hidden,
  watch(changed) {
    document.addEventListener('visibilitychange', changed);
    return () => document.removeEventListener('visibilitychange', changed);
  },
};
