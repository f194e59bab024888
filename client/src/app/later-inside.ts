import { later } from './later.js';

/** What there is once one is in. A script of its own: nothing of it is needed for joining. */
export const Inside = later(async () => (await import('./inside.js')).Inside);
